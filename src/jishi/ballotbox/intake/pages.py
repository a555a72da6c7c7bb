"""The pages behind a slip, in three languages; every text from outside is escaped."""

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import jishi
from jishi.ballotbox.outcome import SAID, Outcome, What
from jishi.core.consult import words
from jishi.core.consult.conditions import NOT_APPLICABLE, Compared, Condition
from jishi.core.consult.questionnaire import Question, Questionnaire
from jishi.core.errors import Complaint, Sentence, sentence, together
from jishi.core.names import Named

LANGUAGES = (("zh-Hans", "简体"), ("zh-Hant", "繁體"), ("en", "English"))
_TAGS = frozenset(tag for tag, _ in LANGUAGES)
STYLE = (Path(__file__).parent / "static" / "slip.css").read_bytes()
#: Stands for the code in a form that is made once for all codes.
_PLACE = "CODECODECODE"
_LOCALE = Path(jishi.__path__[0]) / "web" / "locale"
_COMPARED = {
    "=": sentence("Only if your answer to question %(number)s is %(value)s."),
    "!=": sentence("Only if your answer to question %(number)s is not %(value)s."),
    "<": sentence("Only if your answer to question %(number)s is below %(value)s."),
    "<=": sentence("Only if your answer to question %(number)s is %(value)s at most."),
    ">": sentence("Only if your answer to question %(number)s is above %(value)s."),
    ">=": sentence("Only if your answer to question %(number)s is %(value)s at least."),
}
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

Translate = Callable[[str], str]


@cache
def translator(language: str) -> Translate:
    """Return the gettext function of a language tag."""
    return gettext.translation("django", _LOCALE, [language.replace("-", "_")], fallback=True).gettext


def language_of(asked: str, accepted: str) -> str:
    """Return the language of a page: the one asked for, else the first that the browser reads, else Simplified."""
    if asked in _TAGS:
        return asked
    for part in accepted[:200].lower().split(","):
        said = part.partition(";")[0].strip()
        if said.startswith("zh"):
            return "zh-Hant" if any(mark in said for mark in ("hant", "tw", "hk", "mo")) else "zh-Hans"
        if said.startswith("en"):
            return "en"
    return "zh-Hans"


@dataclass(frozen=True)
class _Option:
    value: str
    label: str
    chosen: bool


@cache
def told(what: What, language: str) -> bytes:
    """Return the page that says what became of an answer."""
    say = translator(language)
    head, fix = SAID[what]
    look = "good" if what == "counted" else "bad"
    return _page("told.html", language, "/s/", what=head.say(say), fix=fix.say(say), look=look)


def enter(language: str, what: What | None = None, code: str = "") -> bytes:
    """Return the page that asks for a code; ``what``: why the code before it would not do."""
    say = translator(language)
    head, fix = SAID[what] if what else (None, None)
    texts = {"what": head.say(say) if head else "", "fix": fix.say(say) if fix else "", "look": "bad"}
    return _page("enter.html", language, "/s/", code=code[:60], **texts)


