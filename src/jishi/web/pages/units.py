"""My subtree: browse it from the top, or search it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext

from jishi.actions.exports import units as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.results import latest
from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.queries import places, units
from jishi.store.queries.privacy import PERSONAL
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import GradeShown, programme
from jishi.web.wording import page_language, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class UnitRow:
    """One unit in a list.

    Attributes:
        below: how many units stand below it.
        inside: address of the list of what stands below it.
        graded: whether units of its kind are graded at all.
    """

    name: str
    address: str
    place: str
    kind: str
    domain: str
    below: int
    inside: str
    graded: bool
    grade: GradeShown | None


@page("units", "units")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the top of the scope, or what a search finds (``?q=``)."""
    tops = list(units.tops(scope)[:2])
    return _shown(request, scope, tops[0] if len(tops) == 1 else None)


@page("units/in/<int:unit>", "units-in", about="unit")
def listed_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show what stands right below a unit."""
    return _shown(request, scope, units.one(scope, unit))


def _shown(request: HttpRequest, scope: Scope, above: Unit | None) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = units.search(scope, query) if query else _below(scope, above)
    pages = paged(request, found)
    shown = {
        "query": query,
        "above": above,
        "trail": trail(scope, above, page="units-in") if above and not query else [],
        "found_title": ngettext("%(count)s unit found", "%(count)s units found", pages.total)
        % {"count": pages.counted},
        "units": rows(scope, list(pages.rows), with_place=bool(query)),
        "pages": pages,
        "standing": standing(scope),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "units/found.html" if part else "units.html", shown)


def _below(scope: Scope, above: Unit | None) -> QuerySet[Unit]:
    return units.children(scope, above) if above else units.tops(scope)


def standing(scope: Scope) -> str:
    """Say how many units the reader sees."""
    count = units.count(scope)
    return ngettext("%(count)s unit in your charge", "%(count)s units in your charge", count) % {
        "count": whole(count)
    }


def rows(scope: Scope, found: Sequence[Unit], *, with_place: bool = False) -> list[UnitRow]:
    """Return units as rows of a list, with the grade that the newest run proposes."""
    words, results = programme(scope), latest(scope)
    below = places.counts_below(found)
    above = places.above(scope, found) if with_place else {}
    return [
        UnitRow(
            name=unit.name,
            address=reverse("unit", args=[unit.pk]),
            place=" › ".join(called(each) for each in above.get(unit.pk, ())),
            kind=words.kind(unit.kind),
            domain=words.domain(unit.domain),
            below=below.get(unit.pk, 0),
            inside=reverse("units-in", args=[unit.pk]),
            graded=results is not None and results.judged(unit.pk),
            grade=words.grade(results.value("proposal", unit.pk)) if results else None,
        )
        for unit in found
    ]


@page("units.xlsx", "units-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the register as the workbook that it is brought in from; with secretaries for who reads names."""
    pack = programme(scope).pack
    if pack is None:
        raise Unit.DoesNotExist
    names = scope.everything or all(holding.field_class >= PERSONAL for holding in scope.holdings)
    sheet = exported.export(scope, pack.vocabulary, Style("xlsx", page_language()), names=names)
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "units.xlsx")
    return response
