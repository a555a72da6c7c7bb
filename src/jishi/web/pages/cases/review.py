"""The list that lies before a committee: filters, steps, approval of plain ones together."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.cases.ground import Docket, docket
from jishi.actions.cases.opening import open_proposals, take_newer
from jishi.actions.cases.reviewing import Seen, approve
from jishi.actions.exports.grades import export
from jishi.actions.exports.sheet import Style
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.assess import Round, Run
from jishi.store.models.cases import Meeting
from jishi.store.queries import cases, places, rounds, units
from jishi.web.current import current_round
from jishi.web.pages.cases.rows import Table
from jishi.web.pages.cases.words import TONES, by_of, grade_shown, mark_names, number, step_name
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import GradeShown, programme
from jishi.web.speech import said
from jishi.web.wording import day, moment, page_language, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEETINGS = 20


@dataclass(frozen=True)
class Row:
    """One unit on the list."""

    unit: int
    version: int
    name: str
    address: str
    place: str
    domain: str
    score: int | None
    proposal: GradeShown | None
    grade: GradeShown | None
    step: str
    tone: str
    marks: tuple[tuple[str, str], ...]
    plain: bool


@page("review", "review", form=True)
def review(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what lies before the committee, or do what the form asks."""
    round_ = current_round(scope)
    complaints: list[str] = []
    if request.method == "POST" and round_ is not None:
        try:
            return _done(request, scope, round_)
        except Refusal as refusal:
            complaints = said(refusal)
    found = docket(scope, round_) if round_ is not None else None
    shown = _closed(scope, round_) if found is None else _shown(request, scope, found)
    return render(
        request,
        "cases/review.html",
        {**shown, "complaints": complaints, "key": uuid4().hex},
        status=422 if complaints else 200,
    )


