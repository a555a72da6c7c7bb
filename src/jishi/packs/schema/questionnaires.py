"""questionnaires/*.yaml: what is asked of whom."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.facts import Choice
from jishi.packs.schema.fields import Id, Position, Source, Texts, Written, described, position

Electorate = Literal["unit", "members", "public", "superior", "discipline", "visitor", "committee"]
QuestionType = Literal["one", "several", "rating", "number", "text", "yes-no", "date"]


@dataclass(frozen=True)
class Question:
    """One question."""

    id: Id = described("Name of the question.")
    text: Texts = described("The question as people read it.")
    type: QuestionType = described("What kind of answer it takes.")
    fact: str | None = described("The fact that the answer becomes.", refers="facts", default=None)
    choices: tuple[Choice, ...] = described("Answers to choose from; absent = those of the fact.", default=())
    show_if: Written | None = described("Asked only when this holds.", default=None)
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
    position: Position = position()
