"""The self-assessment on one page: what is held is filled in; the secretary confirms or corrects it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.self_assessment import Answers, Asked, Sheet, answer, may_enter, sheet
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.amounts import to_text
from jishi.packs.schema.facts import Fact
from jishi.store.models.assess import FactValue
from jishi.store.queries import units
from jishi.web.current import current_round
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.phrases import value_of
from jishi.web.programme import programme
from jishi.web.said import place_of, source_name
from jishi.web.speech import line
from jishi.web.wording import day, short_hundredths, text_of

# So many short choices stand side by side on a phone.
SHORT = 2


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class QuestionShown:
    """One question with its answer so far.

    Attributes:
        held: what is on file, from whom and when.
        choices: empty = typed in.
        short: whether the choices are short enough to stand side by side.
        input: type of the input when it is typed.
        wrong: why the answer was not taken.
    """

    id: str
    number: int
    text: str
    held: str
    choices: tuple[Choice, ...]
    short: bool
    input: str
    value: str
    unit: str
    wrong: str


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
        _question(number, each, (texts or {}).get(each.question.id), wrong.get(each.question.id, ""))
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


def _question(number: int, asked: Asked, typed: str | None, wrong: str) -> QuestionShown:
    fact, known = asked.fact, asked.own or asked.held
    value = typed if typed is not None else _filled(fact, known)
    choices = tuple(_choices(fact, value))
    return QuestionShown(
        id=asked.question.id,
        number=number,
        text=text_of(asked.question.text),
        held=_held(fact, asked),
        choices=choices,
        short=len(choices) == SHORT,
        input="date" if fact.type == "date" else "text",
        value=value,
        unit="%" if fact.type == "share" else _unit(fact),
        wrong=wrong,
    )


def _unit(fact: Fact) -> str:
    return text_of(fact.unit) or {"months": _("months"), "money": _("yuan"), "area": "m²"}.get(fact.type, "")


def _filled(fact: Fact, known: FactValue | None) -> str:
    if known is None or known.value is None:
        return ""
    if fact.type in ("share", "money", "area", "score"):
        return short_hundredths(known.value).replace(",", "")
    return to_text(fact, known.value)


def _choices(fact: Fact, value: str) -> list[Choice]:
    if fact.type == "yes-no":
        return [Choice("yes", _("yes"), value == "yes"), Choice("no", _("no"), value == "no")]
    if fact.type == "level":
        return [Choice(each.id, text_of(each.names), value == each.id) for each in fact.choices]
    return []


def _held(fact: Fact, asked: Asked) -> str:
    held = asked.held
    if held is None:
        return _("Nothing is held yet.")
    parts = [source_name(held.source), place_of(held) if held.origin else "", day(held.on) if held.on else ""]
    said = _("Held: %(value)s (%(from)s)") % {
        "value": value_of(fact, held.value),
        "from": " · ".join(part for part in parts if part),
    }
    if asked.own is not None and asked.own.value != held.value:
        own = value_of(fact, asked.own.value)
        said = _("%(said)s. You said: %(own)s") % {"said": said, "own": own}
    return said
