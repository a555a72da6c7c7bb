"""Questions about a unit as a form shows them: choices or a field, what is held, why an answer was not taken."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jishi.actions.explained import PERSONAL
from jishi.actions.self_assessment import Asked
from jishi.packs.amounts import to_text
from jishi.packs.schema.facts import Fact
from jishi.store.models.assess import FactValue
from jishi.web.phrases import value_of
from jishi.web.said import place_of, source_name
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


def question_of(number: int, asked: Asked, typed: str | None, wrong: str) -> QuestionShown:
    """Return one question filled in with what is held, or with what was typed when it was not taken."""
    return _shown(number, asked, _filled(asked.fact, asked.own or asked.held) if typed is None else typed, wrong)


def open_to_see(number: int, asked: Asked) -> QuestionShown:
    """Return one question with nothing filled in but what is held beside it, for a page that a phone keeps.

    What is personal stays in the house.
    """
    told = asked.held is not None and asked.held.value is not None and asked.fact.privacy < PERSONAL
    held = _held(asked.fact, replace(asked, own=None), cell=False) if told else ""
    return replace(_shown(number, asked, "", ""), held=held)


def _shown(number: int, asked: Asked, value: str, wrong: str) -> QuestionShown:
    fact = asked.fact
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
        unit=unit_of(fact),
        wrong=wrong,
    )


def unit_of(fact: Fact) -> str:
    """Return what stands behind a number of this fact: people, %, yuan."""
    if fact.type == "share":
        return "%"
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


def _held(fact: Fact, asked: Asked, *, cell: bool = True) -> str:
    """Say what is held, from whom, from which cell of which file, and of which day."""
    held = asked.held
    if held is None:
        return _("Nothing is held yet.")
    place = place_of(held) if cell and held.origin else ""
    parts = [source_name(held.source), place, day(held.on) if held.on else ""]
    said = _("Held: %(value)s (%(from)s)") % {
        "value": value_of(fact, held.value),
        "from": " · ".join(part for part in parts if part),
    }
    if asked.own is not None and asked.own.value != held.value:
        own = value_of(fact, asked.own.value)
        said = _("%(said)s. You said: %(own)s") % {"said": said, "own": own}
    return said
