"""Figures of an area: each counts units, facts, problems or remedies, and keeps which ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jishi.actions.imports.forms import fact_column
from jishi.actions.papers.ground import Ground
from jishi.actions.papers.showing import NOTHING, share
from jishi.core.forms import Behind
from jishi.sheets.columns import SCALE
from jishi.sheets.showing import show
from jishi.store import clock
from jishi.store.models.improve import Problem, Remedy
from jishi.store.queries.improve import RUNNING


@dataclass(frozen=True)
class Said:
    """What a figure says: its text, its number, and the rows behind it."""

    text: str
    number: int | None = None
    scale: int = 1
    behind: Behind | None = None


Sum = Callable[[Ground, Sequence[int], str], Said]


def _counted(ids: Sequence[int], kind: str = "units") -> Said:
    return Said(str(len(ids)), len(ids), behind=Behind(kind, tuple(ids)))  # type: ignore[arg-type]


def _units(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _counted(ids)


def _graded(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _counted([unit for unit in ids if unit in ground.grades])


def _ungraded(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _counted([unit for unit in ids if unit not in ground.grades])


def _graded_as(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _counted([unit for unit in ids if unit in ground.grades and ground.grades[unit].grade == of])


def _share_of(ground: Ground, ids: Sequence[int], of: str) -> Said:
    part, whole = _graded_as(ground, ids, of), _graded(ground, ids, of)
    text, basis = share(part.number or 0, whole.number or 0)
    return Said(text, basis, 100, part.behind)


def _proposed_as(ground: Ground, ids: Sequence[int], of: str) -> Said:
    wanted = ground.pack.rank_by_grade[of]
    return _counted([unit for unit in ids if ground.results.value("proposal", unit) == wanted])


def _moved(ground: Ground, ids: Sequence[int], *, up: bool) -> Said:
    found = []
    for unit in ids:
        before, row = ground.ranks_before.get(unit), ground.grades.get(unit)
        if before is None or row is None:
            continue
        now = ground.pack.rank_by_grade[row.grade]
        # Rank 1 is the best.
        if now < before if up else now > before:
            found.append(unit)
    return _counted(found)


def _risen(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _moved(ground, ids, up=True)


def _fallen(ground: Ground, ids: Sequence[int], of: str) -> Said:
    return _moved(ground, ids, up=False)


def _values(ground: Ground, ids: Sequence[int], fact: str) -> list[tuple[int, int]]:
    column = ground.results.snapshot.facts.get(fact)
    if column is None:
        return []
    rows = [(unit, ground.results.row_of[unit]) for unit in ids if unit in ground.results.row_of]
    return [(unit, int(column.values[row])) for unit, row in rows if column.valid[row]]


def _sum_of(ground: Ground, ids: Sequence[int], of: str) -> Said:
    known = _values(ground, ids, of)
    behind = Behind("facts", tuple(unit for unit, _value in known), of)
    if not known:
        return Said(NOTHING, None, behind=behind)
    total = sum(value for _unit, value in known)
    column = fact_column(ground.pack.fact_by_id[of])
    text = show(column, total, ground.telling.language)
    return Said(str(text), total, SCALE.get(column.type, 1), behind)


def _known_of(ground: Ground, ids: Sequence[int], of: str) -> Said:
    known = [unit for unit, _value in _values(ground, ids, of)]
    return Said(str(len(known)), len(known), behind=Behind("facts", tuple(known), of))


def _problems(*states: str) -> Sum:
    def counted(ground: Ground, ids: Sequence[int], of: str) -> Said:
        rows = (row for unit in ids for row in ground.problems.get(unit, ()))
        return _counted([row.pk for row in rows if not states or row.state in states], "problems")

    return counted


def _remedies(wanted: Callable[[Remedy], bool]) -> Sum:
    def counted(ground: Ground, ids: Sequence[int], of: str) -> Said:
        return _counted([row.pk for row in remedies_of(ground, ids) if wanted(row)], "remedies")

    return counted


def remedies_of(ground: Ground, ids: Sequence[int]) -> Iterator[Remedy]:
    """Yield the remedies of some units, unit by unit."""
    for unit in ids:
        yield from ground.remedies.get(unit, ())


def _overdue(row: Remedy) -> bool:
    return row.state in RUNNING and row.due_on is not None and row.due_on < clock.today()


SUMS: Final[Mapping[str, Sum]] = {
    "units": _units,
    "graded": _graded,
    "ungraded": _ungraded,
    "graded-as": _graded_as,
    "share-of": _share_of,
    "proposed-as": _proposed_as,
    "risen": _risen,
    "fallen": _fallen,
    "sum-of": _sum_of,
    "known-of": _known_of,
    "problems": _problems(),
    "problems-open": _problems(Problem.State.OPEN),
    "problems-solved": _problems(Problem.State.SOLVED),
    "remedies": _remedies(lambda row: True),
    "remedies-overdue": _remedies(_overdue),
    "remedies-verified": _remedies(lambda row: row.state == Remedy.State.VERIFIED),
}
