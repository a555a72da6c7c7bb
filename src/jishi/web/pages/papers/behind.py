"""The rows behind a figure: units, facts, problems, remedies, each a link to where it stands."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.imports.forms import fact_column
from jishi.actions.papers.reading import Read
from jishi.core.access import Scope
from jishi.core.forms import Behind, Figure
from jishi.sheets.showing import show
from jishi.store.models.improve import Problem, Remedy
from jishi.store.queries import improve, units
from jishi.web.pages.improve import words as named
from jishi.web.pages.standing import Pages, called, paged
from jishi.web.programme import Programme
from jishi.web.wording import NOTHING, page_language


@dataclass(frozen=True)
class Row:
    """One row behind a figure."""

    name: str
    address: str
    about: str
    says: str


@dataclass(frozen=True)
class Shown:
    """A figure with a page of its rows."""

    label: str
    text: str
    heads: tuple[str, str, str]
    rows: list[Row]
    pages: Pages


def behind(request: HttpRequest, scope: Scope, words: Programme, read: Read, figure: Figure) -> Shown | None:
    """Return the rows behind a figure that the reader sees; None = it stands for itself."""
    found = figure.behind
    if found is None:
        return None
    pages = paged(request, found.ids, len(found.ids))
    ids = list(pages.rows)
    if found.kind in ("problems", "remedies"):
        rows = _problems(scope, words, ids) if found.kind == "problems" else _remedies(scope, words, ids)
        heads = (_("Unit"), _("Problem") if found.kind == "problems" else _("Remedy"), _("State"))
    else:
        rows = _units(scope, words, read, (found, ids))
        heads = (_("Unit"), _("Domain"), words.fact_name(found.of) if found.kind == "facts" else _("Grade"))
    return Shown(figure.label, figure.text, heads, rows, pages)


def _units(scope: Scope, words: Programme, read: Read, what: tuple[Behind, list[int]]) -> list[Row]:
    found, ids = what
    seen = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=ids)}
    says = _values(read, found.of, ids) if found.kind == "facts" else _grades(words, read, ids)
    return [
        Row(
            called(seen[pk]),
            reverse("why", args=[pk]),
            words.domain(seen[pk].domain),
            says.get(pk, NOTHING),
        )
        for pk in ids
        if pk in seen
    ]


def _values(read: Read, fact: str, ids: list[int]) -> dict[int, str]:
    results, declared = read.ground.results, read.ground.pack.fact_by_id.get(fact)
    column = results.snapshot.facts.get(fact)
    if declared is None or column is None:
        return {}
    said = fact_column(declared)
    rows = {pk: results.row_of[pk] for pk in ids if pk in results.row_of}
    return {
        pk: str(show(said, int(column.values[row]), page_language()))
        for pk, row in rows.items()
        if column.valid[row]
    }


def _grades(words: Programme, read: Read, ids: list[int]) -> dict[int, str]:
    ranks = read.ground.pack.rank_by_grade
    rows = {pk: read.ground.grades[pk].grade for pk in ids if pk in read.ground.grades}
    shown = {pk: words.grade(ranks.get(grade)) for pk, grade in rows.items()}
    return {pk: grade.name for pk, grade in shown.items() if grade}


def _problems(scope: Scope, words: Programme, ids: list[int]) -> list[Row]:
    rows: dict[int, Problem] = {row.pk: row for row in improve.problems(scope).filter(pk__in=ids)}
    states = named.problem_states()
    return [
        Row(
            called(rows[pk].unit),
            reverse("problem", args=[pk]),
            named.said_of(words, rows[pk]),
            states[rows[pk].state][0],
        )
        for pk in ids
        if pk in rows
    ]


def _remedies(scope: Scope, words: Programme, ids: list[int]) -> list[Row]:
    rows: dict[int, Remedy] = {row.pk: row for row in improve.remedies(scope).filter(pk__in=ids)}
    states = named.remedy_states()
    return [
        Row(called(rows[pk].unit), reverse("remedy", args=[pk]), rows[pk].text, states[rows[pk].state][0])
        for pk in ids
        if pk in rows
    ]
