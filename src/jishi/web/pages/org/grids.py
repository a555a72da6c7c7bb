"""The grids of a village or community: counts, who serves them, requests as counts; no household (D114)."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.org import grids as acts
from jishi.actions.org.grids import Counted
from jishi.actions.people.finding import Named
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.grids import GridRequests, GridServer
from jishi.store.models.org import Grid, Unit
from jishi.store.queries import privacy, units
from jishi.web.pages.org.coverage import step_here
from jishi.web.pages.people.asked import by_of, day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.speech import said
from jishi.web.wording import percent, whole

_COUNTS = ("received", "in_time", "late", "overdue")
MONTHS = 12


@page("units/<int:unit>/grids", "unit-grids", about="unit", form=True)
def shown(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the grids; who keeps the unit's records enters teams and requests here."""
    found = units.one(scope, unit)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            messages.success(request, _("Saved."), extra_tags="good")
            return HttpResponseRedirect(reverse("unit-grids", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    today, reads = clock.today(), privacy.reads(scope, found)
    servers = _servers(found, today) if reads else {}
    counted = _requests(found, today)
    held = Grid.objects.filter(in_force(today), unit=found).order_by("from_on", "pk")
    context = {
        "unit": {"name": found.name, "id": found.pk},
        "trail": step_here(scope, found, _("Grids")),
        "grids": [_grid(grid, servers.get(grid.name, []), counted.get(grid.name, [])) for grid in held],
        "reads": reads,
        "may": privacy.may(scope, found),
        "month": today.replace(day=1).isoformat(),
        "sheet": reverse("sheet", args=["grids"]) + f"?unit={found.pk}",
        "team_sheet": reverse("sheet", args=["grid-teams"]),
        "requests_sheet": reverse("sheet", args=["grid-requests"]) + f"?unit={found.pk}",
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "org/grids.html", context, status=422 if complaints else 200)


def _servers(unit: Unit, today: date) -> dict[str, list[GridServer]]:
    rows: dict[str, list[GridServer]] = {}
    found = GridServer.objects.filter(in_force(today), unit=unit).select_related("person")
    for each in found.order_by("from_on", "pk"):
        rows.setdefault(each.grid, []).append(each)
    return rows


def _requests(unit: Unit, today: date) -> dict[str, list[GridRequests]]:
    rows: dict[str, list[GridRequests]] = {}
    found = GridRequests.objects.filter(unit=unit, month__gt=today.replace(year=today.year - 1))
    for each in found.order_by("-month"):
        rows.setdefault(each.grid, []).append(each)
    return rows


def _grid(grid: Grid, team: list[GridServer], months: list[GridRequests]) -> dict[str, object]:
    received, in_time = sum(each.received for each in months), sum(each.in_time for each in months)
    return {
        "number": grid.pk,
        "name": grid.name,
        "households": whole(grid.households),
        "residents": whole(grid.residents),
        "words": grid.team,
        "team": [
            {"number": each.pk, "version": each.version, "name": each.person.name, "role": each.role}
            for each in team
        ],
        "year": [
            (_("Received"), whole(received)),
            (
                _("Settled in time"),
                f"{whole(in_time)} · {percent(in_time * 10000 // received if received else None)}",
            ),
            (_("Settled late"), whole(sum(each.late for each in months))),
            (_("Open and overdue"), whole(sum(each.overdue for each in months))),
        ]
        if months
        else [],
        "months": [
            (f"{each.month:%Y-%m}", *(whole(getattr(each, name)) for name in _COUNTS)) for each in months[:MONTHS]
        ],
    }


def _name(request: HttpRequest, unit: Unit) -> str:
    number = request.POST.get("grid", "")
    found = Grid.objects.filter(unit=unit, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
    return found.values_list("name", flat=True).first() or ""


def _join(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    form = request.POST
    named = Named(unit.pk, form.get("name", "").strip(), day_of(form, "born"), phone=form.get("phone", ""))
    acts.join(by_of(request, scope), unit, _name(request, unit), named, form.get("role", ""))


def _leave(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    number = request.POST.get("server", "")
    row = GridServer.objects.select_related("unit").get(
        pk=int(number) if number.isdecimal() and len(number) < 18 else 0, unit=unit
    )
    acts.leave(by_of(request, scope), row, version_of(request.POST))


def _count(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    form, month = request.POST, day_of(request.POST, "month")
    if month is None:
        raise refuse(unit.name, sentence("The month is missing."), sentence("Write it, for example 201203."))
    texts = [form.get(name, "").strip() for name in _COUNTS]
    numbers = (int(text) if text.isdecimal() and len(text) < 7 else 0 for text in texts)
    acts.count(by_of(request, scope), unit, _name(request, unit), month, Counted(*numbers))


def _nothing(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    raise Unit.DoesNotExist


_ACTS: dict[str, Callable[[HttpRequest, Scope, Unit], None]] = {"join": _join, "leave": _leave, "count": _count}
