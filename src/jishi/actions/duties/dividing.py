"""The division of work among leaders: which post answers for which area (D208)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from jishi.actions.duties.ground import called
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.duties import Responsibility
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post
from jishi.store.transact import Action, action, change, late

Pair = tuple[int, str]


@dataclass(frozen=True)
class Division:
    """How a unit divides its work.

    Attributes:
        pairs: (id of a post of the unit, id of an area), all of them.
        on: from which day; None = today.
        seen: what :func:`seen_of` said of what was shown; None = whatever stands there.
    """

    pairs: Iterable[Pair]
    on: date | None = None
    seen: str | None = None


def areas(pack: Pack | None) -> tuple[str, ...]:
    """Return the ids of the areas of work that a pack names."""
    return tuple(str(area.id) for area in (pack.posts.areas if pack and pack.posts else ()))


def held_at(unit: Unit, day: date) -> dict[Pair, Responsibility]:
    """Return which posts of a unit answer for what on a day, or will from a later one on."""
    rows = Responsibility.objects.filter(_going(day), post__unit=unit).select_related("post__unit")
    return {(row.post_id, row.area): row for row in rows.order_by("-from_on", "pk")}


def seen_of(pairs: Iterable[Pair]) -> str:
    """Return a short text that differs when the division does; empty = nobody answers for anything."""
    told = sorted(pairs)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16] if told else ""


def _going(day: date) -> Q:
    return Q(to_on__isnull=True) | Q(to_on__gt=day)


def divide(by: By, pack: Pack, unit: Unit, wanted: Division) -> int:
    """Let the posts of a unit answer for exactly these areas from a day on; return how many changed.

    Raises:
        Refusal: the role does not allow it, a post or an area is none of these, the day lies before the last
            change, or somebody changed the division meanwhile.
    """
    day, pairs = wanted.on or clock.today(), frozenset(wanted.pairs)
    content = {"unit": unit.pk, "to": sorted(pairs), "on": day}
    with action(by.actor, "responsibility.divide", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["changed"])
        refuse_outside(by, unit)
        _known(pack, unit, pairs)
        held = held_at(unit, day)
        if wanted.seen is not None and wanted.seen != seen_of(held):
            raise late(called(unit))
        if pairs != held.keys():
            _not_before(unit, Q(post__unit=unit), day)
        ended = [_ended(event, row, day) for pair, row in held.items() if pair not in pairs]
        begun = [_begun(unit, pair, day) for pair in sorted(pairs - held.keys())]
        changed = len(pairs ^ held.keys())
        event.about(unit, *(row for row in (*ended, *begun) if row is not None))
        event.note(unit=unit.pk, areas=len(pairs), changed=changed)
        event.result = {"changed": changed}
    return changed


def assign(by: By, pack: Pack, post: Post, area: str, on: date | None = None) -> bool:
    """Let a post answer for one area more from a day on; say whether anything changed.

    Raises:
        Refusal: the role does not allow it, the area is none of the pack, or the post answered for it later
            than that day.
    """
    day, unit = on or clock.today(), post.unit
    content = {"post": post.pk, "area": area, "on": day}
    with action(by.actor, "responsibility.assign", key=by.key, content=content) as event:
        if event.repeated:
            return bool(event.result["changed"])
        refuse_outside(by, unit)
        _known(pack, unit, frozenset({(post.pk, area)}))
        # A sheet that went out comes in again with the day on which each one began.
        changed = not Responsibility.objects.filter(_going(clock.today()), post=post, area=area).exists()
        if changed:
            _not_before(unit, Q(post=post, area=area), day)
            event.about(_begun(unit, (post.pk, area), day))
        event.note(unit=unit.pk, changed=int(changed))
        event.result = {"changed": changed}
    return changed


def unassign(by: By, post: Post, area: str) -> bool:
    """Let a post answer for an area no more from today on; say whether anything changed.

    Raises:
        Refusal: the role does not allow it, or somebody changed it meanwhile.
    """
    day = clock.today()
    content = {"post": post.pk, "area": area, "on": day}
    with action(by.actor, "responsibility.unassign", key=by.key, content=content) as event:
        if event.repeated:
            return bool(event.result["changed"])
        refuse_outside(by, post.unit)
        row = held_at(post.unit, day).get((post.pk, area))
        ended = _ended(event, row, day) if row else None
        event.about(ended or post.unit)
        event.note(unit=post.unit_id, changed=int(row is not None))
        event.result = {"changed": row is not None}
    return row is not None


def _begun(unit: Unit, pair: Pair, day: date) -> Responsibility:
    row = Responsibility(post_id=pair[0], area=pair[1], from_on=day)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # Somebody else began the same in the same moment; the database is the last to say so.
        raise late(called(unit)) from error
    return row


def _ended(event: Action, row: Responsibility, day: date) -> Responsibility | None:
    if row.from_on >= day:
        # Entered today by mistake: it never held.
        event.removed([row])
        row.delete()
        return None
    change(row, row.version, to_on=day)
    return row


def _not_before(unit: Unit, which: Q, day: date) -> None:
    """Keep the past: nothing changes before the last day on which something did."""
    rows = Responsibility.objects.filter(which).values_list("from_on", "to_on")
    days = [each for pair in rows for each in pair if each is not None and each <= clock.today()]
    last = max(days, default=day)
    if day < last:
        raise refuse(
            called(unit),
            sentence(
                "The division of work changed on %(day)s; an earlier day would rewrite it.", day=last.isoformat()
            ),
            sentence("Choose %(day)s or a later day.", day=last.isoformat()),
        )


def _known(pack: Pack, unit: Unit, pairs: frozenset[Pair]) -> None:
    posts = set(Post.objects.filter(unit=unit, closed_on__isnull=True).values_list("pk", flat=True))
    known = areas(pack)
    if any(post not in posts or area not in known for post, area in pairs):
        raise refuse(
            called(unit),
            sentence("A post or an area of work is none of this unit or this pack."),
            sentence("Choose one of: %(known)s.", known=", ".join(known) or "-"),
        )
