"""The grading worksheet: every judged unit with score, band, proposal and what is worth a look, with filters."""

from dataclasses import dataclass

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.results import Results, newest, of_run
from jishi.core.access import Scope
from jishi.store.models.assess import Run
from jishi.store.queries import places, rounds, units
from jishi.web.distribution import distribution
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import GradeShown, Programme, whole_programme
from jishi.web.violations import ViolationShown, violations
from jishi.web.wording import moment, text_of, whole
from jishi.web.worksheet import Worksheet

SHOWN_FLAGS = 2


@dataclass(frozen=True)
class Flag:
    """One thing worth a look, as a tag."""

    name: str
    tone: str


@dataclass(frozen=True)
class GradingRow:
    """One unit on the worksheet."""

    name: str
    why: str
    place: str
    domain: str
    score: int | None
    band: str
    grade: GradeShown | None
    flags: tuple[Flag, ...]


@page("grading", "grading")
def grading(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the worksheet of the newest run, or of the one asked for (``?run=``)."""
    run = _run(request, scope)
    if run is None:
        return render(request, "grading.html", {"run": None, "filters": [], "query": "", "standing": ""})
    results = of_run(scope, run)
    words = whole_programme(run.round)
    sheet = Worksheet(scope, words, results, request.GET)
    rows = sheet.rows()
    pages = paged(request, rows)
    shown = {
        "run": run,
        "query": sheet.query,
        "filters": sheet.filters(),
        "found_title": ngettext("%(count)s unit", "%(count)s units", len(rows)) % {"count": whole(len(rows))},
        "distribution": distribution(words, results, rows),
        "rows": _rows(scope, words, results, pages.rows),
        "pages": pages,
        "standing": standing(words, run),
    }
    return render(request, "grading.html", shown)


def standing(words: Programme, run: Run) -> str:
    """Say which run is shown."""
    return _("Round %(round)s, run %(run)s of %(moment)s, %(pack)s") % {
        "round": run.round.number,
        "run": run.number,
        "moment": moment(run.created_at),
        "pack": text_of(words.pack.names) if words.pack else run.pack,
    }


def _run(request: HttpRequest, scope: Scope) -> Run | None:
    asked = request.GET.get("run", "")
    return rounds.runs(scope).get(pk=int(asked)) if asked.isdecimal() else newest(scope)


def _rows(scope: Scope, words: Programme, results: Results, rows: "np.ndarray") -> list[GradingRow]:
    wanted = [int(results.snapshot.tree.id[row]) for row in rows]
    found = {unit.pk: unit for unit in units.visible(scope).filter(pk__in=wanted)}
    above = places.above(scope, found.values())
    return [
        GradingRow(
            name=found[unit].name,
            why=reverse("why", args=[unit]),
            place=" › ".join(called(each) for each in above.get(unit, ())[1:]),
            domain=words.domain(found[unit].domain),
            score=results.value("score", unit),
            band=_name(words.grade(results.value("band", unit))),
            grade=words.grade(results.value("proposal", unit)),
            flags=_flags(words, results, unit),
        )
        for unit in wanted
        if unit in found
    ]


def _name(grade: GradeShown | None) -> str:
    return grade.name if grade else "—"


def _flags(words: Programme, results: Results, unit: int) -> tuple[Flag, ...]:
    assert words.pack is not None
    limits = [
        Flag(text_of(limit.names), "poor")
        for limit in words.pack.grades.limits
        if results.value(f"limit:{limit.id}", unit)
    ]
    broken = [Flag(each.name, each.tone) for each in violations(words, results, unit) if _worth(each)]
    found = [*limits, *broken]
    more = len(found) - SHOWN_FLAGS
    rest = [Flag(_("%(count)s more") % {"count": more}, "none")] if more > 0 else []
    return (*found[:SHOWN_FLAGS], *rest)


def _worth(violation: ViolationShown) -> bool:
    return violation.tone in ("poor", "plain")
