"""The overview: how the grades below a unit are distributed, by place and by domain, beside published shares."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from jishi.actions.improve.moving import compared
from jishi.actions.results import Results, latest, of_run
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.schema.reports import Figure
from jishi.store.models.assess import Run
from jishi.store.models.org import Unit
from jishi.store.queries import rounds, units
from jishi.web.charts.line import line
from jishi.web.charts.shares import stacked
from jishi.web.distribution import distribution, parts_of, references, row_parts
from jishi.web.pages.grading import standing
from jishi.web.pages.improve.movement import panel
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.programme import GradeShown, Programme, programme
from jishi.web.wording import hundredths, percent, text_of, whole

Rows = NDArray[np.int64]
# Sums of shares and points serve to compute averages; alone they tell nobody anything.
COUNTED = ("count", "money", "area")


@dataclass(frozen=True)
class Row:
    """One place or one domain."""

    name: str
    address: str
    units: int
    graded: int
    median: int | None
    chart: SafeString
    said: str
    grade: GradeShown | None = None


@page("overview", "overview")
def top(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the overview of the first unit of the reader's scope."""
    first = units.tops(scope).first()
    if first is None:
        return render(request, "overview.html", {"unit": {"name": _("Overview")}, "run": None})
    return _shown(request, scope, first)


@page("overview/<int:unit>", "overview-unit", about="unit")
def of_unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the overview of a unit."""
    return _shown(request, scope, units.one(scope, unit))


def _shown(request: HttpRequest, scope: Scope, unit: Unit) -> HttpResponse:
    results = latest(scope)
    shown: dict[str, object] = {
        "unit": {"name": unit.name, "id": unit.pk},
        "trail": trail(scope, unit, "overview-unit")[:-1],
        "run": None,
    }
    if results is not None and unit.pk in results.row_of:
        words = programme(scope, results.run.round)
        rows = results.below(unit.pk)
        shown |= {
            "run": results.run,
            "standing": standing(words, results.run),
            "distribution": distribution(words, results, rows),
            "references": references(words, results, rows),
            "places_title": _("By place"),
            "places": list(_places(scope, words, results, unit)),
            "domains": list(_domains(words, results, unit)),
            "figures": (figures := list(_figures(words, results, unit))),
            "figures_title": ngettext("%(count)s figure", "%(count)s figures", len(figures))
            % {"count": whole(len(figures))},
            "moved": _moved(scope, unit),
            "rounds": _rounds(scope, words, unit),
        }
    return render(request, "overview.html", shown)


def _moved(scope: Scope, unit: Unit) -> dict[str, object] | None:
    """Return what became of the units at and below a unit since the round before; None = there was none."""
    try:
        moved = compared(scope, unit)
    except Refusal:
        # Files of an earlier run are gone; the page of runs says so, and the overview still opens.
        return None
    return panel(scope, moved) | {"address": reverse("movement-in", args=[unit.pk])} if moved else None


def _row(words: Programme, results: Results, name: str, rows: Rows, address: str = "") -> Row:
    parts = parts_of(words, results, rows)
    graded = int(results.column("proposal").valid[rows].sum())
    said = row_parts(parts)
    if len(rows) == 1:
        # One unit is no distribution: its grade says it.
        grade = words.grade(results.at("proposal", int(rows[0])))
        return Row(name, address, 1, graded, results.median("score", rows), SafeString(""), "", grade)
    return Row(name, address, len(rows), graded, results.median("score", rows), stacked(parts, said), said)


def _places(scope: Scope, words: Programme, results: Results, unit: Unit) -> Iterable[Row]:
    for child in units.children(scope, unit):
        rows = results.below(child.pk) if child.pk in results.row_of else np.empty(0, dtype=np.int64)
        if not len(rows):
            continue
        row = results.row_of[child.pk]
        leaf = int(results.snapshot.tree.end[row]) == row + 1
        address = reverse("why" if leaf else "overview-unit", args=[child.pk])
        yield _row(words, results, called(child), rows, address)


def _domains(words: Programme, results: Results, unit: Unit) -> Iterable[Row]:
    snapshot, rows = results.snapshot, results.below(unit.pk)
    for number, domain in enumerate(snapshot.domains):
        inside = rows[snapshot.domain[rows] == number]
        if len(inside):
            yield _row(
                words,
                results,
                words.domain(domain),
                inside,
                f"{reverse('grading')}?domain={domain}&place={unit.pk}",
            )


def _figures(words: Programme, results: Results, unit: Unit) -> Iterable[dict[str, str]]:
    row = results.row_of[unit.pk]
    for figure in words.pack.figures if words.pack else ():
        table = results.result.figures.get(figure.id)
        if table is None or (figure.how == "sum" and figure.unit not in COUNTED):
            continue
        by_domain = [value for value in table.at(row) or () if value is not None]
        if by_domain:
            together = {"min": min, "max": max}.get(figure.how, sum)
            yield {"name": text_of(figure.names), "value": _printed(figure, together(by_domain))}


def _printed(figure: Figure, value: int) -> str:
    if figure.unit == "share":
        return percent(value)
    if figure.unit in ("score", "money", "area"):
        return hundredths(value)
    return whole(value)


def _rounds(scope: Scope, words: Programme, unit: Unit) -> dict[str, object] | None:
    """Draw the share of the best grade from round to round; None before there are two."""
    found = []
    for round_ in reversed(list(rounds.rounds(scope)[:6])):
        run: Run | None = rounds.latest_run(scope, round_)
        results = of_run(scope, run) if run else None
        if results is None or unit.pk not in results.row_of:
            continue
        rows = results.below(unit.pk)
        *counted, _ungraded = results.counts(rows, len(words.grades))
        if sum(counted):
            share = counted[0] * 10000 // sum(counted)
            found.append((_("Round %(number)s") % {"number": round_.number}, share, percent(share)))
    if len(found) < 2:
        return None
    best = words.grades[0].name
    note = _("Share of “%(grade)s” among the graded units.") % {"grade": best}
    return {
        "chart": line(found, f"{note} " + " · ".join(f"{name} {said}" for name, _v, said in found)),
        "note": note,
    }
