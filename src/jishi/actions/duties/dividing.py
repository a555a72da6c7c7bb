"""The division of work among leaders: which post answers for which area (D208)."""

from collections.abc import Iterable
from datetime import date

from jishi.actions.duties.ground import acts_for, called
from jishi.actions.posts.holding import By
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.duties import Responsibility
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post
from jishi.store.transact import action, change

Pair = tuple[int, str]


def areas(pack: Pack | None) -> tuple[str, ...]:
    """Return the ids of the areas of work that a pack names."""
    return tuple(str(area.id) for area in (pack.posts.areas if pack and pack.posts else ()))


def divide(by: By, pack: Pack, unit: Unit, wanted: Iterable[Pair], on: date | None = None) -> int:
    """Let the posts of a unit answer for exactly these areas from a day on; return how many changed.

    Args:
        wanted: (id of a post of the unit, id of an area).

    Raises:
        Refusal: the role does not allow it, or a post or an area is none of these.
    """
    day, pairs = on or clock.today(), frozenset(wanted)
    with action(
        by.actor, "responsibility.divide", key=by.key, content={"unit": unit.pk, "to": sorted(pairs)}
    ) as event:
        if event.repeated:
            return int(event.result["changed"])
        acts_for(by, unit)
        _known(pack, unit, pairs)
        held = {
            (row.post_id, row.area): row
            for row in Responsibility.objects.filter(in_force(day), post__unit=unit).order_by("pk")
        }
        rows = [_ended(row, day) for pair, row in held.items() if pair not in pairs]
        rows = [row for row in rows if row is not None]
        rows += [
            Responsibility.objects.create(post_id=post, area=area, from_on=day)
            for post, area in sorted(pairs - held.keys())
        ]
        changed = len(pairs ^ held.keys())
        event.about(unit, *rows)
        event.note(unit=unit.pk, areas=len(pairs), changed=changed)
        event.result = {"changed": changed}
    return changed


def _ended(row: Responsibility, day: date) -> Responsibility | None:
    if row.from_on >= day:
        # Entered today by mistake: it never held.
        row.delete()
        return None
    change(row, row.version, to_on=day)
    return row


def _known(pack: Pack, unit: Unit, pairs: frozenset[Pair]) -> None:
    posts = set(Post.objects.filter(unit=unit, closed_on__isnull=True).values_list("pk", flat=True))
    known = areas(pack)
    if any(post not in posts or area not in known for post, area in pairs):
        raise refuse(
            called(unit),
            sentence("A post or an area of work is none of this unit or this pack."),
            sentence("Choose one of: %(known)s.", known=", ".join(known) or "-"),
        )
