"""Questionnaires as plain JSON: what a box, a slip's page and a host outside know of a pack."""

from collections.abc import Mapping
from typing import Any, cast

from jishi.core.consult.conditions import Compared, Condition, Joined
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.names import Named
from jishi.core.people.keeping import OWN_TERMS

Plain = dict[str, Any]


def written(asked: Questionnaire) -> Plain:
    """Return a questionnaire as plain JSON.

    The facts that answers become, and what is held already, are left out: a box has no use for them.
    """
    return {
        "id": asked.id,
        "names": dict(asked.names.texts),
        "electorate": asked.electorate,
        "purpose": dict(asked.purpose.texts),
        "minutes": asked.minutes,
        "reason": dict(asked.reason.texts) if asked.reason else None,
        "kept_months": asked.kept_months,
        "questions": [_question(each) for each in asked.questions],
    }


def read(plain: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that :func:`written` wrote.

    Raises:
        KeyError, TypeError, ValueError: it was not written so.
    """
    return Questionnaire(
        id=str(plain["id"]),
        names=Named(plain["names"]),
        electorate=plain["electorate"],
        purpose=Named(plain["purpose"]),
        minutes=int(plain["minutes"]),
        questions=tuple(_question_of(each) for each in plain["questions"]),
        reason=Named(plain["reason"]) if plain["reason"] else None,
        # A box of before does not say.
        kept_months=int(plain.get("kept_months", OWN_TERMS["own-words"].months)),
    )


def _question(each: Question) -> Plain:
    return {
        "id": each.id,
        "text": dict(each.text.texts),
        "kind": each.kind,
        "choices": [{"id": choice.id, "names": dict(choice.names.texts)} for choice in each.choices],
        "required": each.required,
        "not_applicable": each.not_applicable,
        "show_if": _condition(each.show_if) if each.show_if else None,
        "max_length": each.max_length,
        "least": each.least,
        "most": each.most,
        "scale": each.scale,
        "ends": [dict(end.texts) for end in each.ends] if each.ends else None,
    }


def _question_of(plain: Mapping[str, Any]) -> Question:
    ends = plain["ends"]
    return Question(
        id=str(plain["id"]),
        text=Named(plain["text"]),
        kind=plain["kind"],
        choices=tuple(Choice(str(choice["id"]), Named(choice["names"])) for choice in plain["choices"]),
        required=bool(plain["required"]),
        not_applicable=bool(plain["not_applicable"]),
        show_if=_condition_of(plain["show_if"]) if plain["show_if"] else None,
        max_length=int(plain["max_length"]),
        least=plain["least"],
        most=plain["most"],
        scale=int(plain["scale"]),
        ends=(Named(ends[0]), Named(ends[1])) if ends else None,
    )


def _condition(condition: Condition) -> Plain:
    if isinstance(condition, Compared):
        return {"question": condition.question, "compared": condition.compared, "value": condition.value}
    return {"how": condition.how, "parts": [_condition(part) for part in condition.parts]}


def _condition_of(plain: Mapping[str, Any]) -> Condition:
    if "question" in plain:
        return Compared(str(plain["question"]), plain["compared"], cast("str | int", plain["value"]))
    return Joined(plain["how"], tuple(_condition_of(part) for part in plain["parts"]))
