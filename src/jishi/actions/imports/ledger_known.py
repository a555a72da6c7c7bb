"""What stands in the ledger already, for the units that a file names."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Axis, Unit
from jishi.store.queries.units import codes_where
from jishi.store.searching import fold

Key = tuple[str, str]
_PART = 900


@dataclass(frozen=True)
class Known:
    """Open and proposed problems by key, remedies by key and folded text, units by code, where may be changed.

    Attributes:
        allowed: codes; None = everywhere.
        running: code → how many problems its unit works on.
    """

    problems: Mapping[Key, Problem]
    remedies: Mapping[tuple[Key, str], Remedy]
    units: Mapping[str, Unit]
    allowed: frozenset[str] | None
    running: Mapping[str, int]


def known_ledger(scope: Scope, pack: Pack, codes: Collection[str]) -> Known:
    """Return what is known of the units of these codes; some queries for each nine hundred of them."""
    listed = sorted(codes)
    units: dict[str, Unit] = {}
    problems: dict[Key, Problem] = {}
    remedies: dict[tuple[Key, str], Remedy] = {}
    running: dict[str, int] = {}
    names = _names(pack)
    for start in range(0, len(listed), _PART):
        part = listed[start : start + _PART]
        units |= {unit.code: unit for unit in Unit.objects.filter(paths__axis=Axis.MANAGEMENT, code__in=part)}
        rows = Problem.objects.filter(unit__code__in=part, state__in=("open", "proposed")).select_related("unit")
        for row in rows:
            problems |= {(row.unit.code, said): row for said in _said(row, names)}
            running[row.unit.code] = running.get(row.unit.code, 0) + (row.state == Problem.State.OPEN)
        kept = Remedy.objects.filter(unit__code__in=part, problem__isnull=False)
        for each in kept.exclude(state=Remedy.State.DROPPED).select_related("unit", "problem"):
            assert each.problem is not None
            remedies |= {((each.unit.code, said), fold(each.text)): each for said in _said(each.problem, names)}
    return Known(problems, remedies, units, codes_where(scope, "import"), running)


def _names(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Return indicator → its names in three languages, folded: an exported ledger names it in one of them."""
    return {
        str(row.id): frozenset(fold(text) for text in (row.names.zh_hans, row.names.zh_hant, row.names.en))
        for standard in pack.standards
        for row in standard.indicators
    }


def _said(problem: Problem, names: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if problem.text:
        yield fold(problem.text)
    else:
        yield from names.get(problem.indicator, ())
