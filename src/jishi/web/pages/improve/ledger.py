"""The ledger of an area: problems and remedies with filters, what is overdue by level, what stands alone, R12."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports import ledger as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.improve import watching
from jishi.actions.jobs import ask
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.improvement import ladder
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import counts, improve, privacy, units
from jishi.store.standing import standing
from jishi.web.current import current_round
from jishi.web.pages.improve import orphans
from jishi.web.pages.improve import words as named
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import Programme, programme
from jishi.web.wording import page_language
from jishi.web.worksheet import Filter, Option

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 60
FIRST = 6


@page("ledger", "ledger", form=True)
def ledger(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the ledger of the reader's whole scope; who may assess has problems proposed from here."""
    if request.method == "POST":
        round_ = current_round(scope)
        if not scope.has("assess") or round_ is None:
            raise PermissionDenied
        wanted = {"round": round_.pk, "account": request.user.pk}
        ask("problems", wanted, request.user, key=request.POST.get("key", ""))
        return HttpResponseRedirect(reverse("ledger") + "?asked=1")
    return _shown(request, scope, None)


@page("ledger/in/<int:unit>", "ledger-in", about="unit")
def ledger_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the ledger of a unit and all below it."""
    return _shown(request, scope, units.one(scope, unit))


@page("ledger.xlsx", "ledger-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the ledger as a workbook that can be filled in further and brought in again."""
    words = programme(scope)
    if words.pack is None:
        raise Unit.DoesNotExist
    place = request.GET.get("place", "")
    unit = units.one(scope, int(place)) if place.isdecimal() else None
    sheet = exported.export(scope, words.pack, Style("xlsx", page_language()), unit)
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "ledger.xlsx")
    return response


def _shown(request: HttpRequest, scope: Scope, place: Unit | None) -> HttpResponse:
    words = programme(scope)
    shown = {
        "title": called(place) if place else _("Problems and remedies"),
        "trail": trail(scope, place, "ledger-in") if place else [],
        "asked": "asked" in request.GET,
        "filters": list(_filters(request, words)),
        "reset": request.path,
        "tallies": _tallies(scope, place),
        "weak": _weak(scope, words, place),
        "export": reverse("ledger-export") + (f"?place={place.pk}" if place else ""),
        "may_propose": place is None and scope.has("assess"),
        "key": uuid4().hex,
        "alone": request.GET.get("alone", ""),
        **_listed(request, scope, words, place),
    }
    return render(request, "improve/ledger.html", shown)


def _listed(request: HttpRequest, scope: Scope, words: Programme, place: Unit | None) -> dict[str, Any]:
    if request.GET.get("alone") == orphans.REMEDIES:
        return orphans.shown(request, scope, words, place)
    if request.GET.get("late"):
        return _late(request, scope, words, place)
    return _problems(request, words, improve.problems(scope, place))


def _problems(request: HttpRequest, words: Programme, rows: QuerySet[Problem]) -> dict[str, Any]:
    state = request.GET.get("state", "open")
    rows = rows.filter(state=state) if state in named.problem_states() else rows
    for key in ("kind", "source"):
        if asked := request.GET.get(key, "").strip():
            rows = rows.filter(**{key: asked})
    if request.GET.get("alone"):
        rows = improve.alone(rows).exclude(state=Problem.State.PROPOSED)
    pages = paged(request, rows)
    return {
        "rows": [(named.problem_row(words, row), row.remedy_count) for row in pages.rows],
        "pages": pages,
        "found_title": ngettext("%(count)s problem", "%(count)s problems", pages.total) % {"count": pages.counted},
    }


def _late(request: HttpRequest, scope: Scope, words: Programme, place: Unit | None) -> dict[str, Any]:
    level = request.GET.get("late", "")
    days = watching.days_of(words.pack, level) if words.pack else 1
    rows = improve.overdue(improve.remedies(scope, place), clock.today(), days)
    pages = paged(request, rows)
    readable = set(
        Remedy.objects.filter(privacy.readable(scope), pk__in=[row.pk for row in pages.rows]).values_list(
            "pk", flat=True
        )
    )
    found = watching.late(words.pack, list(pages.rows), clock.today()) if words.pack else []
    return {
        "late_rows": [
            (
                named.remedy_row(words, each.remedy, named=scope.everything or each.remedy.pk in readable),
                each.days,
                words.level(each.rung.level) if each.rung else "",
            )
            for each in found
        ],
        "pages": pages,
        "found_title": ngettext("%(count)s remedy overdue", "%(count)s remedies overdue", pages.total)
        % {"count": pages.counted},
    }


