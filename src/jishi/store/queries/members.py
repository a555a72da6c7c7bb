"""Members of the branches that a scope reads, and what goes on with them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from jishi.core.access import Scope
from jishi.core.people.care import SMALLEST
from jishi.core.people.contact import HEARD_YEARLY
from jishi.core.people.transfers import GOING
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.people import Care, Floating, LostContact, Member, Person, Transfer
from jishi.store.queries import privacy, units
from jishi.store.searching import fold


def listed(scope: Scope, unit: Unit | None = None) -> QuerySet[Member]:
    """Return who is in a branch today, at a unit and below it (None = wherever the scope reads), as entered."""
    found = Member.objects.filter(privacy.readable(scope), in_force(clock.today()))
    if unit is not None:
        found = found.filter(units.inside(scope, unit))
    return found.select_related("person", "unit").order_by("pk")


def named(found: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Return those whose name, in either script or as pinyin initials, holds every word of the text."""
    for word in text.split():
        found = found.filter(person__search__holds=fold(word))
    return found


def numbered(found: QuerySet[Member], index: bytes) -> QuerySet[Member]:
    """Return those with an identity number or a telephone of this keyed digest."""
    return found.filter(Q(person__identity_index=index) | Q(person__phone_index=index))


def one(scope: Scope, member: int) -> Member:
    """Return a member, whether still there or gone.

    Raises:
        Member.DoesNotExist: there is none, or not where the scope reads.
    """
    return Member.objects.filter(privacy.readable(scope)).select_related("person", "unit").get(pk=member)


def person(scope: Scope, number: int) -> Person:
    """Return a person who is or was a member, holds or held a post, or is kept by a unit that the scope reads.

    Raises:
        Person.DoesNotExist: there is none, or not where the scope reads.
    """
    found = Person.objects.get(pk=number)
    if scope.everything:
        return found
    here = privacy.readable(scope)
    kept = Person.objects.filter(here, pk=number)
    posted = found.tenures.filter(privacy.readable(scope, "post__unit"))
    if kept.exists() or found.memberships.filter(here).exists() or posted.exists():
        return found
    raise Person.DoesNotExist


def present(person_: Person, on: date | None = None) -> Member | None:
    """Return where a person is a member on a day; None = nowhere."""
    found = Member.objects.filter(in_force(on or clock.today()), person=person_)
    return found.select_related("unit", "person").first()


def by_status(scope: Scope, unit: Unit) -> Mapping[str, int]:
    """Return how many there are of each status at a unit and below; numbers of class 1 for whoever sees the unit.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    found = Member.objects.filter(units.inside(scope, unit), in_force(clock.today())).order_by()
    return dict(found.values_list("status").annotate(count=Count("pk")))


def transfers(scope: Scope, *, going: bool = True) -> QuerySet[Transfer]:
    """Return transfers from or to units that the scope reads; the new side sees one when it is released to it."""
    found = Transfer.objects.all()
    if not scope.everything:
        # The condition of a scope that sees everything is empty, and an empty one beside another says nothing.
        new_side = privacy.readable(scope, "to_unit") & ~Q(state="asked")
        found = found.filter(privacy.readable(scope, "from_unit") | new_side)
    if going:
        found = found.filter(state__in=GOING)
    return found.select_related("member__person", "from_unit", "to_unit").order_by("-asked_on", "-pk")


def transfer(scope: Scope, number: int) -> Transfer:
    """Return a transfer that the scope sees.

    Raises:
        Transfer.DoesNotExist: there is none, or it is not seen.
    """
    return transfers(scope, going=False).get(pk=number)


def floating(scope: Scope) -> QuerySet[Floating]:
    """Return members who live elsewhere, for both ends, those heard from longest ago first."""
    ends = privacy.readable(scope, "home") | privacy.readable(scope, "receiving")
    found = Floating.objects.filter(ends, in_force(clock.today()))
    return found.select_related("member__person", "home", "receiving").order_by("last_contact_on", "pk")


def silent(found: QuerySet[Floating], today: date) -> QuerySet[Floating]:
    """Return those from whom the home branch has not heard for a year."""
    limit = date.fromordinal(today.toordinal() - HEARD_YEARLY)
    never = Q(last_contact_on__isnull=True, from_on__lt=limit)
    return found.filter(never | Q(last_contact_on__lt=limit))


def lost(scope: Scope) -> QuerySet[LostContact]:
    """Return searches that go on, close by only."""
    found = LostContact.objects.filter(privacy.close(scope, "member__unit"), in_force(clock.today()))
    return found.select_related("member__person", "member__unit").order_by("from_on", "pk")


def care(scope: Scope) -> QuerySet[Care]:
    """Return care that goes on, close by only; each tells ``aided_on`` when money was brought last."""
    found = Care.objects.filter(privacy.close(scope, "member__unit"), in_force(clock.today()))
    found = found.annotate(aided_on=Max("times__on", filter=Q(times__money__gt=0)))
    return found.select_related("member__person", "member__unit").order_by("last_visit_on", "pk")


def care_totals(scope: Scope, unit: Unit) -> Mapping[str, int | None]:
    """Return category → how many at a unit and below; None where they are too few to tell and not close by.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    found = Care.objects.filter(units.inside(scope, unit, "member__unit"), in_force(clock.today())).order_by()
    counts = dict(found.values_list("category").annotate(count=Count("pk")))
    if found.filter(privacy.close(scope, "member__unit")).count() == sum(counts.values()):
        return counts
    shown: dict[str, int | None] = {name: count if count >= SMALLEST else None for name, count in counts.items()}
    hidden = [name for name, count in shown.items() if count is None]
    # One hidden number could be told from the sum, so the next smallest is hidden with it.
    if len(hidden) == 1 and len(shown) > 1:
        shown[min((name for name in shown if shown[name] is not None), key=lambda name: counts[name])] = None
    return shown
