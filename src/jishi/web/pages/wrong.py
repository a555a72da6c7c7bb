"""What is wrong here: every rule that is not kept, by unit and as a list, with who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports import violations as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.jobs import ask
from jishi.actions.which import which
from jishi.core.access import Scope
from jishi.store.home import current
from jishi.store.models.org import Unit
from jishi.store.models.rules import Violation
from jishi.store.queries import counts, units, violations
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import Programme, programme
from jishi.web.violations import TONES, severity_names, which_said
from jishi.web.wording import moment, page_language, text_of
from jishi.web.worksheet import Filter, Option

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLOSED = "closed"


@dataclass(frozen=True)
class Wrong:
    """One rule that one unit does not keep."""

    unit: str
    address: str
    rule: str
    message: str
    severity: str
    tone: str
    mends: str
    since: date
    closed: date | None
    again: str
    which: str


@dataclass(frozen=True)
class Kept:
    """One rule, and how many units do not keep it."""

    name: str
    count: int
    address: str
    severity: str
    tone: str
    mends: str


@page("wrong", "wrong", form=True)
def wrong(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what is wrong in the reader's whole scope; who may assess has it checked anew here."""
    if request.method == "POST":
        if not scope.has("assess"):
            raise PermissionDenied
        ask("rules", {"account": request.user.pk}, request.user, key=request.POST.get("key", ""))
        return HttpResponseRedirect(reverse("wrong") + "?asked=1")
    return _shown(request, scope, None)


@page("wrong/in/<int:unit>", "wrong-in", about="unit")
def wrong_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show what is wrong at or below a unit."""
    return _shown(request, scope, units.one(scope, unit))


@page("wrong.xlsx", "wrong-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the list, cut by the same filters, as a workbook."""
    words = programme(scope)
    place = request.GET.get("place", "")
    found = _cut(request, violations.seen(scope, units.one(scope, int(place)) if place.isdecimal() else None))
    sheet = exported.export(scope, found, words.pack, Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "rules.xlsx")
    return response


def _shown(request: HttpRequest, scope: Scope, place: Unit | None) -> HttpResponse:
    words = programme(scope)
    everything = violations.seen(scope, place)
    found = _cut(request, everything)
    pages = paged(request, found.select_related("unit"))
    at = violations.checked_at(scope)
    query = request.GET.copy()
    query.pop("page", None)
    if place is not None:
        query["place"] = str(place.pk)
    shown = {
        "title": called(place) if place else _("What is wrong here"),
        "trail": trail(scope, place, "wrong-in") if place else [],
        "standing": _standing(at),
        "asked": "asked" in request.GET,
        "filters": list(_filters(request, scope, words, everything)),
        "reset": request.path,
        "tallies": [
            _kept(request, words, tally) for tally in violations.tallies(scope, _cut_state(request, everything))
        ],
        "found_title": ngettext("%(count)s found", "%(count)s found", pages.total) % {"count": pages.counted},
        "rows": _rows(scope, words, list(pages.rows)),
        "pages": pages,
        "may_check": scope.has("assess"),
        "key": uuid4().hex,
        "export": reverse("wrong-export") + (f"?{query.urlencode()}" if query else ""),
    }
    return render(request, "wrong.html", shown)


def _standing(at: datetime | None) -> str:
    """Say when the rules were last checked and when they will be again."""
    again = _("checked again within minutes of a change, and every night at %(time)s") % {
        "time": current().night.strftime("%H:%M")
    }
    last = _("Checked %(moment)s") % {"moment": moment(at)} if at else _("Not checked yet")
    return f"{last} · {again}"


def _cut_state(request: HttpRequest, rows: QuerySet[Violation]) -> QuerySet[Violation]:
    return rows.filter(closed_on__isnull=request.GET.get("state", "") != CLOSED)


def _cut(request: HttpRequest, rows: QuerySet[Violation]) -> QuerySet[Violation]:
    rows = _cut_state(request, rows)
    for key in ("rule", "severity", "mends"):
        if asked := request.GET.get(key, "").strip():
            rows = rows.filter(**{key: asked})
    return rows.order_by("unit__code", "rule", "pk")


def _filters(request: HttpRequest, scope: Scope, words: Programme, rows: QuerySet[Violation]) -> Iterable[Filter]:
    rules = {rule.id: text_of(rule.names) for rule in (words.pack.rules if words.pack else ())}
    pairs = counts.rows(scope, rows.order_by().values_list("rule", "mends").distinct())
    present = sorted({rule for rule, _mends in pairs})
    mending = sorted({mends for _rule, mends in pairs} - {""})
    offered = (
        ("rule", _("Rule"), [(rule, f"{rule} {rules.get(rule, '')}".strip()) for rule in present]),
        ("severity", _("Severity"), list(severity_names().items())),
        ("mends", _("Who can mend it"), [(role, words.role(role)) for role in mending]),
        ("state", _("State"), [(CLOSED, _("mended"))]),
    )
    for key, name, options in offered:
        chosen = request.GET.get(key, "")
        first = ("", _("open")) if key == "state" else ("", _("all"))
        yield Filter(key, name, tuple(Option(value, said, value == chosen) for value, said in [first, *options]))


def _kept(request: HttpRequest, words: Programme, tally: violations.Tally) -> Kept:
    rule = words.pack.rule_by_id.get(tally.rule) if words.pack else None
    query = request.GET.copy()
    query.pop("page", None)
    query["rule"] = tally.rule
    return Kept(
        f"{tally.rule} {text_of(rule.names) if rule else ''}".strip(),
        tally.count,
        f"?{query.urlencode()}",
        severity_names()[tally.severity],
        TONES[tally.severity],
        words.role(tally.mends) if tally.mends else "",
    )


def _rows(scope: Scope, words: Programme, found: list[Violation]) -> list[Wrong]:
    behind = which(scope, words.pack, found)
    return [_row(words, row, which_said(behind.get(row.pk))) for row in found]


def _row(words: Programme, row: Violation, said: str) -> Wrong:
    rule = words.pack.rule_by_id.get(row.rule) if words.pack else None
    again = row.values.get("again", 0)
    return Wrong(
        unit=called(row.unit),
        address=reverse("unit", args=[row.unit_id]),
        rule=row.rule,
        message=text_of(rule.message) if rule else row.rule,
        severity=severity_names()[row.severity],
        tone=TONES[row.severity],
        mends=words.role(row.mends) if row.mends else "",
        since=row.since,
        closed=row.closed_on,
        again=ngettext("%(count)s time before", "%(count)s times before", again) % {"count": again}
        if again
        else "",
        which=said,
    )
