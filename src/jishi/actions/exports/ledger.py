"""The ledger of an area as a file: it can be filled in further and brought in again."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from jishi.actions.exports.ledger_around import Around, around
from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.ledger_form import PROGRESS, ledger_form
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.sheets.columns import said
from jishi.sheets.showing import show
from jishi.sheets.values import Value
from jishi.sheets.writing import Written
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import improve, privacy

_SLICE = 900


def batched(rows: Iterable[Problem], size: int) -> Iterator[list[Problem]]:
    """Yield rows in parts of at most so many."""
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def export(scope: Scope, pack: Pack, style: Style, place: Unit | None = None) -> Sheet:
    """Return every problem and remedy inside a scope that is not rejected or dropped, by unit.

    Names of persons are written only where the scope reads them.
    """
    form = ledger_form(pack)
    heads = [style.head(column) for column in form.columns]
    heads += [said(texts, style.words) if style.words else name for name, texts in PROGRESS]
    rows = (
        [show(column, value, style.words) for column, value in zip(form.columns, row, strict=True)] + more
        for row, more in _rows(scope, pack, style, place)
    )
    return Sheet(said(form.names, style.language), heads, rows)


def _rows(
    scope: Scope, pack: Pack, style: Style, place: Unit | None
) -> Iterator[tuple[list[Value], list[Written]]]:
    kept = improve.remedies(scope, place).exclude(state=Remedy.State.DROPPED).filter(problem__isnull=False)
    seen = set(kept.filter(privacy.readable(scope)).values_list("pk", flat=True)) if not scope.everything else None
    by_problem: dict[int, list[Remedy]] = {}
    for remedy in kept.order_by("due_on", "pk").iterator(chunk_size=2000):
        by_problem.setdefault(remedy.problem_id, []).append(remedy)
    found = improve.problems(scope, place).exclude(state=Problem.State.REJECTED)
    ordered = found.order_by("unit__code", "-priority", "pk").iterator(chunk_size=_SLICE)
    for part in batched(ordered, _SLICE):
        beside = around(scope, pack, style.language, {problem.unit_id for problem in part})
        for problem in part:
            head, unit = _head(pack, problem, style), _beside(beside[problem.unit_id])
            for each in by_problem.get(problem.pk, ()):
                named = seen is None or each.pk in seen or each.published_on is not None
                person = each.responsible if named else ""
                row = [*head, each.goal or None, each.text, person or None, _day(each.due_on)]
                yield row, [each.share, each.state, _iso(each.verified_on), *unit]
            if problem.pk not in by_problem:
                yield [*head, None, None, None, None], [None, problem.state, None, *unit]


def _beside(unit: Around) -> list[Written]:
    return [unit.members, unit.secretary or None, unit.helpers or None]


def _head(pack: Pack, problem: Problem, style: Style) -> list[Value]:
    said_ = pack.improvement
    severities = [str(degree.id) for degree in said_.severities] if said_ else []
    urgencies = [str(degree.id) for degree in said_.urgencies] if said_ else []
    return [
        problem.unit.code,
        problem.unit.name,
        problem.kind,
        problem.text or _indicator(pack, problem.indicator, style.language),
        problem.source,
        severities[problem.severity - 1] if severities else None,
        urgencies[problem.urgency - 1] if urgencies else None,
        _day(problem.found_on),
    ]


def _indicator(pack: Pack, name: str, language: str) -> str:
    rows = (row for standard in pack.standards for row in standard.indicators if row.id == name)
    row = next(rows, None)
    return row.names.say(language) if row else name


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