class Forms:
    """The forms of one box; each empty one is made once for a language."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], bytes] = {}

    def empty(self, asked: Questionnaire, language: str, code: str) -> bytes:
        """Return the form to be filled in, for a code that was read (letters, digits and hyphens only)."""
        key = (asked.id, language)
        if key not in self._made:
            self._made[key] = form(asked, language, _PLACE)
        return self._made[key].replace(_PLACE.encode(), code.encode())


def form(
    asked: Questionnaire,
    language: str,
    code: str,
    given: Mapping[str, object] | None = None,
    outcome: Outcome | None = None,
) -> bytes:
    """Return a form, with what was typed and what is wrong with it."""
    say = translator(language)
    faults = {fault.where: fault for fault in outcome.faults} if outcome else {}
    ids = {each.id for each in asked.questions}
    head, fix = SAID[outcome.what] if outcome else (None, None)
    questions = [_question(asked, each, say, given or {}, faults) for each in asked.questions]
    return _page(
        "form.html",
        language,
        f"/s/{quote(code)}",
        code=code,
        title=asked.names.say(say),
        purpose=asked.purpose.say(say),
        hints=together(say, *_hints(asked)),
        questions=questions,
        what=head.say(say) if head else "",
        fix=fix.say(say) if fix else "",
        faults=[fault.say(say) for where, fault in faults.items() if where not in ids],
    )


def _hints(asked: Questionnaire) -> list[Sentence]:
    hints = [sentence("It takes about %(minutes)s min.", minutes=asked.minutes)]
    if asked.may_be_blank and not any(each.required for each in asked.questions):
        hints.append(sentence("A question may be left empty, and so may all of them."))
    return hints


def _page(template: str, language: str, here: str, **values: object) -> bytes:
    values |= {"language": language, "languages": LANGUAGES, "here": here, "_": translator(language)}
    return _environment.get_template(template).render(values).encode()


def _question(
    asked: Questionnaire,
    question: Question,
    say: Translate,
    given: Mapping[str, object],
    faults: Mapping[str, Complaint],
) -> dict[str, Any]:
    typed = given.get(question.id)
    values = [typed] if isinstance(typed, str) else list(typed) if isinstance(typed, Sequence) else []
    fault = faults.get(question.id)
    return {
        "number": _number(asked, question.id),
        "name": f"q.{question.id}",
        "text": question.text.say(say),
        "kind": question.kind,
        "options": list(_options(question, say, values)),
        "value": next((value for value in values if value != NOT_APPLICABLE), ""),
        "skipped": NOT_APPLICABLE in values,
        "not_applicable": question.not_applicable,
        "max_length": question.max_length,
        "notes": [note.say(say) for note in _notes(asked, question, say)],
        "fault": together(say, fault.what, fault.fix) if fault else "",
    }


def _options(question: Question, say: Translate, values: Sequence[object]) -> list[_Option]:
    if not question.options:
        return []
    labels: dict[str, str] = {choice.id: choice.names.say(say) for choice in question.choices}
    if question.kind == "yes-no":
        labels = {"yes": sentence("Yes").say(say), "no": sentence("No").say(say)}
    if question.not_applicable:
        labels |= {NOT_APPLICABLE: sentence("Does not apply").say(say)}
    tags = question.options + ((NOT_APPLICABLE,) if question.not_applicable else ())
    return [_Option(tag, labels.get(tag, tag), tag in values) for tag in tags]


def _notes(asked: Questionnaire, question: Question, say: Translate) -> list[Sentence]:
    found = [] if question.show_if is None else _conditions(asked, question.show_if)
    found += words.told(asked, question)
    if question.kind == "several":
        found.append(sentence("You may choose several."))
    if question.ends:
        least, most = question.ends
        found.append(
            sentence(
                "%(least)s: %(worst)s; %(most)s: %(best)s.",
                least=question.least,
                worst=least,
                most=question.most,
                best=most,
            )
        )
    return found


def _conditions(asked: Questionnaire, condition: Condition) -> list[Sentence]:
    if isinstance(condition, Compared):
        told = _COMPARED[condition.compared]
        value = _value(asked, condition)
        return [sentence(told.text, number=_number(asked, condition.question), value=value)]
    parts = [each for part in condition.parts for each in _conditions(asked, part)]
    if condition.how == "any" and len(parts) > 1:
        return [sentence("If at least one of these is so:"), *parts]
    return parts


def _value(asked: Questionnaire, condition: Compared) -> object:
    question = asked.question(condition.question)
    if isinstance(condition.value, int):
        return f"{condition.value / question.scale:g}"
    names = {choice.id: choice.names for choice in question.choices}
    if condition.value in names:
        return Named({tag: f"“{text}”" for tag, text in names[condition.value].texts.items()})
    return {"yes": sentence("“Yes”"), "no": sentence("“No”")}.get(condition.value, condition.value)


def _number(asked: Questionnaire, id: str) -> int:
    return next(number for number, each in enumerate(asked.questions, 1) if each.id == id)
