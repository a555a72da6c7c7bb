"""Leaders whom only a unit above keeps: they hold a post there and are in no branch yet.

A roster of a branch names them as its members. Without this they would be made a second time, once as the holder of
the post above and once as the member below.
"""

from collections.abc import Sequence

from jishi.actions.people.finding import Named
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, UnitPath
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Tenure
from jishi.store.paths import ids

_SLICE = 400


def above(wanted: Sequence[Named]) -> list[int | None]:
    """Return for each the one leader above who is called so, is in no branch, and whom nothing tells apart.

    None = nobody, or several: between two of one name is never guessed. Three queries for each slice of names.
    """
    found: list[int | None] = []
    for start in range(0, len(wanted), _SLICE):
        found += _above(wanted[start : start + _SLICE])
    return found


def _above(wanted: Sequence[Named]) -> list[int | None]:
    places = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit__in={each.unit for each in wanted})
    line = {unit: frozenset(ids(path)[:-1]) for unit, path in places.values_list("unit_id", "path")}
    over = frozenset().union(*line.values())
    held = Tenure.objects.filter(
        in_force(clock.today()),
        post__unit__in=over,
        person__name__in={each.name for each in wanted},
        person__merged_into__isnull=True,
        person__died_on__isnull=True,
    )
    leads: dict[str, set[tuple[int, int]]] = {}
    for unit, person, name in held.values_list("post__unit_id", "person_id", "person__name") if over else ():
        leads.setdefault(name, set()).add((unit, person))
    everybody = {person for pairs in leads.values() for _unit, person in pairs}
    # Whoever is in a branch is found there, or is somebody else.
    inside = Member.objects.filter(in_force(clock.today()), person__in=everybody).values("person")
    people = {person.pk: person for person in Person.objects.filter(pk__in=everybody).exclude(pk__in=inside)}
    return [_one(each, line.get(each.unit, frozenset()), leads.get(each.name, set()), people) for each in wanted]


def _one(named: Named, line: frozenset[int], leads: set[tuple[int, int]], people: dict[int, Person]) -> int | None:
    fitting = {
        person for unit, person in leads if unit in line and person in people and _fits(named, people[person])
    }
    return fitting.pop() if len(fitting) == 1 else None


def _fits(named: Named, person: Person) -> bool:
    """Say whether nothing tells the two apart; a number that were the same would have found its owner."""
    other_number = bool(named.identity) and person.identity_index is not None
    other_phone = bool(named.phone) and person.phone_index is not None
    other_birthday = bool(named.born_on and person.born_on) and named.born_on != person.born_on
    return not (other_number or other_phone or other_birthday)
