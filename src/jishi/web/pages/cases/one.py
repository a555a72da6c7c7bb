"""One unit before the committee: four sides, marks, answer, limits; decide, and on to the next in line."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.cases.deciding import Why, reopen
from jishi.actions.cases.ground import Docket, committee_above, committee_of, docket, sits
from jishi.actions.cases.lifting import Wish, lift
from jishi.actions.cases.marks import Marks, limits_of, stopped_by
from jishi.actions.cases.reviewing import Other, Seen, approve, change_grade, give_back, keep
from jishi.actions.explained import explained
from jishi.actions.improve.gate import AT_ONCE, Gates
from jishi.core.access import Scope
from jishi.core.cases import moves_open
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Answer
from jishi.store.models.org import Unit
from jishi.store.queries import cases, privacy, units
from jishi.web.current import current_round
from jishi.web.pages.cases.rows import Table
from jishi.web.pages.cases.words import (
    TONES,
    by_of,
    cause_names,
    grade_shown,
    mark_names,
    number,
    paper_of,
    said,
    step_name,
    today_of,
)
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.pages.why.sides import sides
from jishi.web.programme import programme
from jishi.web.speech import said as told
from jishi.web.violations import violations
from jishi.web.wording import day, text_of

MEETINGS = 20


@page("review/<int:unit>", "review-unit", about="unit", form=True)
def review_unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show one unit with everything that decides, or do what the form asks."""
    one = units.one(scope, unit)
    round_ = current_round(scope)
    found = docket(scope, round_) if round_ is not None else None
    if found is None or not found.results.judged(unit):
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _DOING.get(request.POST.get("do", ""), _nothing)(request, scope, found, one)
            return HttpResponseRedirect(_next_address(request, scope, found, one))
        except Refusal as refusal:
            complaints = told(refusal)
    shown = _shown(request, scope, found, one)
    return render(
        request,
        "cases/one.html",
        {**shown, "complaints": complaints, "typed": request.POST, "key": uuid4().hex},
        status=422 if complaints else 200,
    )


def _seen(request: HttpRequest, unit: Unit) -> Seen:
    form = request.POST
    return Seen(number(form.get("run", "")), {unit.pk: number(form.get("version", ""))})


