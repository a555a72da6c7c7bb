"""What is wrong in the sample county on purpose; docs/explanation/the-sample-county.md names every one of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jishi.sample.answers.targets import INFLATED_TOWNSHIP
from jishi.sample.answers.unit import Target
from jishi.sample.organisations.tree import Organisation

MEMBERS_TO_SHOW = 5
# Digits of the code of a township's committee.
COMMITTEE = 5


@dataclass(frozen=True)
class Fault:
    """A planted fault.

    Attributes:
        id: its name in the documentation.
        unit: code of the unit.
        says: facts that it changes.
        drops: beginnings of the names of facts that it leaves out; ``""`` = all but every third.
        poor: it makes the unit come out as poor, whatever it scores.
    """

    id: str
    unit: str
    says: Mapping[str, int] = field(default_factory=dict)
    drops: tuple[str, ...] = ()
    poor: bool = False


def faults(graded: Iterable[Organisation], targets: Mapping[str, Target]) -> tuple[Fault, ...]:
    """Return the planted faults, each at the first unit that fits and has none yet."""
    units = [one for one in graded if not one.place.startswith(INFLATED_TOWNSHIP)]
    taken: set[str] = set()

    def first(domain: str, rank: int, fits: Callable[[Organisation], bool] = lambda one: True) -> str:
        for one in units:
            fitting = one.domain == domain and targets[one.code].rank == rank and fits(one)
            if fitting and one.code not in taken and one.members >= MEMBERS_TO_SHOW:
                taken.add(one.code)
                return one.code
        raise LookupError(f"no {domain} of rank {rank} is left")

    return (
        Fault("secretary-vacant", first("village", 2), {"secretary-vacant-months": 5}, poor=True),
        Fault("public-at-86-percent", first("village", 1), {"public-satisfaction": 8600}),
        Fault("term-overdue", first("community", 1), {"term-overdue-months": 9}),
        Fault("survey-not-answered", first("village", 3), drops=("survey-",)),
        Fault("mostly-unanswered", first("office", 2), drops=("",)),
        Fault("no-activity", first("enterprise", 2), {"activity-gap-months": 8}, poor=True),
        # Branches below a committee of their own stand on no stamped list of a township.
        Fault("no-opinion", first("enterprise", 2, _is_deep), drops=("discipline-opinion",)),
        Fault("graded-by-itself", first("enterprise", 3), {"decided-above": 0}),
        Fault("changed-without-reason", first("social", 2), {"decided-grade": 0, "change-reason": 0}),
        Fault("case-pending", first("state-enterprise", 2), {"case-pending": 1}),
    )


def _is_deep(one: Organisation) -> bool:
    return len(one.parent) > COMMITTEE
