"""Which papers are due of whom, and how each stands: received, missing, late, sent back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.actions.papers.making import due_on
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.packs.schema.forms import PaperForm
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.queries import papers, units

State = Literal["missing", "late-missing", "received", "received-late", "taken", "returned"]
STATES: tuple[State, ...] = ("late-missing", "missing", "returned", "received-late", "received", "taken")


@dataclass(frozen=True)
class Expected:
    """A paper that one unit hands up.

    Attributes:
        paper: the newest version that was handed up; None = nothing came.
        due_on: None = no term.
    """

    form: PaperForm
    unit: Unit
    state: State
    paper: Paper | None
    due_on: date | None


def expected(scope: Scope, round_: Round, pack: Pack, form: PaperForm, today: date) -> list[Expected]:
    """Return every unit inside a scope that hands a paper to another one, with how it stands, by code.

    What stands at the top of the tree hands nothing up.
    """
    if not form.up or form.about != "area":
        return []
    made = papers.makers(scope, form.kinds, form.levels)
    found = [unit for unit in made if unit.pk not in _top(scope)]
    due, came = due_on(pack, round_, form), papers.newest(round_, str(form.id), [unit.pk for unit in found])
    return [_one(form, unit, came.get(unit.pk), due, today) for unit in found]


def _top(scope: Scope) -> frozenset[int]:
    """Return the units of the scope that stand at the top of the whole tree."""
    tops = list(units.tops(scope))
    return frozenset(unit.pk for unit in tops if len(units.above(unit)) == 1)


def _one(form: PaperForm, unit: Unit, paper: Paper | None, due: date | None, today: date) -> Expected:
    return Expected(form, unit, state_of(paper, due, today), paper, due)


def state_of(paper: Paper | None, due: date | None, today: date) -> State:
    """Return how the newest version that was handed up stands; None = nothing came."""
    if paper is None or paper.handed_on is None:
        return "late-missing" if due is not None and today > due else "missing"
    said = getattr(paper, "answer", None)
    if said is not None:
        return "taken" if said.taken else "returned"
    return "received-late" if due is not None and paper.handed_on > due else "received"


def of_all(scope: Scope, round_: Round, pack: Pack, today: date) -> Iterator[Expected]:
    """Yield every paper that is due inside a scope, form by form."""
    for form in pack.forms:
        yield from expected(scope, round_, pack, form, today)


def counted(rows: Sequence[Expected]) -> dict[State, int]:
    """Return how many papers stand how; every state is named."""
    return {state: sum(1 for row in rows if row.state == state) for state in STATES}
