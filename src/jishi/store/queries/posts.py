"""Posts of units and who holds them today; who reads names must be allowed to."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Pairing, Post, Tenure
from jishi.store.queries import counts, privacy, units


@dataclass(frozen=True)
class HeldPost:
    """A post: its kind, and who has held it since when; nobody = vacant."""

    kind: str
    required: bool
    holder: str
    since: date | None


def of_unit(scope: Scope, unit: Unit) -> list[HeldPost]:
    """Return the unit's posts that are not closed, the first responsible one first.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    tenures = Tenure.objects.filter(in_force(clock.today()), post__unit=unit).select_related("person")
    held = {tenure.post_id: tenure for tenure in tenures}
    found = []
    open_ = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    for post in Post.objects.filter(open_, unit=unit).order_by("-first_responsible", "kind", "id"):
        tenure = held.get(post.pk)
        holder = tenure.person.name if tenure else ""
        found.append(HeldPost(post.kind, post.required, holder, tenure.from_on if tenure else None))
    return found


def listed(scope: Scope, on: date, place: Unit | None = None) -> QuerySet[Post]:
    """Return the posts that there are on a day, with ``tenure``, ``holder``, ``since``, ``term_end``, ``channel``.

    One query, whatever the size of the tree: the present tenure of a post is looked up beside it.
    """
    rows = Post.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).select_related("unit")
    if place is not None or not scope.everything:
        rows = rows.filter(units.inside(scope, place))
    now = Tenure.objects.filter(in_force(on), post=OuterRef("pk")).order_by("-from_on")
    return rows.annotate(
        tenure=Subquery(now.values("pk")[:1]),
        holder=Subquery(now.values("person__name")[:1]),
        since=Subquery(now.values("from_on")[:1]),
        term_end=Subquery(now.values("term_ends_on")[:1]),
        channel=Subquery(now.values("source_channel")[:1]),
    ).order_by("unit__code", "-first_responsible", "kind", "pk")


def vacant(rows: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Keep posts that are due and that nobody holds."""
    return rows.filter(~Exists(Tenure.objects.filter(in_force(on), post=OuterRef("pk"))), required=True)


def ending(rows: QuerySet[Post], on: date, days: int) -> QuerySet[Post]:
    """Keep posts whose holder's term is over or ends within so many days."""
    now = Tenure.objects.filter(in_force(on), post=OuterRef("pk"), term_ends_on__lte=on + timedelta(days=days))
    return rows.filter(Exists(now))


def one(scope: Scope, post: int) -> Post:
    """Return a post of a unit that the scope sees.

    Raises:
        Post.DoesNotExist: there is none, or its unit lies outside.
    """
    found = Post.objects.select_related("unit").get(pk=post)
    try:
        units.one(scope, found.unit_id)
    except Unit.DoesNotExist:
        raise Post.DoesNotExist from None
    return found


def tenures(post: Post) -> QuerySet[Tenure]:
    """Return who holds and held a post, the last first."""
    return Tenure.objects.filter(post=post).select_related("person").order_by("-from_on")


def pairings(scope: Scope, unit: Unit, on: date) -> QuerySet[Pairing]:
    """Return the pairings of a unit's posts on a day, upward and downward."""
    units.one(scope, unit.pk)
    rows = Pairing.objects.filter(in_force(on)).select_related("leader__unit", "paired__unit")
    return rows.filter(Q(leader__unit=unit) | Q(paired__unit=unit)).order_by("from_on", "pk")


def channels(scope: Scope, on: date) -> dict[str, int]:
    """Return how many holders whose names the scope reads came through each channel; an unknown one is empty."""
    held = Tenure.objects.filter(in_force(on), privacy.readable(scope, "post__unit"))
    held = held.filter(Q(post__closed_on__isnull=True) | Q(post__closed_on__gt=on))
    return dict(counts.rows(scope, held.values_list("source_channel").annotate(count=Count("pk")).order_by()))
