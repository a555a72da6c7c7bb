"""No person stands on a public paper: the words are compared with the names of the register."""

from collections.abc import Collection, Iterator

from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.names import Names
from jishi.store.models.org import Unit, UnitPath
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Dispatch, Tenure
from jishi.store.queries.units import path_of, within

#: A name of one sign would be found everywhere.
SHORTEST = 2


def names_in(text: str, committee: Unit) -> list[str]:
    """Return the names of persons of a committee's area that stand in a text, in the order of the alphabet."""
    plain = text.replace(" ", "").replace("\u3000", "")
    return sorted({name for name in _names(committee) if len(name) >= SHORTEST and name in plain})


def _names(committee: Unit) -> Iterator[str]:
    inside = UnitPath.objects.filter(within(path_of(committee))).values("unit")
    known = (
        Person.objects.filter(pk__in=Member.objects.filter(unit__in=inside).values("person")),
        Person.objects.filter(pk__in=Tenure.objects.filter(post__unit__in=inside).values("person")),
        Person.objects.filter(pk__in=Dispatch.objects.filter(unit__in=inside).values("person")),
        Person.objects.filter(unit__in=inside),
    )
    for people in known:
        for name in people.exclude(name="").values_list("name", flat=True).iterator():
            yield name.replace(" ", "").replace("\u3000", "")


def refuse_persons(text: str, committee: Unit, places: Collection[str]) -> list[str]:
    """Refuse a text that names somebody; return what looks like a name but is that of a place.

    Args:
        places: names that the office has looked at and that are no persons here (王平 in 王平村).

    Raises:
        Refusal: with every name that is found.
    """
    found = names_in(text, committee)
    persons = [name for name in found if name not in places]
    if persons:
        raise Refusal(
            [
                Complaint(
                    committee.name,
                    sentence("Persons are named: %(names)s.", names=Names(persons)),
                    sentence("Take the names out; or say that they are names of places here."),
                )
            ]
        )
    return found
