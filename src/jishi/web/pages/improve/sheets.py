"""The thirty days after a survey: which branch has its sheet, which has not, and how long there still is."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.improve.handing import due, hand_over, watched
from jishi.actions.improve.sheet import Telling, due_on, sheet
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.improve.handing import days_left
from jishi.core.improve.ladder import climbed
from jishi.documents.pdf import pdf
from jishi.packs.improvement import ladder
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.home import current
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import branch_sheets as queries
from jishi.store.queries import counts, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.improve import words as named
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.waiting import Outcome, Waiting
from jishi.web.wording import day, page_language, until_when, whole

#: So many sheets fit into one file that a printer still takes.
PRINTED = 60
NAMED = 3


@page("branch-sheets", "branch-sheets", form=True)
def branch_sheets(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show who of the whole scope has no sheet yet, or say of those ticked that they have it."""
    tops = list(units.tops(scope)[:2])
    return _answered(request, scope, tops[0] if len(tops) == 1 else None)


@page("branch-sheets/in/<int:unit>", "branch-sheets-in", about="unit", form=True)
def branch_sheets_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show who at or below a unit has no sheet yet, or say of those ticked that they have it."""
    return _answered(request, scope, units.one(scope, unit))


@page("branch-sheets/in/<int:unit>/print.pdf", "branch-sheets-print", about="unit")
def printed(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the sheets that are to be handed over at or below a unit, one after the other, as one PDF."""
    place, round_ = units.one(scope, unit), _watched(scope)
    if round_ is None:
        raise Http404
    pack = pack_of(round_.cycle)
    wanted = list(queries.missing(due(scope, pack, place), round_)[:PRINTED])
    if not wanted:
        raise Http404
    papers = []
    for one in wanted:
        telling = Telling(page_language(), _, named=named.reads_names(scope, one))  # type: ignore[arg-type]
        papers.append(sheet(pack, round_, one, telling))
    headers = {"Content-Disposition": content_disposition_header(True, f"{place.code}.pdf")}
    return HttpResponse(pdf(*papers, fonts=current().fonts), content_type="application/pdf", headers=headers)


def _today(scope: Scope) -> date:
    round_ = current_round(scope)
    return today_of(round_) if round_ is not None else clock.today()


def _watched(scope: Scope) -> Round | None:
    return watched(scope, _today(scope))


def _answered(request: HttpRequest, scope: Scope, place: Unit | None) -> HttpResponse:
    round_ = _watched(scope)
    complaints: list[str] = []
    if request.method == "POST":
        if round_ is None:
            raise Http404
        try:
            _given(request, scope, round_)
            return HttpResponseRedirect(request.get_full_path())
        except Refusal as refusal:
            complaints = said(refusal)
    shown = _shown(request, scope, round_, place) if round_ is not None else {"round": None}
    shown |= {"complaints": complaints, "typed": request.POST, "key": uuid4().hex}
    return render(request, "improve/sheets.html", shown, status=422 if complaints else 200)


def _given(request: HttpRequest, scope: Scope, round_: Round) -> None:
    wanted = [number(each) for each in request.POST.getlist("unit")]
    found = list(units.visible(scope).filter(pk__in=wanted))
    on = day_of(request.POST, "on") or _today(scope)
    count = hand_over(By(request.user, scope, request.POST.get("key", ""), on), round_, found)
    done = ngettext("%(count)s branch has its sheet.", "%(count)s branches have their sheet.", count)
    messages.success(request, done % {"count": whole(count)}, extra_tags="good")


def _shown(request: HttpRequest, scope: Scope, round_: Round, place: Unit | None) -> dict[str, Any]:
    pack, words, today = pack_of(round_.cycle), programme(scope, round_), _today(scope)
    until = due_on(pack, round_)
    wanted = due(scope, pack, place)
    lacking = queries.missing(wanted, round_)
    pages = paged(request, lacking)
    rung = climbed(until, today, ladder(pack))
    sheets = reverse("sheet", args=["branch-sheets"])
    count, missing = counts.count(scope, wanted), counts.count(scope, lacking)
    shown = _rows(scope, round_, list(pages.rows))
    return {
        "round": round_,
        "place": called(place) if place else "",
        "trail": trail(scope, place, "branch-sheets-in") if place else [],
        "until": until_when(until, today, short=False),
        "late": days_left(until, today) < 0,
        "climbed": _("on the list of: %(level)s") % {"level": words.level(rung.level)} if rung else "",
        "due": count,
        "have": count - missing,
        "missing": missing,
        "areas": _areas(scope, wanted, round_, place),
        "rows": shown,
        "some_ready": any(row["ready"] for row in shown),
        "pages": pages,
        "may_give": scope.has("enter"),
        "printed": reverse("branch-sheets-print", args=[place.pk]) if place and pages.total else "",
        "most": PRINTED,
        "export": f"{sheets}?unit={place.pk}" if place else sheets,
        "today": today.isoformat(),
    }


