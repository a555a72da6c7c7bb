"""questionnaires/*.yaml: what is asked of whom."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.facts import Choice
from jishi.packs.schema.fields import Amount, Id, Position, Source, Texts, Written, described, position

Electorate = Literal[
    "unit", "members", "public", "representatives", "superior", "discipline", "visitor", "committee"
]
QuestionType = Literal["one", "several", "rating", "number", "text", "yes-no", "date"]


@dataclass(frozen=True)
class Question:
    """One question."""

    id: Id = described("Name of the question.")
    text: Texts = described("The question as people read it.")
    type: QuestionType = described("What kind of answer it takes.")
    fact: str | None = described("The fact that the answer becomes.", refers="facts", default=None)
    choices: tuple[Choice, ...] = described("Answers to choose from; absent = those of the fact.", default=())
    required: bool = described("True = a filled-in form must answer it; a blank one need not.", default=False)
    not_applicable: bool = described('True = "does not apply" is an answer too.', default=False)
    show_if: Written | None = described(
        'Asked only when this holds of earlier questions: {compare: [question, "=", choice]}, all, any.',
        default=None,
    )
    range: tuple[Amount, ...] | None = described(
        "For number and rating: [least, most]; absent = that of the fact, and 1 to 5 for a rating.", default=None
    )
    decimals: int = described("For number without a fact: digits after the point, 0 or 2.", default=0)
    ends: tuple[Texts, ...] = described("For rating: what its two ends are called, the lower first.", default=())
    max_length: int | None = described("For text: how many letters fit; absent = 500.", default=None)
    prefilled: bool = described("True = shown with what is already known, to be confirmed.", default=False)
    position: Position = position()


@dataclass(frozen=True)
class Questionnaire:
    """A form of questions with its purpose and its burden."""

    id: Id = described("Name of the questionnaire; the same as its file.")
    names: Texts = described("Title.")
    electorate: Electorate = described("Who answers.")
    purpose: Texts = described("What the answers are used for.")
    minutes: int = described("Minutes that it takes.")
    questions: tuple[Question, ...] = described("The questions in order.")
    source: Source | None = described("Where it is laid down.", default=None)
    every: Literal["round", "month"] = described(
        "How often it is asked: in a round, or each month on the sheet that the committee above types in.",
        default="round",
    )
    position: Position = position()
