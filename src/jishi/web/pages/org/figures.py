"""Figures of the registers: what the pack wants counted, divided by domain or by the units right below."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions import register_figures
from jishi.actions.register_figures import Asked
from jishi.core.access import Scope
from jishi.packs.schema.register import RegisterFigure
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.queries import counts, units
from jishi.store.queries.register_figures import By
from jishi.web.pages.imports import SHEET
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.programme import programme
from jishi.web.wording import page_language, text_of, whole


@page("register/figures", "figures")
def figures(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the figures of the whole scope."""
    return _shown(request, _asked(scope, None))


@page("register/figures/in/<int:unit>", "figures-in", about="unit")
def figures_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the figures of a unit and of everything below it."""
    return _shown(request, _asked(scope, units.one(scope, unit)))


@page("register/figures/in/<int:unit>.xlsx", "figures-file", about="unit")
def file(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give every figure of a unit and of those right below it as a workbook."""
    sheet = register_figures.sheet(_asked(scope, units.one(scope, unit)), page_language())
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "figures.xlsx")
    return response


def _asked(scope: Scope, unit: Unit | None) -> Asked:
    pack = programme(scope).pack
    if pack is None:
        raise Http404
    return register_figures.asked_of(scope, pack, clock.today(), unit)


def _shown(request: HttpRequest, asked: Asked) -> HttpResponse:
    chosen = next((f for f in asked.figures if f.id == request.GET.get("figure")), None)
    by: By = "below" if request.GET.get("by") == "below" and asked.place else "domain"
    groups: dict[str, list[dict[str, object]]] = {}
    totals = counts.kept(asked.scope, "figures", _on(asked, ""), lambda: register_figures.totals(asked), dear=True)
    for figure, number in totals:
        groups.setdefault(figure.under, []).append(
            {
                "name": text_of(figure.names),
                "number": whole(number),
                "address": f"?{urlencode({'figure': figure.id, 'by': by})}",
                "now": figure is chosen,
            }
        )
    place = asked.place
    context = {
        "unit": {"name": place.name, "id": place.pk} if place else None,
        "trail": trail(asked.scope, place, page="figures-in") if place else [],
        "groups": [(_headings()[under], rows) for under, rows in groups.items()],
        "chosen": text_of(chosen.names) if chosen else "",
        "divisions": _divisions(chosen, by) if chosen and place else [],
        "rows": _rows(asked, chosen, by) if chosen else [],
        "file": reverse("figures-file", args=[place.pk]) if place else "",
    }
    return render(request, "org/figures.html", context)


def _on(asked: Asked, *more: str) -> tuple[object, ...]:
    """Return on what the figures depend besides the scope."""
    return (asked.place.pk if asked.place else 0, asked.on, asked.pack.digest, *more)


def _divisions(figure: RegisterFigure, by: By) -> list[tuple[str, str, bool]]:
    words = (("domain", _("By domain")), ("below", _("By unit below")))
    return [(f"?{urlencode({'figure': figure.id, 'by': key})}", name, key == by) for key, name in words]


def _rows(asked: Asked, figure: RegisterFigure, by: By) -> list[tuple[str, str, str]]:
    """Return (name, number, address) of each group; a unit leads to its own figures."""
    found = []
    words = programme(asked.scope)
    on = _on(asked, figure.id, by)
    for key, name, number in counts.kept(
        asked.scope, "figure", on, lambda: register_figures.divided(asked, figure, by), dear=True
    ):
        if by == "domain":
            found.append((words.domain(key) if key else _("no domain"), whole(number), ""))
        else:
            address = "" if asked.place and key == str(asked.place.pk) else reverse("figures-in", args=[int(key)])
            query = f"?{urlencode({'figure': figure.id, 'by': by})}" if address else ""
            found.append(
                (name if address else _("%(name)s itself") % {"name": name}, whole(number), address + query)
            )
    return found


def _headings() -> dict[str, str]:
    return {
        "units": _("Units"),
        "workplaces": _("Workplaces"),
        "members": _("Members"),
        "posts": _("Posts"),
        "helpers": _("Sent to help"),
    }
