"""Questionnaires: what is asked of whom, and whether one set of answers will do.

A pack's questionnaire becomes a :class:`Questionnaire`; a page, a slip, a phone or a row of a sheet gives raw
answers, and :func:`check` returns them cleaned, or says of each what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from jishi.core.calendar import read_date
from jishi.core.consult.conditions import NOT_APPLICABLE, Answer, Condition
from jishi.core.errors import Complaint, Refusal, Sentence, refuse, sentence
from jishi.core.names import Named
from jishi.core.people.keeping import OWN_TERMS
from jishi.core.text import tidy

Kind = Literal["one", "several", "rating", "number", "text", "yes-no", "date"]
Electorate = Literal[
    "unit", "members", "public", "representatives", "superior", "discipline", "visitor", "committee"
]
#: Electorates of people who answer for themselves, without their names.
PEOPLE: frozenset[Electorate] = frozenset({"members", "public", "representatives"})
#: A text may be this long where a pack does not say.
TEXT_LENGTH = 500
#: Longer answers than this are not even read, whatever they are asked for.
LONGEST = 20_000
_SHOWN = 20
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
#: Commas between groups of three digits; one elsewhere could be meant as a point.
_IN_GROUPS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?")
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    id: str
    names: Named


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        id: its name inside the questionnaire.
        text: as people read it.
        kind: what kind of answer it takes.
        choices: for ``one`` and ``several``; ``yes-no`` has none of its own.
        required: a filled-in questionnaire must answer it (a blank slip need not).
        not_applicable: whether "does not apply" is an answer.
        show_if: asked only when this holds of the answers before; None = always.
        max_length: for ``text``: letters at most.
        least: for ``number`` and ``rating``: the smallest answer in 1/scale; None = no bound.
        most: likewise the greatest.
        scale: whole numbers in one written unit: 1, or 100 where two decimals are read.
        ends: for ``rating``: what the two ends of the scale are called.
        fact: the fact that an answer becomes; empty = none.
        prefilled: what is held already is shown to be confirmed.
    """

    id: str
    text: Named
    kind: Kind
    choices: tuple[Choice, ...] = ()
    required: bool = False
    not_applicable: bool = False
    show_if: Condition | None = None
    max_length: int = TEXT_LENGTH
    least: int | None = None
    most: int | None = None
    scale: int = 1
    ends: tuple[Named, Named] | None = None
    fact: str = ""
    prefilled: bool = False

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Return the ids that can be chosen or counted: choices, yes and no, steps of a rating; else none."""
        if self.kind == "yes-no":
            return YES_NO
        if self.kind == "rating":
            return tuple(str(step) for step in range(self.least or 0, (self.most or 0) + 1))
        return tuple(choice.id for choice in self.choices)


@dataclass(frozen=True)
class Questionnaire:
    """A form of questions with its purpose and its burden.

    Attributes:
        id: its name in the pack.
        names: its title.
        electorate: who answers.
        purpose: what the answers are used for; stands at its head.
        minutes: how long it takes; stands at its head.
        questions: in order.
        reason: where it is laid down, in words; None = the pack does not say.
        kept_months: for so many months after the close what people write is kept.
    """

    id: str
    names: Named
    electorate: Electorate
    purpose: Named
    minutes: int
    questions: tuple[Question, ...]
    reason: Named | None = None
    kept_months: int = OWN_TERMS["own-words"].months

    @property
    def may_be_blank(self) -> bool:
        """Say whether it may be handed in blank, and counts as taking part: whoever answers for oneself may."""
        return self.electorate in PEOPLE

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its questions."""
        return frozenset(each.id for each in self.questions)

    def question(self, id: str) -> Question:
        """Return a question by its id.

        Raises:
            KeyError: there is no such question.
        """
        return next((each for each in self.questions if each.id == id), None) or _missing(id)


@dataclass(frozen=True)
class Checked:
    """One set of answers, checked.

    Attributes:
        answers: question id → cleaned answer, in the order of the questions; what was left out is not there.
        faults: what is wrong; ``where`` is the id of the question, or of the questionnaire. Empty = it will do.
        blank: nothing was answered at all.
    """

    answers: Mapping[str, Answer]
    faults: tuple[Complaint, ...]
    blank: bool


@dataclass
class _Reading:
    answers: dict[str, Answer] = field(default_factory=dict)
    faults: list[Complaint] = field(default_factory=list)

    def fault(self, where: str, what: Sentence, fix: Sentence) -> None:
        self.faults.append(Complaint(where, what, fix))