@page("review.xlsx", "review-export")
def review_export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the filtered list as a workbook."""
    round_ = current_round(scope)
    found = docket(scope, round_) if round_ is not None else None
    if found is None:
        raise Round.DoesNotExist
    table = Table(scope, programme(scope, round_), found, request.GET)
    sheet = export(found, table.ids(table.rows()).tolist(), table.today, Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "review.xlsx")
    return response


def _done(request: HttpRequest, scope: Scope, round_: Round) -> HttpResponse:
    by, form = by_of(request, scope, round_), request.POST
    back = f"{reverse('review')}?{form.get('back', '')}"
    do = form.get("do", "")
    if do in ("open", "newer"):
        run = rounds.latest_run(scope, round_)
        if run is None:
            raise Run.DoesNotExist
        found = docket(scope, round_)
        if do == "open":
            open_proposals(by, run)
        elif found is not None:
            take_newer(by, found.opening, number(form.get("version", "")), run)
        messages.success(request, _("The proposals lie open now."), extra_tags="good")
        return HttpResponseRedirect(back)
    found = docket(scope, round_)
    if found is None:
        raise Round.DoesNotExist
    meeting = cases.meetings(scope).get(pk=number(form.get("meeting", "")))
    seen = _ticked(request) if do == "approve" else _all_plain(request, scope, found, meeting)
    count = approve(by, found, meeting, seen)
    done = ngettext("%(count)s proposal approved.", "%(count)s proposals approved.", count)
    messages.success(request, done % {"count": whole(count)}, extra_tags="good")
    return HttpResponseRedirect(back)


def _ticked(request: HttpRequest) -> Seen:
    ticked = [text.partition(":") for text in request.POST.getlist("unit")]
    versions = {number(unit): number(version) for unit, _colon, version in ticked}
    if not versions:
        raise refuse("—", sentence("No unit is ticked."), sentence("Tick at least one."))
    return Seen(number(request.POST.get("run", "")), versions)


def _all_plain(request: HttpRequest, scope: Scope, found: Docket, meeting: Meeting) -> Seen:
    table = Table(scope, programme(scope, found.round), found, request.GET)
    wanted = [unit for unit in table.plain_waiting() if table.deciding[unit].pk == meeting.committee_id]
    if len(wanted) != number(request.POST.get("count", "")) or not wanted:
        raise refuse(
            "—",
            sentence("The list is not the one that you saw: it holds %(count)s plain ones now.", count=len(wanted)),
            sentence("Look at the list again, then decide."),
        )
    versions = {unit: row.version if (row := table.grades.get(unit)) else 0 for unit in wanted}
    return Seen(number(request.POST.get("run", "")), versions)


def _closed(scope: Scope, round_: Round | None) -> dict[str, object]:
    run = rounds.latest_run(scope, round_) if round_ is not None else None
    return {
        "docket": None,
        "may_open": run is not None and scope.has("assess"),
        "run": run,
        "run_said": _("run %(run)s of %(moment)s") % {"run": run.number, "moment": moment(run.created_at)}
        if run
        else "",
    }


def _shown(request: HttpRequest, scope: Scope, found: Docket) -> dict[str, object]:
    words = programme(scope, found.round)
    table = Table(scope, words, found, request.GET)
    rows = table.rows()
    pages = paged(request, rows)
    kept = {key: value for key, value in request.GET.items() if key not in ("page", "step") and value}
    query = urlencode({**kept, **({"step": request.GET["step"]} if request.GET.get("step") else {})})
    acting = table.mine is None or bool(table.mine)
    plain = table.plain_waiting() if acting else []
    mine = cases.meetings(scope).filter(held_on__gte=found.opening.opened_on)
    if table.mine is not None:
        mine = mine.filter(committee__in=table.mine)
    newest = rounds.latest_run(scope, found.round)
    return {
        "docket": found,
        "standing": _standing(found),
        "newer": newest if newest and newest.pk != found.opening.run_id and scope.has("assess") else None,
        "query": table.sheet.query,
        "filters": table.filters(),
        "counts": table.counts(urlencode(kept)),
        "found_title": ngettext("%(count)s unit", "%(count)s units", len(rows)) % {"count": whole(len(rows))},
        "rows": _rows(table, query, table.ids(pages.rows).tolist()),
        "pages": pages,
        "back": query,
        "whose": request.GET.get("whose", ""),
        "acting": acting,
        "plain": len(plain),
        "meetings": [(each.pk, _meeting(each)) for each in mine[:MEETINGS]] if acting else [],
        "run": found.opening.run_id,
        "version": found.opening.version,
    }


def _standing(found: Docket) -> str:
    return _("Proposals of run %(run)s, open since %(since)s; branches answer by %(until)s") % {
        "run": found.opening.run.number,
        "since": day(found.opening.opened_on),
        "until": day(found.opening.answer_until),
    }


def _meeting(meeting: Meeting) -> str:
    return _("%(day)s, minutes %(minutes)s, %(committee)s") % {
        "day": day(meeting.held_on),
        "minutes": meeting.minute_number,
        "committee": called(meeting.committee),
    }


def _rows(table: Table, query: str, wanted: list[int]) -> list[Row]:
    found = {unit.pk: unit for unit in units.visible(table.scope).filter(pk__in=wanted)}
    above = places.above(table.scope, found.values())
    names = mark_names()
    shown = []
    for unit in wanted:
        if unit not in found:
            continue
        row, results = table.grades.get(unit), table.docket.results
        marks, step = table.marks.all(unit, row), table.step(unit)
        shown.append(
            Row(
                unit=unit,
                version=row.version if row else 0,
                name=found[unit].name,
                address=f"{reverse('review-unit', args=[unit])}?{query}",
                place=" › ".join(called(each) for each in above.get(unit, ())[1:]),
                domain=table.sheet.words.domain(found[unit].domain),
                score=results.value("score", unit),
                proposal=grade_shown(table.docket, table.docket.proposal(unit)),
                grade=grade_shown(table.docket, row.grade) if row else None,
                step=step_name(table.docket, step),
                tone=TONES.get(step, "plain"),
                marks=tuple(names[mark] for mark in marks),
                plain=step == "review" and table.is_mine(unit) and not table.marks.of(unit, row),
            )
        )
    return shown