def _areas(
    scope: Scope, wanted: QuerySet[Unit], round_: Round, place: Unit | None
) -> list[tuple[Unit, str, queries.Area, int]]:
    found = queries.by_area(scope, wanted, round_, units.path_of(place) if place else "")
    return [
        (each.unit, called(each.unit), each, each.due - each.missing)
        for each in found
        if each.due > 1 or place is None or not each.unit.domain
    ]


def _rows(scope: Scope, round_: Round, found: list[Unit]) -> list[dict[str, Any]]:
    open_ = queries.open_matters(round_, [unit.pk for unit in found])
    own = {holding.unit for holding in scope.holdings}
    shown = []
    for unit in found:
        matters = open_.get(unit.pk, queries.Open())
        shown.append(
            {
                "id": unit.pk,
                "name": called(unit),
                "address": reverse("improve-unit", args=[unit.pk]),
                "sheet": reverse("improve-sheet", args=[unit.pk]),
                "open": list(_open(matters)),
                "ready": not matters.undecided and unit.pk not in own,
            }
        )
    return shown


def _open(matters: queries.Open) -> Iterator[tuple[str, str]]:
    """Yield what the sheet cannot tell yet, with its tone; only what is undecided stands in the way."""
    told = (
        (matters.undecided, _("%(count)s proposed, not decided"), "poor"),
        (matters.bare, _("%(count)s without a remedy"), "plain"),
        (matters.unanswered, _("%(count)s not answered above"), "plain"),
    )
    for count, words, tone in told:
        if count:
            yield words % {"count": count}, tone


def matters(scope: Scope, round_: Round | None) -> Iterator[Waiting]:
    """Yield that sheets are to be handed over, for whoever enters for more than one branch; some queries."""
    found = _told_of(scope, round_)
    if found is None or not scope.has("enter"):
        return
    over, pack, today = found
    lacking = queries.missing(due(scope, pack), over)
    first = list(lacking[:NAMED])
    own = {holding.unit for holding in scope.holdings}
    if not first or all(unit.pk in own for unit in first):
        return
    count, until = counts.count(scope, lacking), due_on(pack, over)
    names = _(", ").join(called(unit) for unit in first)
    detail = _("%(names)s and others") % {"names": names} if count > NAMED else names
    concerns = ngettext("%(count)s unit", "%(count)s units", count) % {"count": whole(count)}
    when = until_when(until, today)
    name = _("Branches that do not have their sheet yet")
    yield Waiting(name, detail, concerns, when, until < today, reverse("branch-sheets"), _("See who"), until)


def outcomes(scope: Scope, round_: Round | None) -> Iterator[Outcome]:
    """Yield what is said about the sheet of the reader's own branch."""
    found = _told_of(scope, round_)
    own = [holding.unit for holding in scope.holdings if "enter" in holding.duties]
    if found is None or not own:
        return
    over, pack = found[:2]
    mine = list(due(scope, pack).filter(pk__in=own)[:NAMED])
    have = queries.given(over, [unit.pk for unit in mine])
    for unit in mine:
        row = have.get(unit.pk)
        words = (
            _("handed over on %(day)s") % {"day": day(row.given_on)}
            if row
            else _("comes by %(day)s") % {"day": day(due_on(pack, over))}
        )
        name = _("What we said, and what comes of it: %(unit)s") % {"unit": called(unit)}
        yield Outcome(name, reverse("improve-sheet", args=[unit.pk]), words)


def _told_of(scope: Scope, round_: Round | None) -> tuple[Round, Pack, date] | None:
    """Return the round that is watched, its pack and the day; None = nothing is to be handed over."""
    if round_ is None:
        return None
    words: Programme = programme(scope, round_)
    today = today_of(round_)
    over = watched(scope, today)
    if over is None or words.pack is None or words.pack.improvement is None:
        return None
    pack = words.pack if over.cycle_id == round_.cycle_id else pack_of(over.cycle)
    return (over, pack, today) if pack.improvement else None
