"""Figures of an area: each counts units, facts, problems or remedies, and keeps which ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from jishi.actions.imports.forms import fact_column
from jishi.actions.papers.columns import Places
from jishi.actions.papers.ground import Ground
from jishi.actions.papers.showing import NOTHING, share
from jishi.core.forms import Behind
from jishi.sheets.columns import SCALE
from jishi.sheets.showing import show
from jishi.store.models.improve import Problem


@dataclass(frozen=True)
class Said:
    """What a figure says: its text, its number, and the rows behind it."""

    text: str
    number: int | None = None
    scale: int = 1
    behind: Behind | None = None


Sum = Callable[[Ground, Places, str], Said]


def _counted(ground: Ground, places: Places) -> Said:
    return Said(str(len(places)), len(places), behind=Behind("units", ground.columns.numbers_of(places)))


def _units(ground: Ground, places: Places, of: str) -> Said:
    return _counted(ground, places)


def _graded(ground: Ground, places: Places, of: str) -> Said:
    return _counted(ground, places[ground.columns.grade[places] > 0])


def _ungraded(ground: Ground, places: Places, of: str) -> Said:
    return _counted(ground, places[ground.columns.grade[places] == 0])


def _graded_as(ground: Ground, places: Places, of: str) -> Said:
    return _counted(ground, places[ground.columns.grade[places] == ground.pack.rank_by_grade[of]])


def _share_of(ground: Ground, places: Places, of: str) -> Said:
    part, whole = _graded_as(ground, places, of), _graded(ground, places, of)
    text, basis = share(part.number or 0, whole.number or 0)
    return Said(text, basis, 100, part.behind)


def _proposed_as(ground: Ground, places: Places, of: str) -> Said:
    return _counted(ground, places[ground.columns.proposal[places] == ground.pack.rank_by_grade[of]])


def _moved(ground: Ground, places: Places, *, up: bool) -> Said:
    before, now = ground.columns.before[places], ground.columns.grade[places]
    # Rank 1 is the best, 0 none.
    moved = now < before if up else now > before
    return _counted(ground, places[moved & (before > 0) & (now > 0)])


def _risen(ground: Ground, places: Places, of: str) -> Said:
    return _moved(ground, places, up=True)


def _fallen(ground: Ground, places: Places, of: str) -> Said:
    return _moved(ground, places, up=False)


def _sum_of(ground: Ground, places: Places, of: str) -> Said:
    fact = ground.columns.fact(of)
    known = places[fact.valid[places]]
    behind = Behind("facts", ground.columns.numbers_of(known), of)
    if not len(known):
        return Said(NOTHING, None, behind=behind)
    total, column = int(fact.values[known].sum()), fact_column(ground.pack.fact_by_id[of])
    text = show(column, total, ground.telling.language)
    return Said(str(text), total, SCALE.get(column.type, 1), behind)


def _known_of(ground: Ground, places: Places, of: str) -> Said:
    known = places[ground.columns.fact(of).valid[places]]
    return Said(str(len(known)), len(known), behind=Behind("facts", ground.columns.numbers_of(known), of))


def _problems(mark: str = "") -> Sum:
    def counted(ground: Ground, places: Places, of: str) -> Said:
        found = ground.columns.problems.of(places, mark, len(ground.columns))
        return Said(str(len(found)), len(found), behind=Behind("problems", tuple(found)))

    return counted


def _remedies(mark: str = "") -> Sum:
    def counted(ground: Ground, places: Places, of: str) -> Said:
        found = ground.columns.remedies.of(places, mark, len(ground.columns))
        return Said(str(len(found)), len(found), behind=Behind("remedies", tuple(found)))

    return counted


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
    "problems-open": _problems(str(Problem.State.OPEN)),
    "problems-solved": _problems(str(Problem.State.SOLVED)),
    "remedies": _remedies(),
    "remedies-overdue": _remedies("overdue"),
    "remedies-verified": _remedies("verified"),
}
