"""Minutes of meetings about a unit, and the opinion of the superior: written down by who stands above it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.consult.ground import By
from jishi.actions.consult.minutes import Comment, Meeting, asked, comment, keep_minutes
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.consultations import asks_for
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.consult import Minutes, Opinion
from jishi.store.models.org import Unit
from jishi.store.queries import visits as kept
from jishi.web.current import day_of as demo_day
from jishi.web.pages.consult.ground import count_of, going_on, heard_unit
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.questions import QuestionShown, question_of
from jishi.web.speech import line, said
from jishi.web.wording import day, text_of


@page("heard/in/<int:unit>", "heard-in", about="unit", form=True)
def heard(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show what was heard about a unit, or keep minutes or an opinion."""
    found = heard_unit(scope, unit)
    if request.method != "POST":
        return _shown(request, scope, found)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(request, scope, found)
    except Refusal as refusal:
        return _shown(request, scope, found, refusal)
    messages.success(request, _("Kept."), extra_tags="good")
    return HttpResponseRedirect(reverse("heard-in", args=[found.pk]))


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""))


def _minutes(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    round_, pack = going_on(scope)
    sent = request.POST
    meeting = Meeting(
        on=day_of(sent, "on") or clock.today(),
        chair=sent.get("chair", ""),
        members=count_of(sent, "members"),
        public=count_of(sent, "public"),
        heard=sent.get("heard", ""),
    )
    keep_minutes(_by(request, scope), unit, round_, pack, meeting)


def _opinion(request: HttpRequest, scope: Scope, unit: Unit) -> None:
    round_, pack = going_on(scope)
    sent = request.POST
    answers = {name.removeprefix("a-"): value for name, value in sent.items() if name.startswith("a-")}
    comment(
        _by(request, scope),
        unit,
        round_,
        pack,
        Comment(day_of(sent, "on") or clock.today(), sent.get("words", ""), answers, version_of(sent)),
    )


_ACTS: dict[str, Callable[[HttpRequest, Scope, Unit], None]] = {"minutes": _minutes, "opinion": _opinion}


def _shown(request: HttpRequest, scope: Scope, unit: Unit, refusal: Refusal | None = None) -> HttpResponse:
    round_, pack = going_on(scope)
    opinion = kept.opinions(scope, round_).filter(unit=unit).first()
    shown = {
        "unit": {"name": unit.name, "address": reverse("unit", args=[unit.pk])},
        "trail": trail(scope, unit, "unit"),
        "meetings": [
            _meeting(each, _asking(pack, unit)) for each in kept.minutes(scope, round_).filter(unit=unit)[:20]
        ],
        "opinion": _said(opinion),
        "questions": _questions(request, scope, unit, refusal),
        "sent": request.POST if refusal else {},
        "doing": request.POST.get("do", "") if refusal else "",
        "on": _today(min(demo_day(round_), clock.today())),
        "complaints": said(refusal) if refusal else [],
        "closed": _("The facts of this round are locked.") if round_.locked_at else "",
        "key": uuid4().hex,
    }
    return render(request, "consult/heard.html", shown, status=422 if refusal else 200)


def _today(on: date) -> str:
    return on.isoformat()


def _questions(request: HttpRequest, scope: Scope, unit: Unit, refusal: Refusal | None) -> list[QuestionShown]:
    round_, pack = going_on(scope)
    sheet = asked(scope, unit, round_, pack)
    if sheet is None:
        return []
    sent = request.POST if refusal and request.POST.get("do") == "opinion" else None
    wrong = {each.where: line(each) for each in refusal.complaints} if refusal else {}
    found = []
    for number, each in enumerate(sheet.questions, 1):
        # The superior's own earlier answers only: what others said must not lead the pen.
        own = replace(each, held=each.own)
        typed = sent.get(f"a-{each.question.id}", "") if sent is not None else None
        found.append(question_of(number, own, typed, wrong.get(each.question.id, "")))
    return found


def _asking(pack: Pack, unit: Unit) -> list[tuple[str, str]]:
    """Return what those who came to a meeting may be asked about it: name, address up to the meeting's number."""
    return [
        (text_of(each.names), f"{reverse('occasions', args=[each.id])}?minutes=")
        for each in pack.consultations
        if each.occasions == "many" and asks_for(each, unit.kind, unit.domain)
    ]


def _meeting(minutes: Minutes, asking: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "on": day(minutes.on),
        "chair": minutes.chair,
        "there": _("%(members)s members, %(public)s others")
        % {"members": minutes.members, "public": minutes.public},
        "heard": minutes.heard,
        "asking": [(name, f"{address}{minutes.pk}") for name, address in asking],
    }


def _said(opinion: Opinion | None) -> dict[str, object]:
    if opinion is None:
        return {"version": 0, "words": "", "on": ""}
    return {"version": opinion.version, "words": opinion.words, "on": day(opinion.on)}