def shown(asked: Questionnaire, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the ids of the questions that are asked, given cleaned answers, in order."""
    return tuple(each.id for each in asked.questions if each.show_if is None or each.show_if.holds(answers))


def only(asked: Questionnaire, ids: Collection[str]) -> Questionnaire:
    """Return a questionnaire with some of its questions; a condition on one that is left out falls away."""
    kept = [each for each in asked.questions if each.id in ids]
    free = [
        each if each.show_if is None or each.show_if.reads() <= set(ids) else replace(each, show_if=None)
        for each in kept
    ]
    return replace(asked, questions=tuple(free))


def check(asked: Questionnaire, given: Mapping[str, object]) -> Checked:
    """Check one set of answers; every fault is told at once, none is thrown.

    Args:
        asked: the questionnaire.
        given: question id → text as typed, a number, true/false, a date, or a list of choices; empty = not
            answered.

    Returns:
        The cleaned answers and the faults. An answer to a question that is not shown is a fault, so is one to a
        question that is not there. A blank set has no fault where the electorate may hand it in blank.
    """
    read = _Reading()
    for name in (name for name in given if name not in asked.ids):
        read.fault(
            asked.id,
            sentence('This form has no question "%(id)s".', id=_short(name)),
            sentence("Load the form again and answer what it asks."),
        )
    filled = {name: typed for name, typed in given.items() if name in asked.ids and not _empty(typed)}
    blank = not filled
    for question in asked.questions:
        _one(question, filled.get(question.id), read, may_lack=blank and asked.may_be_blank)
    return Checked(read.answers, tuple(read.faults), blank)


def _one(question: Question, typed: object, read: _Reading, *, may_lack: bool) -> None:
    here = question.show_if is None or question.show_if.holds(read.answers)
    if typed is None:
        if here and question.required and not may_lack:
            read.fault(question.id, sentence("This question is not answered."), _how(question))
        return
    if not here:
        read.fault(
            question.id,
            sentence("This question is not asked after the answers before it, but it was answered."),
            sentence("Leave it empty, or change the answer on which it depends."),
        )
        return
    try:
        read.answers[question.id] = _cleaned(question, typed)
    except Refusal as refusal:
        read.faults += refusal.complaints


def _cleaned(question: Question, typed: object) -> Answer:
    if question.kind in ("one", "yes-no") and isinstance(typed, str) and typed in question.options:
        return typed
    if isinstance(typed, str) and len(typed) > LONGEST:
        raise _too_long(question, len(typed))
    if typed == NOT_APPLICABLE and question.not_applicable:
        return NOT_APPLICABLE
    if question.kind == "several":
        return _several(question, typed)
    if isinstance(typed, bool) and question.kind == "yes-no":
        return "yes" if typed else "no"
    if not isinstance(typed, str | int | Decimal) or isinstance(typed, bool):
        raise _wrong_type(question)
    text = str(typed)
    match question.kind:
        case "text":
            return _text(question, text)
        case "number" | "rating":
            return _number(question, text)
        case "date":
            return read_date(text, question.id)
        case _:
            return _chosen(question, text)


def _several(question: Question, typed: object) -> tuple[str, ...]:
    listed = [typed] if isinstance(typed, str) else typed
    if not isinstance(listed, Sequence) or isinstance(listed, bytes):
        raise _wrong_type(question)
    if len(listed) > len(question.choices):
        raise refuse(
            question.id,
            sentence("There are more answers than can be chosen."),
            sentence("Choose each answer once at most."),
        )
    if any(not isinstance(one, str) for one in listed):
        raise _wrong_type(question)
    chosen = {_chosen(question, str(one)) for one in listed}
    return tuple(each for each in question.options if each in chosen)


def _chosen(question: Question, text: str) -> str:
    wanted = text.strip()
    if wanted in question.options:
        return wanted
    raise refuse(
        question.id,
        sentence('"%(value)s" is none of the answers to choose from.', value=_short(text)),
        _how(question),
    )


def _text(question: Question, typed: str) -> str:
    kept = "\n".join(tidy(line) for line in typed.splitlines()).strip()
    if len(kept) > question.max_length:
        raise _too_long(question, len(kept))
    return kept


def _number(question: Question, typed: str) -> int:
    # What is longer is no number; what comes behind must not be passed over.
    narrow = unicodedata.normalize("NFKC", typed).strip() if len(typed) <= 2 * _SHOWN else ""
    narrow = narrow.removesuffix("%").strip()
    plain = narrow.replace(",", "") if _IN_GROUPS.fullmatch(narrow) else narrow
    scaled = Decimal(plain) * question.scale if _NUMBER.fullmatch(plain) else Decimal("0.5")
    if scaled != scaled.to_integral_value():
        raise refuse(
            question.id,
            sentence('"%(value)s" is not a number that can be kept here.', value=_short(typed)),
            _how(question),
        )
    value = int(scaled)
    if (question.least is not None and value < question.least) or (
        question.most is not None and value > question.most
    ):
        raise refuse(
            question.id, sentence("%(value)s is not between the bounds.", value=_short(typed)), _how(question)
        )
    return value


def _how(question: Question) -> Sentence:
    match question.kind:
        case "number" | "rating" if question.least is not None and question.most is not None:
            return sentence(
                "Enter a number from %(least)s to %(most)s.",
                least=_written(question.least, question.scale),
                most=_written(question.most, question.scale),
            )
        case "number" | "rating" if question.scale == 1:
            return sentence("Enter a whole number.")
        case "number" | "rating":
            return sentence("Enter a number with two decimals at most.")
        case "text":
            return sentence("Write a few words.")
        case "date":
            return sentence("Enter a day, for instance 2012-03-31.")
        case "several":
            return sentence("Choose one or several of the answers offered.")
        case _:
            return sentence("Choose one of the answers offered.")


def _written(value: int, scale: int) -> str:
    return f"{Decimal(value) / scale:f}"


def _too_long(question: Question, length: int) -> Refusal:
    most = question.max_length if question.kind == "text" else LONGEST
    return refuse(
        question.id,
        sentence("The answer has %(length)s letters; %(most)s fit.", length=length, most=most),
        sentence("Shorten it to what matters most."),
    )


def _wrong_type(question: Question) -> Refusal:
    return refuse(question.id, sentence("This is no answer of the kind that is asked for."), _how(question))


def _empty(typed: object) -> bool:
    if isinstance(typed, str):
        # A million spaces are empty too, but are told as what they are: too long. What nobody sees is nothing.
        return len(typed) <= LONGEST and not (typed.strip() if typed.isprintable() else tidy(typed))
    return typed is None or (isinstance(typed, Sequence) and not isinstance(typed, bytes) and not len(typed))


def _short(typed: object) -> str:
    text = tidy(str(typed)[: 4 * _SHOWN])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _missing(id: str) -> Question:
    raise KeyError(id)
