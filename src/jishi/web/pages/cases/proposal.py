"""The branch's own page: what is proposed and why, the four sides, and its word about it."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.cases.answering import Said, answer, mend
from jishi.actions.cases.ground import Docket, docket
from jishi.actions.cases.marks import limits_of
from jishi.actions.explained import explained
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.core.cases import moves_open
from jishi.core.errors import Refusal
from jishi.store.models.cases import Answer
from jishi.store.models.org import Unit
from jishi.store.queries import cases, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import TONES, by_of, grade_shown, number, paper_of, step_name, today_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.pages.why.sides import sides
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import day, days_away, text_of


@page("units/<int:unit>/proposal", "proposal", about="unit", form=True)
def proposal(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show a branch its proposal, or keep what it says."""
    one = units.one(scope, unit)
    if not may_enter(scope, one):
        raise PermissionDenied
    round_ = current_round(scope)
    found = docket(scope, round_) if round_ is not None else None
    if found is None or not found.results.judged(unit):
        if request.method == "POST":
            raise Http404
        return render(request, "cases/proposal.html", {"unit": one, "trail": trail(scope, one), "docket": None})
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _keep(request, scope, found, one)
            return HttpResponseRedirect(reverse("proposal", args=[unit]))
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {**_shown(scope, found, one), "complaints": complaints, "typed": request.POST, "key": uuid4().hex}
    return render(request, "cases/proposal.html", shown, status=422 if complaints else 200)


def _keep(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    form, by = request.POST, by_of(request, scope, found.round)
    what = Said(form.get("agrees") == "yes", form.get("text", ""), paper_of(request), bool(form.get("paper")))
    if form.get("do") == "mend":
        row = cases.grade_of(scope, found.round, unit)
        if row is None:
            raise Http404
        mend(by, found, row, number(form.get("version", "")), what)
    else:
        answer(by, found, unit, what)
    messages.success(request, _("Sent to the committee."), extra_tags="good")


def _shown(scope: Scope, found: Docket, unit: Unit) -> dict[str, object]:
    words, today = programme(scope, found.round), today_of(found.round)
    row = cases.grade_of(scope, found.round, unit)
    case = found.case(row, today)
    why = explained(scope, found.results, unit)
    kept = Answer.objects.filter(round=found.round, unit=unit).first()
    return {
        "docket": found,
        "unit": {"pk": unit.pk, "name": unit.name},
        "trail": trail(scope, unit),
        "proposal": grade_shown(found, found.proposal(unit.pk)),
        "score": found.results.value("score", unit.pk),
        "grade": grade_shown(found, row.grade) if row and row.grade else None,
        "step": step_name(found, case.step),
        "tone": TONES.get(case.step, "plain"),
        "until": _("%(day)s, %(away)s") % {"day": day(case.due), "away": days_away(case.due, today)}
        if case.due
        else "",
        "reason": row.reason if row else "",
        "meeting": _("%(day)s, minutes %(minutes)s")
        % {"day": day(row.meeting.held_on), "minutes": row.meeting.minute_number}
        if row and row.meeting
        else "",
        "limits": [text_of(each.names) for each in limits_of(found, unit.pk)],
        "sides": sides(words, why),
        "answer": kept,
        "answered_on": day(kept.on) if kept else "",
        "moves": {move.id for move in moves_open(found.procedure, case, "unit")},
        "version": row.version if row else 0,
    }
