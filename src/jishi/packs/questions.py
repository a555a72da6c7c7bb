"""The questionnaires of a pack as the core checks them."""

from decimal import Decimal

from jishi.core.consult.conditions import NOT_APPLICABLE, Compared, Comparison, Condition, Joined
from jishi.core.consult.questionnaire import TEXT_LENGTH, Choice, Question, Questionnaire
from jishi.core.errors import sentence
from jishi.core.names import Named
from jishi.core.people.keeping import OWN_TERMS
from jishi.packs.amounts import bounds
from jishi.packs.build import Builder
from jishi.packs.marked import Marked, Scalar, Sequence, Table
from jishi.packs.pack import Pack
from jishi.packs.schema import questionnaires as written
from jishi.packs.schema.expressions import COMPARISONS
from jishi.packs.schema.facts import Fact
from jishi.packs.schema.fields import LANGUAGES, Source, Texts

#: The steps of a rating for which a pack gives no range.
RATING = (1, 5)
_ORDERED = ("number", "rating")


def questionnaire(pack: Pack, id: str) -> Questionnaire:
    """Return a questionnaire of a pack with the choices and bounds of its facts.

    Raises:
        KeyError: the pack has no such questionnaire.
    """
    form = pack.questionnaire_by_id[id]
    return Questionnaire(
        id=form.id,
        names=named(form.names),
        electorate=form.electorate,
        purpose=named(form.purpose),
        minutes=form.minutes,
        questions=questions(pack, form, Builder()),
        reason=reason(pack, form.source),
        kept_months=_kept_months(pack),
    )


def _kept_months(pack: Pack) -> int:
    """Return for how many months what people write is kept, days counted as one more; as the pack says, or ours."""
    said = next((each for each in pack.retention if each.id == "own-words"), None)
    term = OWN_TERMS["own-words"]
    return max(said.months + (said.days > 0), 1) if said else term.months


def questions(pack: Pack, form: written.Questionnaire, builder: Builder) -> tuple[Question, ...]:
    """Return the questions of a form; conditions that mean nothing are noted in the builder and left out."""
    found: list[Question] = []
    for each in form.questions:
        before = {earlier.id: earlier for earlier in found}
        found.append(_question(each, pack.fact_by_id.get(each.fact or ""), before, builder))
    return tuple(found)


def named(texts: Texts) -> Named:
    """Return texts as a name that the core can say."""
    return Named({language: texts.say(language) for language in LANGUAGES})


def reason(pack: Pack, source: Source | None) -> Named | None:
    """Return in words where something is laid down: document and clause, or the note of an own choice."""
    if source is None:
        return None
    cited = pack.clause(source)
    if cited is None:
        note = pack.note(source)
        return named(note) if note else None
    document, clause = cited
    said = {each: (document.names.say(each), clause.text.say(each)) for each in LANGUAGES}
    return Named({each: f"{title}{': ' if each == 'en' else '：'}{text}" for each, (title, text) in said.items()})


def scale(question: written.Question, fact: Fact | None) -> int:
    """Return how many whole numbers one written unit of the answer is."""
    return fact.scale if fact is not None else 10**question.decimals


def limits(question: written.Question, fact: Fact | None) -> tuple[int | None, int | None]:
    """Return the least and the greatest answer of a number or rating in 1/scale; None = no bound.

    Raises:
        ValueError: the range is no range of two numbers.
        Unfit: the fact has none.
    """
    if question.type not in _ORDERED:
        return None, None
    if question.range is not None:
        least, most = (Decimal(amount.text) * scale(question, fact) for amount in question.range)
        if least > most or least != int(least) or most != int(most):
            raise ValueError("the range is not [least, most]")
        return int(least), int(most)
    if fact is not None:
        return bounds(fact)
    return RATING if question.type == "rating" else (None, None)


def _question(
    question: written.Question, fact: Fact | None, before: dict[str, Question], builder: Builder
) -> Question:
    least, most = limits(question, fact)
    choices = question.choices or (fact.choices if fact else ())
    low_high = tuple(named(texts) for texts in question.ends)
    return Question(
        id=question.id,
        text=named(question.text),
        kind=question.type,
        choices=tuple(Choice(choice.id, named(choice.names)) for choice in choices),
        required=question.required,
        not_applicable=question.not_applicable,
        show_if=_condition(question.show_if.content, before, builder) if question.show_if else None,
        max_length=question.max_length or TEXT_LENGTH,
        least=least,
        most=most,
        scale=scale(question, fact),
        ends=(low_high[0], low_high[1]) if len(low_high) == 2 else None,
        fact=question.fact or "",
        prefilled=question.prefilled,
    )


def _condition(marked: Marked, before: dict[str, Question], builder: Builder) -> Condition | None:
    word, inner = _noun(marked)
    if word == "compare" and isinstance(inner, Sequence):
        texts = [item.text for item in inner.items if isinstance(item, Scalar)]
        if len(texts) == len(inner.items) == 3:
            return _compared(inner, texts, before, builder)
    if word in ("all", "any") and isinstance(inner, Sequence) and inner.items:
        parts = [_condition(item, before, builder) for item in inner.items]
        joined = tuple(part for part in parts if part is not None)
        return Joined("all" if word == "all" else "any", joined) if len(joined) == len(parts) else None
    builder.note(
        marked.spot,
        sentence("This is no condition on earlier questions."),
        sentence('Write {compare: [question, "=", choice]}, or all: or any: with a list of such.'),
    )
    return None


def _compared(inner: Sequence, texts: list[str], before: dict[str, Question], builder: Builder) -> Compared | None:
    name, sign, value = texts
    question = before.get(name)
    if question is None:
        builder.note(
            inner.spot,
            sentence('"%(id)s" is no question before this one.', id=name),
            sentence("Name a question that stands above, or move this one down."),
        )
        return None
    wanted = _value(question, value)
    if wanted is None or sign not in COMPARISONS or (question.kind not in _ORDERED and sign not in ("=", "!=")):
        builder.note(
            inner.spot,
            sentence('"%(id)s" cannot be compared in this way with "%(value)s".', id=name, value=value),
            sentence("Use = or != with one of its answers; numbers and ratings also have <, <=, >= and >."),
        )
        return None
    compared: Comparison = sign  # type: ignore[assignment]
    return Compared(name, compared, wanted)


def _value(question: Question, text: str) -> str | int | None:
    if question.kind in _ORDERED:
        try:
            return int(Decimal(text) * question.scale)
        except (ArithmeticError, ValueError):
            return None
    return text if text in question.options and text != NOT_APPLICABLE else None


def _noun(marked: Marked) -> tuple[str, Marked | None]:
    if isinstance(marked, Table) and len(marked.items) == 1:
        return next(iter(marked.items.items()))
    return "", None
