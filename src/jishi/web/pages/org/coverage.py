"""Coverage: who covers workplaces, who should and does not, until when, and which units nobody manages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import PERSONAL
from jishi.actions.exports import workplaces as workplaces_out
from jishi.actions.exports.sheet import Style
from jishi.actions.org.deadlines import Deadline, set_deadline
from jishi.actions.org.dividing import LISTS, groups, in_order
from jishi.actions.org.order import Order
from jishi.core.access import Scope
from jishi.core.calendar import read_date
from jishi.core.coverage import deadline, share
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.org import Axis, Unit, UnitPath, Workplace
from jishi.store.queries import bodies, counts, coverage, units
from jishi.web.charts.bar import bar
from jishi.web.org_words import mode_name
from jishi.web.pages.org.managed import lacks
from jishi.web.pages.org.managed import rows as managed
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged_of, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, days_away, page_language, percent, text_of, whole

SHOWN = 20
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class LineShown:
    """One line of the table."""

    name: str
    line: coverage.Line
    organised: str
    organised_bar: str
    worked: str
    worked_bar: str


@dataclass(frozen=True)
class Missing:
    """One workplace that should have a unit and has none."""

    name: str
    code: str
    itself: str
    members: str
    since: str
    due: str
    left: str
    tone: str
    place: str
    address: str
    responsible: str


@page("coverage", "coverage", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the coverage of the whole scope."""
    tops = list(units.tops(scope)[:2])
    return _answered(request, scope, tops[0] if len(tops) == 1 else None)


