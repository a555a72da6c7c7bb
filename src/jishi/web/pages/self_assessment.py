"""The self-assessment on one page: what is held is filled in; the secretary confirms or corrects it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.consult.known import answers, unit_form
from jishi.actions.self_assessment import Answers, Sheet, answer, may_enter, sheet
from jishi.core.access import Scope
from jishi.core.consult.questionnaire import only
from jishi.core.errors import Refusal
from jishi.documents.pdf import pdf
from jishi.documents.questionnaires import About, Filled, twin
from jishi.store.home import current
from jishi.store.queries import units
from jishi.web.current import current_round
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.programme import programme
from jishi.web.questions import question_of, unit_of
from jishi.web.speech import line
from jishi.web.wording import day, text_of


@page("units/<int:unit>/self-assessment", "self-assessment", about="unit", form=True)
def self_assessment(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the sheet, or keep its answers."""
    found = units.one(scope, unit)
    if not may_enter(scope, found):
        raise PermissionDenied
    round_ = current_round(scope)
    pack = programme(scope, round_).pack
    asked = sheet(scope, found, round_, pack) if round_ and pack else None
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, scope, asked)
    texts = {each.question.id: request.POST.get(each.question.id, "") for each in asked.questions}
    given = Answers(texts, request.POST.get("version", ""), request.POST.get("key", ""))
    try:
        count = answer(request.user, scope, asked, given)
    except Refusal as refusal:
        return _shown(request, scope, asked, texts, refusal)
    messages.success(request, _thanks(count), extra_tags="good")
    return HttpResponseRedirect(reverse("self-assessment", args=[found.pk]))


@page("units/<int:unit>/self-assessment.pdf", "self-assessment-paper", about="unit")
def paper(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the self-assessment of a unit as a paper: what is held stands beside each question."""
    found = units.one(scope, unit)
    if not may_enter(scope, found):
        raise PermissionDenied
    round_ = current_round(scope)
    pack = programme(scope, round_).pack
    asked = sheet(scope, found, round_, pack) if round_ and pack else None
    form = unit_form(pack) if asked else None
    if form is None:
        raise Http404
    wanted = {each.question.id for each in asked.questions}
    form = replace(only(form, wanted), minutes=_minutes(asked))
    about = About(f"{found.name} ({found.code})", str(round_), f"{pack.id}/{asked.form.id}", pack.version)
    filled = Filled(answers(asked.questions), {each.question.id: unit_of(each.fact) for each in asked.questions})
    content = pdf(twin(form, about, _, filled=filled), fonts=current().fonts)
    headers = {"Content-Disposition": content_disposition_header(False, f"self-assessment-{found.code}.pdf")}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _thanks(count: int) -> str:
    if not count:
        return _("Confirmed; nothing was different from before.")
    return ngettext("Saved: %(count)s answer.", "Saved: %(count)s answers.", count) % {"count": count}


def _shown(
    request: HttpRequest,
    scope: Scope,
    asked: Sheet,
    texts: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    complaints = refusal.complaints if refusal else ()
    wrong = {complaint.where: line(complaint) for complaint in complaints}
    questions = [
        question_of(number, each, (texts or {}).get(each.question.id), wrong.get(each.question.id, ""))
        for number, each in enumerate(asked.questions, 1)
    ]
    numbers = {question.id: question.number for question in questions}
    shown = {
        "unit": {"id": asked.unit.pk, "name": asked.unit.name},
        "trail": trail(scope, asked.unit),
        "deadline": _("to be confirmed by %(day)s") % {"day": day(asked.round.entry_deadline)},
        "purpose": text_of(asked.form.purpose),
        "burden": _burden(asked),
        "closed": _("The facts of this round are locked.") if asked.round.locked_at else "",
        "questions": questions,
        "complaints": [
            {
                "said": f"{numbers[each.where]}. {line(each)}" if each.where in numbers else line(each),
                "address": f"#q-{each.where}" if each.where in numbers else "",
            }
            for each in complaints
        ],
        "version": asked.seen,
        "key": uuid4().hex,
    }
    return render(request, "self_assessment.html", shown, status=422 if refusal else 200)


def _burden(asked: Sheet) -> str:
    held = sum(1 for each in asked.questions if each.held is not None)
    return ngettext(
        "%(count)s question, %(held)s of them filled in from what is held; about %(minutes)s minutes.",
        "%(count)s questions, %(held)s of them filled in from what is held; about %(minutes)s minutes.",
        len(asked.questions),
    ) % {"count": len(asked.questions), "held": held, "minutes": _minutes(asked)}


def _minutes(asked: Sheet) -> int:
    """The form's minutes are for all its questions; a unit answers only its share of them, at least one minute."""
    return max(1, asked.form.minutes * len(asked.questions) // len(asked.form.questions))
