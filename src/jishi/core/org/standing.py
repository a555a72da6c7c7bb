"""A unit as it stands on a day, and what is asked of every change of it.

The past is never rewritten: nothing takes effect before the last change of the tree around it, nor on a day whose
figures are locked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

#: So many full members found a branch of their own, where a pack says nothing else.
FEWEST_FULL_MEMBERS = 3


@dataclass(frozen=True)
class Standing:
    """A unit as it stands on a day.

    Attributes:
        id: the unit; 0 = not there yet.
        above: ids of the units above it, the highest first.
        grader: id of the committee that grades it; 0 = nobody does.
        since: the day of the last change of the tree at or above it.
        children, members, tasks: counted on the day; children on any axis; tasks are whatever is still open there.
        full_members: those among the members.
        joining: those on the way to become members: applicants, activists, candidates.
        received: members of other branches who are received here while they live here.
        workplaces: those that lie in its area and have no other unit to answer for them.
    """

    id: int
    code: str
    name: str
    kind: str
    level: str
    domain: str
    above: tuple[int, ...] = ()
    grader: int = 0
    since: date = date.min
    dissolved_on: date | None = None
    children: int = 0
    members: int = 0
    full_members: int = 0
    tasks: int = 0
    joining: int = 0
    received: int = 0
    workplaces: int = 0

    @property
    def called(self) -> str:
        """How sentences call it."""
        return f"{self.name} ({self.code})"

    @property
    def parent(self) -> int:
        """Id of the unit directly above; 0 = it is a root."""
        return self.above[-1] if self.above else 0


@dataclass(frozen=True)
class Ground:
    """What every decision stands on.

    Attributes:
        on: the day from which it holds.
        today: the day on which it is asked.
        locked: the last day whose figures are locked; None = none is.
        parents: kind → the kinds that may stand above it, as the pack says.
        codes: codes that are taken, among those that are asked for.
        least: so many full members found a unit, as the pack says.
    """

    on: date
    today: date
    locked: date | None = None
    parents: Mapping[str, frozenset[str]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    least: int = FEWEST_FULL_MEMBERS


def raise_all(complaints: Iterable[Complaint]) -> None:
    """Raise the complaints as one refusal; none = all is well."""
    listed = list(complaints)
    if listed:
        raise Refusal(listed)


def one(where: str, what: Sentence, fix: Sentence) -> list[Complaint]:
    """Return a list of one complaint."""
    return [Complaint(where, what, fix)]


def wrong_day(where: str, ground: Ground, since: date) -> list[Complaint]:
    """Complain of a day that has not come, is locked, or lies before the last change."""
    if ground.on > ground.today:
        return one(
            where,
            sentence("%(day)s has not come yet.", day=ground.on),
            sentence("Enter the change on the day from which it holds, or later."),
        )
    if ground.locked is not None and ground.on <= ground.locked:
        return one(
            where,
            sentence("The figures up to %(day)s are locked.", day=ground.locked),
            sentence("Choose a later day; what was stays as it was."),
        )
    if ground.on < since:
        return one(
            where,
            sentence("The tree above it was last changed on %(day)s.", day=since),
            sentence("Choose that day or a later one."),
        )
    return []


def not_there(unit: Standing, ground: Ground) -> list[Complaint]:
    """Complain of a unit that was dissolved."""
    if unit.dissolved_on is None or unit.dissolved_on > ground.on:
        return []
    return one(
        unit.called,
        sentence("It was dissolved on %(day)s.", day=unit.dissolved_on),
        sentence("Choose a unit that is still there."),
    )


def wrong_code(unit: Standing, ground: Ground) -> list[Complaint]:
    """Complain of a unit without code or name, or with a code that is taken."""
    if not unit.code or not unit.name:
        return one(
            unit.called, sentence("A unit needs a code and a name."), sentence("Enter both, as on its seal.")
        )
    return taken(unit) if unit.code in ground.codes else []


def taken(unit: Standing) -> list[Complaint]:
    """Complain of a code that another unit has."""
    return one(
        unit.called,
        sentence("The code %(code)s belongs to another unit.", code=unit.code),
        sentence("Give this unit a code of its own; codes are not used again."),
    )


def misfit(unit: Standing, parent: Standing, ground: Ground) -> list[Complaint]:
    """Complain of a kind that the pack does not let stand there."""
    allowed = ground.parents.get(unit.kind)
    if allowed is None or parent.kind in allowed:
        return []
    return one(
        unit.called,
        sentence("The pack lets no unit of this kind stand below %(parent)s.", parent=parent.called),
        sentence("Choose another superior, or another kind."),
    )