@page("coverage/in/<int:unit>", "coverage-unit", about="unit", form=True)
def listed_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the coverage at and below a unit."""
    return _answered(request, scope, units.one(scope, unit))


def _answered(request: HttpRequest, scope: Scope, unit: Unit | None) -> HttpResponse:
    complaints: list[str] = []
    if request.method == "POST" and unit is not None:
        try:
            _set(request, scope, unit)
            return HttpResponseRedirect(reverse("coverage-unit", args=[unit.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    return render(
        request, "org/coverage.html", _shown(request, scope, unit, complaints), status=422 if complaints else 200
    )


def _set(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    pack = programme(scope).pack
    assert pack is not None
    due = read_date(request.POST.get("due", ""), _("Deadline"))
    order = Order(scope, pack, clock.today(), request.user, key=request.POST.get("key", ""))
    count = set_deadline(order, unit, Deadline(due, request.POST.get("anew") == "yes"))
    told = ngettext("%(count)s workplace got the deadline.", "%(count)s workplaces got the deadline.", count)
    messages.success(request, told % {"count": whole(count)}, extra_tags="good")


def _shown(request: HttpRequest, scope: Scope, unit: Unit | None, complaints: list[str]) -> dict[str, object]:
    today, words = clock.today(), programme(scope)
    by = request.GET.get("by", "domain")
    by = by if by in coverage.DIVISIONS else "domain"
    least = words.least_full_members
    lacking = coverage.lacking(scope, today, unit, least)
    pages = paged_of(request, scope, lacking)

    def table(by: str) -> list[coverage.Line]:
        on = (today, by, unit.pk if unit else 0, least)
        return counts.kept(scope, "coverage", on, lambda: coverage.table(scope, today, by, unit, least), dear=True)

    whole_ = table("")
    return {
        "unit": {"name": unit.name, "id": unit.pk} if unit else None,
        "trail": trail(scope, unit, page="coverage-unit") if unit else [],
        "total": _line(_("All together"), whole_[0]) if whole_ else None,
        "lines": [_line(key_name(words, by, line.key), line) for line in in_order(words.pack, by, table(by))],
        "by": by,
        "divisions": list(divisions().items()),
        "missing": list(_missing(scope, pages.rows, today)),
        "pages": pages,
        "formed": _formed(scope, today, unit),
        "lists": reverse("workplaces-in", args=[unit.pk]) if unit else reverse("workplaces"),
        "managed": list(_managed(scope, words, unit)),
        "may_set": unit is not None and scope.may("import", Axis.MANAGEMENT, units.path_of(unit)),
        "due": request.POST.get("due", ""),
        "key": uuid4().hex,
        "complaints": complaints,
        "table": reverse("sheet", args=["coverage"]) + (f"?unit={unit.pk}" if unit else ""),
        "file": reverse("workplaces-file") + (f"?unit={unit.pk}" if unit else ""),
    }


def divisions() -> dict[str, str]:
    """Return by what the table may be divided, and what that is called."""
    return {
        "domain": _("Domain"),
        "size_class": _("Size"),
        "ownership": _("Ownership"),
        "kind": _("Kind of workplace"),
        "area": _("Kind of area"),
        "area-type": _("Area with special support"),
        "tier": _("Tier of the city"),
    }


def divided(words: Programme, by: str) -> list[tuple[str, str]]:
    """Return the groups that the pack knows for a division, and what they are called."""
    return [(key, text_of(names)) for key, names in groups(words.pack, by).items()] if words.pack else []


def _line(name: str, line: coverage.Line) -> LineShown:
    organised, worked = share(line.organised, line.total), share(line.worked, line.total)
    return LineShown(
        name,
        line,
        percent(organised),
        bar(organised, None, percent(organised)),
        percent(worked),
        bar(worked, None, percent(worked)),
    )


def key_name(words: Programme, by: str, key: str) -> str:
    """Return what a group of workplaces is called."""
    if not key:
        return _("not known")
    if by == "domain":
        return words.domain(key)
    return words.word(LISTS[by], key) if by in LISTS else key


def _missing(scope: Scope, rows: Iterable[Workplace], today: date) -> Iterable[Missing]:
    places = {place.place_id for place in rows if place.place_id}
    who, named = coverage.responsible(places, today), _named(scope, places)
    for place in rows:
        state = deadline(place.formation_due, today)
        answers = who.get(place.place_id)
        yield Missing(
            name=place.name,
            code=place.code,
            itself=reverse("workplace", args=[place.pk]),
            members=whole(place.full_members),
            since=day(place.since) if place.since else "",
            due=day(place.formation_due) if place.formation_due else "",
            left=days_away(place.formation_due, today) if place.formation_due else _("no deadline"),
            tone={"overdue": "poor", "running": "fair", "none": "plain"}[state],
            place=called(place.place) if place.place else "",
            address=reverse("unit", args=[place.place_id]) if place.place else "",
            responsible=(answers.person if answers else _("vacant")) if place.place_id in named else "",
        )


def _named(scope: Scope, places: set[int]) -> set[int]:
    """Return the units at which the reader may read names."""
    found = UnitPath.objects.filter(unit__in=places).values_list("unit_id", "axis", "path")
    return {unit for unit, axis, path in found if scope.reads(axis, path) >= PERSONAL}


def _formed(scope: Scope, today: date, unit: Unit | None) -> list[tuple[str, str]]:
    """Return how many units were founded this year, by the way they were set up."""
    since = today.replace(month=1, day=1)
    on = (today, unit.pk if unit else 0)
    found = counts.kept(scope, "formed", on, lambda: coverage.formed(scope, since, today, unit))
    return [(mode_name(mode), whole(found[mode])) for mode in ("alone", "area", "industry") if mode in found]


def _managed(scope: Scope, words: Programme, unit: Unit | None) -> Iterable[dict[str, object]]:
    """Yield the units without exactly one managing body; the lists are of the whole scope."""
    if words.pack is None:
        return
    tops = words.pack.vocabulary.tops
    for lack, name in lacks().items():
        found = bodies.units_with(lack, scope, clock.today(), tops)
        count = counts.count(scope, found)
        yield {
            "name": name,
            "count": whole(count),
            "units": list(managed(counts.rows(scope, found[:SHOWN]))) if count else [],
            "more": whole(count - SHOWN) if count > SHOWN else "",
            "all": reverse("coverage-managed", args=[lack]),
        }


@page("coverage/workplaces", "workplaces-file")
def file(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give workplaces as the sheet that comes in again: of the scope or below ``?unit=``, one ``?list=``."""
    asked = request.GET.get("unit", "")
    unit = units.one(scope, int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    pack = programme(scope).pack
    if pack is None:
        raise Unit.DoesNotExist
    which = next((each for each in coverage.CUTS if each == request.GET.get("list")), "all")
    only = None
    if which != "all":
        found = coverage.cut(scope, clock.today(), which, unit, pack.vocabulary.least_full_members)
        only = frozenset(found.order_by().values_list("code", flat=True))
    style = Style("xlsx", page_language())
    content = workplaces_out.export(scope, pack.vocabulary, style, unit, only).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "workplaces.xlsx")
    return response


def step_here(scope: Scope, unit: Unit, name: str) -> list[Step]:
    """Return the trail of a page about a unit: the unit, then the page itself."""
    return [*trail(scope, unit), Step(name)]