def _filters(request: HttpRequest, words: Programme) -> Iterable[Filter]:
    steps = ladder(words.pack) if words.pack else ()
    offered = (
        ("state", _("State"), [(id, name) for id, (name, _tone) in named.problem_states().items()], "open"),
        ("kind", _("Kind"), list(named.kinds(words).items()), ""),
        ("source", _("Where it was found"), list(named.sources().items()), ""),
        (
            "late",
            _("Overdue remedies"),
            [("any", _("every"))]
            + [
                (
                    rung.level,
                    _("%(level)s: %(days)s days and more") % {"level": words.level(rung.level), "days": rung.days},
                )
                for rung in steps
            ],
            "",
        ),
    )
    for key, name, options, default in offered:
        chosen = request.GET.get(key, default)
        first = ("all", _("all")) if key == "state" else ("", _("all"))
        if key == "late":
            first = ("", _("not asked"))
        yield Filter(key, name, tuple(Option(value, said, value == chosen) for value, said in [first, *options]))


def _tallies(scope: Scope, place: Unit | None) -> list[tuple[str, int, str]]:
    states = Problem.objects.filter(improve.inside(scope, place)).values_list("state").annotate(n=Count("pk"))
    counted = dict(counts.rows(scope, states.order_by()))
    today = clock.today()
    running = improve.remedies(scope, place).filter(state__in=improve.RUNNING)
    found = [
        (_("proposed, not decided"), counted.get("proposed", 0), "?state=proposed"),
        (_("being solved"), counted.get("open", 0), "?state=open"),
        (
            _("without a remedy"),
            counts.count(scope, improve.without_remedy(scope, place)),
            f"?state=open&alone={orphans.PROBLEMS}",
        ),
        (
            _("remedies without a problem"),
            counts.count(scope, improve.without_problem(scope, place)),
            f"?alone={orphans.REMEDIES}",
        ),
        (_("remedies under way"), counts.count(scope, running), "?state=open"),
        (_("remedies overdue"), counts.count(scope, improve.overdue(running, today)), "?late=any"),
        (_("solved"), counted.get("solved", 0), "?state=solved"),
    ]
    return [(name, count, address) for name, count, address in found]


def _weak(scope: Scope, words: Programme, place: Unit | None) -> dict[str, Any]:
    round_ = current_round(scope)
    if words.pack is None or round_ is None or not words.pack.improvement:
        return {"rows": [], "count": 0}
    names = {"plan": _("plan"), "contact": _("contact leader"), "helper": _("helper")}
    on = (round_.pk, clock.today(), place.pk if place else 0)
    found, count = counts.kept(scope, "weak", on, lambda: _lacking(scope, words, round_, place))
    rows = [
        (
            called(each.unit),
            reverse("improve-unit", args=[each.unit.pk]),
            _(", ").join(names[name] for name in each.lacks),
            each.days,
        )
        for each in found
    ]
    return {
        "first": rows[:FIRST],
        "rows": rows[FIRST:],
        "count": count,
        "others": count - FIRST,
        "more": count - len(rows),
    }


def _lacking(
    scope: Scope, words: Programme, round_: Round, place: Unit | None
) -> tuple[list[watching.Lacking], int]:
    """Return the first weak units that lack something, and how many there are."""
    assert words.pack is not None
    try:
        found = watching.lacking(scope, words.pack, round_, clock.today())
    except Refusal:
        # Its files are gone: the page of runs says so; the ledger still opens.
        found = []
    if place is not None:
        tree = standing()
        found = [each for each in found if tree.is_below(each.unit.pk, place.pk)]
    return found[:SHOWN], len(found)
