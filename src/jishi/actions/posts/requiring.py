"""Open the posts that the pack requires, for every unit at once."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jishi.actions.posts.holding import By
from jishi.core.posts import Requirement, required
from jishi.packs.pack import Pack
from jishi.packs.posts import requirements
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Unit
from jishi.store.models.people import Member
from jishi.store.models.posts import Post
from jishi.store.transact import action

_BATCH = 1000


@dataclass(frozen=True)
class Opened:
    """How many units were looked at, and how many posts were opened there."""

    units: int
    posts: int


def require(by: By, pack: Pack) -> Opened:
    """Open every post that the pack requires and that is missing, in the whole tree; nothing is closed.

    A unit whose size is not known gets what the pack asks of units of any size.
    """
    rules = requirements(pack)
    today = clock.today()
    with action(by.actor, "posts.require", "posts", key=by.key, content={"pack": pack.digest}) as event:
        if event.repeated:
            return Opened(**event.result)
        sizes = _sizes()
        have, first = _present()
        new: list[Post] = []
        rows = Unit.objects.filter(paths__axis=Axis.MANAGEMENT).filter(
            Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=today)
        )
        looked = 0
        for unit, kind, domain in rows.order_by("pk").values_list("pk", "kind", "domain").iterator(chunk_size=5000):
            looked += 1
            due = required(rules, kind, domain, sizes.get(unit))
            if due is not None:
                new += _missing(unit, due, have.get(unit, {}), taken=unit in first)
        Post.objects.bulk_create(new, batch_size=_BATCH)
        event.note(units=looked, posts=len(new), pack=pack.id)
        event.result = {"units": looked, "posts": len(new)}
    return Opened(looked, len(new))


def _sizes() -> dict[int, int]:
    """Return the number of full members of each unit that keeps members at all."""
    rows = Member.objects.filter(in_force(clock.today())).values("unit")
    counted = rows.annotate(full=Count("pk", filter=Q(status=Member.Status.FULL)))
    return dict(counted.values_list("unit", "full"))


def _present() -> tuple[dict[int, dict[str, int]], set[int]]:
    """Return unit → kind of post → how many there are; and the units that have a first responsible post."""
    have: dict[int, dict[str, int]] = {}
    rows = Post.objects.filter(closed_on__isnull=True).values("unit", "kind").annotate(posts=Count("pk"))
    for unit, kind, count in rows.values_list("unit", "kind", "posts"):
        have.setdefault(unit, {})[kind] = count
    first = Post.objects.filter(closed_on__isnull=True, first_responsible=True)
    return have, set(first.values_list("unit", flat=True))


def _missing(unit: int, due: Requirement, have: dict[str, int], *, taken: bool) -> list[Post]:
    return [
        Post(unit_id=unit, kind=kind, required_by=due.id, first_responsible=kind == due.first and not taken)
        for kind, count in due.posts
        for _ in range(count - have.get(kind, 0))
    ]