def _approve(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    meeting = cases.meetings(scope).get(pk=number(request.POST.get("meeting", "")))
    approve(by_of(request, scope, found.round), found, meeting, _seen(request, unit))
    messages.success(request, _("%(unit)s: approved.") % {"unit": unit.name}, extra_tags="good")


def _change(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    form = request.POST
    meeting = cases.meetings(scope).get(pk=number(form.get("meeting", "")))
    other = Other(form.get("grade", ""), form.get("reason", ""), paper_of(request))
    change_grade(by_of(request, scope, found.round), found, meeting, _seen(request, unit), other)
    messages.success(request, _("%(unit)s: another grade was decided.") % {"unit": unit.name}, extra_tags="good")


def _keep(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    form = request.POST
    meeting = cases.meetings(scope).get(pk=number(form.get("meeting", "")))
    by = by_of(request, scope, found.round)
    keep(by, found, meeting, _seen(request, unit), form.get("reason", ""))
    messages.success(request, _("%(unit)s keeps its grade.") % {"unit": unit.name}, extra_tags="good")


def _return(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    give_back(by_of(request, scope, found.round), found, _seen(request, unit), request.POST.get("reason", ""))
    messages.success(request, _("%(unit)s: returned.") % {"unit": unit.name}, extra_tags="good")


def _lift(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    form = request.POST
    meeting = cases.meetings(scope).get(pk=number(form.get("meeting", "")))
    wish = Wish(form.get("limit", ""), form.get("reason", ""), paper_of(request))
    lift(by_of(request, scope, found.round), found, unit, meeting, wish)
    messages.success(request, _("%(unit)s: the limit is lifted.") % {"unit": unit.name}, extra_tags="good")


def _reopen(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    form = request.POST
    row = cases.grade_of(scope, found.round, unit)
    if row is None:
        raise Grade.DoesNotExist
    why = Why(form.get("reason", ""), paper_of(request))
    reopen(by_of(request, scope, found.round), found, row, number(form.get("version", "")), why)
    messages.success(request, _("%(unit)s: opened again.") % {"unit": unit.name}, extra_tags="good")


def _nothing(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> None:
    raise Http404


_DOING: Mapping[str, Callable[[HttpRequest, Scope, Docket, Unit], None]] = {
    "approve": _approve,
    "change": _change,
    "keep": _keep,
    "return": _return,
    "lift": _lift,
    "reopen": _reopen,
}


def _line(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> tuple[int, int, int, int]:
    """Return who stands before and after in the filtered list, the unit's place in it, and how many there are."""
    table = Table(scope, programme(scope, found.round), found, request.GET)
    ids = table.ids(table.rows()).tolist()
    if unit.pk not in ids:
        return 0, ids[0] if ids else 0, 0, len(ids)
    at = ids.index(unit.pk)
    return ids[at - 1] if at else 0, ids[at + 1] if at + 1 < len(ids) else 0, at + 1, len(ids)


def _address(request: HttpRequest, unit: int) -> str:
    return f"{reverse('review-unit', args=[unit])}?{request.GET.urlencode()}" if unit else ""


def _next_address(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> str:
    """Return where the next in line is decided; the list where this was the last one."""
    _before, after, _at, _all = _line(request, scope, found, unit)
    if request.POST.get("stay") or request.POST.get("do") in ("lift", "reopen"):
        return _address(request, unit.pk)
    return _address(request, after) or f"{reverse('review')}?{request.GET.urlencode()}"


def _shown(request: HttpRequest, scope: Scope, found: Docket, unit: Unit) -> dict[str, object]:
    words, today = programme(scope, found.round), today_of(found.round)
    row = cases.grade_of(scope, found.round, unit)
    case = found.case(row, today)
    before, after, at, count = _line(request, scope, found, unit)
    committee = committee_of(found.pack, unit)
    why = explained(scope, found.results, unit)
    answer = Answer.objects.filter(round=found.round, unit=unit).first()
    names = mark_names()
    acting = sits(scope, committee)
    return {
        "unit": {"id": unit.pk, "name": unit.name, "domain": words.domain(unit.domain)},
        "trail": trail(scope, unit),
        "place": _("%(at)s of %(count)s") % {"at": at, "count": count} if at else "",
        "before": _address(request, before),
        "after": _address(request, after),
        "list": f"{reverse('review')}?{request.GET.urlencode()}",
        "score": found.results.value("score", unit.pk),
        "band": words.grade(found.results.value("band", unit.pk)),
        "proposal": grade_shown(found, found.proposal(unit.pk)),
        "grade": grade_shown(found, row.grade) if row and row.grade else None,
        "row": row,
        "step": step_name(found, case.step),
        "tone": TONES.get(case.step, "plain"),
        "until": day(case.due) if case.due else "",
        "marks": [names[mark] for mark in Marks(found, today).all(unit.pk, row)],
        "changed": [text_of(found.pack.fact_by_id[fact].names) for fact in sorted(why.changed)],
        "sides": sides(words, why),
        "limits": _limits(found, unit),
        "gate": _gate(found, unit, today),
        "stopping": [said(each) for each in stopped_by(found, unit.pk)],
        "violations": violations(words, found.results, unit.pk),
        "answer": answer,
        "answered_on": day(answer.on) if answer else "",
        "committee": committee.name,
        **_record(scope, found, row),
        "moves": {move.id for move in moves_open(found.procedure, case, "committee")} if acting else set(),
        "meetings": _meetings(scope, found, committee),
        "grades": [(str(each.id), text_of(each.names)) for each in found.pack.grades.grades],
        "run": found.opening.run_id,
        "version": row.version if row else 0,
        **_above(scope, found, committee),
    }


def _limits(found: Docket, unit: Unit) -> list[tuple[str, str, bool]]:
    """Return what holds the unit: limits of the pack, and that a unit rises no further in one round."""
    shown = [(each.id, text_of(each.names), each.lifted) for each in limits_of(found, unit.pk)]
    gates = Gates(found, [unit.pk])
    if gates.leaps(unit.pk):
        shown.append((AT_ONCE, _("It would rise more grades than one round allows"), gates.is_lifted(unit.pk)))
    return shown


def _gate(found: Docket, unit: Unit, today: date) -> dict[str, object] | None:
    """Return the grade before and what keeps the gate shut; None = the unit is not to rise."""
    gates, proposed = Gates(found, [unit.pk]), found.results.value("proposal", unit.pk)
    before = gates.before(unit.pk)
    if before is None or proposed is None or not gates.rises(unit.pk, proposed):
        return None
    missing = gates.hindrances(unit.pk, unit.name, proposed, today)
    return {
        "before": grade_shown(found, str(found.pack.grade_at(before).id)),
        "missing": [(each.what.say(_), each.fix.say(_)) for each in missing],
    }


def _meetings(scope: Scope, found: Docket, committee: Unit) -> list[tuple[int, str]]:
    """Return the meetings of a committee since the proposals lie before it: none of before can decide on them."""
    rows = cases.meetings(scope).filter(committee=committee, held_on__gte=found.opening.opened_on)[:MEETINGS]
    return [
        (each.pk, _("%(day)s, minutes %(minutes)s") % {"day": day(each.held_on), "minutes": each.minute_number})
        for each in rows
    ]


def _above(scope: Scope, found: Docket, committee: Unit) -> dict[str, object]:
    """Return what the committee one level up may do here: lift a limit, in one of its own meetings."""
    try:
        above = committee_above(found.pack, committee)
    except Refusal:
        return {"may_lift": False, "above": "", "above_meetings": []}
    return {
        "may_lift": sits(scope, above),
        "above": called(above),
        "above_meetings": _meetings(scope, found, above),
    }


def _record(scope: Scope, found: Docket, row: Grade | None) -> dict[str, object]:
    """Return what was decided, where, who left, and what it was before it was opened again."""
    if row is None:
        return {"meeting": "", "left": [], "history": []}
    names = privacy.reads(scope, row.committee)
    causes = cause_names()
    meeting = row.meeting
    return {
        "meeting": _("%(day)s, minutes %(minutes)s, %(present)s of %(entitled)s present")
        % {
            "day": day(meeting.held_on),
            "minutes": meeting.minute_number,
            "present": meeting.present,
            "entitled": meeting.entitled,
        }
        if meeting
        else "",
        "left": [
            (each.person.name if names else _("one member"), causes[each.cause]) for each in cases.recusals(row)
        ],
        "history": [
            (day(each.on), grade_shown(found, each.was), each.run.number, each.meeting.minute_number, each.reason)
            for each in cases.reopenings(row)
        ],
    }
