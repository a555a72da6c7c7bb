"""Units of the lowest grade without plan, leader or helper (R12); what is overdue, and which level sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jishi.actions.dispatch.covering import named_for
from jishi.actions.improve.standing import lowest, standing
from jishi.core.access import Scope
from jishi.core.improve.ladder import Rung, climbed
from jishi.core.improve.plans import Support, days_open, lacks
from jishi.packs.improvement import ladder
from jishi.packs.pack import Pack
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import dispatch, improve, rounds, units


@dataclass(frozen=True)
class Lacking:
    """A unit of the lowest grade that lacks something.

    Attributes:
        lacks: ``plan``, ``contact``, ``helper``.
        days: for how long: since the grade was decided, else since the run that proposes it.
    """

    unit: Unit
    lacks: tuple[str, ...]
    days: int


def lacking(scope: Scope, pack: Pack, round_: Round, today: date) -> list[Lacking]:
    """Return the units of the lowest grade that lack plan, contact leader or helper, the longest first (R12).

    The number of queries does not grow with the tree, except by one for each thousand weak units.
    """
    graded = standing(scope, round_)
    run = rounds.latest_run(scope, round_)
    if graded is None or run is None:
        return []
    weak = lowest(graded, pack).tolist()
    have, plans = dispatch.helped(weak, today), improve.planned(round_, weak)
    found = []
    since = run.finished_at.date() if run.finished_at else run.tree_on
    decided = _decided_on(round_, weak)
    for unit in _units(scope, weak):
        plan = plans.get(unit.pk)
        support = Support(
            has_plan=bool(plan and plan.has_goal and plan.remedies),
            contact=plan.contact if plan else "",
            helpers=have.get(unit.pk, frozenset()),
            named=named_for(pack, unit.domain),
        )
        missing = lacks(support)
        if missing:
            found.append(Lacking(unit, missing, days_open(decided.get(unit.pk, since), today)))
    return sorted(found, key=lambda each: (-each.days, each.unit.code))


def _units(scope: Scope, weak: Sequence[int]) -> list[Unit]:
    found: list[Unit] = []
    for start in range(0, len(weak), 900):
        found += units.visible(scope).filter(pk__in=weak[start : start + 900])
    return found


def _decided_on(round_: Round, weak: Sequence[int]) -> Mapping[int, date]:
    found: dict[int, date] = {}
    for start in range(0, len(weak), 900):
        rows = Grade.objects.filter(round=round_, state=Grade.State.DECIDED, unit__in=weak[start : start + 900])
        found.update(rows.values_list("unit_id", "since"))
    return found


@dataclass(frozen=True)
class Late:
    """A remedy that is overdue, and the rung that it has reached."""

    remedy: Remedy
    days: int
    rung: Rung | None


def late(pack: Pack, rows: Sequence[Remedy], today: date) -> list[Late]:
    """Return for each overdue remedy how late it is and which level sees it."""
    steps = ladder(pack)
    return [
        Late(row, days_open(row.due_on, today), climbed(row.due_on, today, steps))
        for row in rows
        if row.due_on is not None
    ]


def days_of(pack: Pack, level: str) -> int:
    """Return after how many days overdue a level sees a remedy on its list; a level without a rung: at once."""
    return next((rung.days for rung in ladder(pack) if rung.level == level), 1)
