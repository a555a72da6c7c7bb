"""Do facts, standards and questions fit together?"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from jishi.core.consult.conditions import NOT_APPLICABLE
from jishi.core.errors import Complaint, sentence
from jishi.packs.amounts import Unfit
from jishi.packs.build import Builder
from jishi.packs.pack import Pack
from jishi.packs.questions import limits, questions
from jishi.packs.schema.facts import Fact, FactType
from jishi.packs.schema.questionnaires import Question, Questionnaire, QuestionType

_ANSWERS: Mapping[FactType, tuple[QuestionType, ...]] = {
    "yes-no": ("yes-no",),
    "level": ("one",),
    "date": ("date",),
    "count": ("number", "rating"),
}
_ONLY_FOR: Mapping[str, tuple[QuestionType, ...]] = {
    "choices": ("one", "several"),
    "range": ("number", "rating"),
    "decimals": ("number",),
    "ends": ("rating",),
    "max_length": ("text",),
}
#: A text of more letters is a document, not an answer.
LONGEST_TEXT = 5_000


def check_form(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about choices, doubled standards and questions whose answer cannot become their fact."""
    for fact in pack.facts:
        yield from _choices(fact)
    yield from _one_standard_each(pack)
    for questionnaire in pack.questionnaires:
        yield from _questionnaire(questionnaire, pack)


def _choices(fact: Fact) -> Iterator[Complaint]:
    if fact.type == "level" and len(fact.choices) < 2:
        yield fact.position.spot.complaint(
            sentence('"%(id)s" is a choice but offers fewer than two.', id=fact.id),
            sentence("Add choices: with id and names, or choose another type."),
        )
    if fact.type != "level" and fact.choices:
        yield fact.position.of("choices").complaint(
            sentence('"%(id)s" of type %(type)s has choices.', id=fact.id, type=fact.type),
            sentence("Delete them, or write type: level."),
        )


def _one_standard_each(pack: Pack) -> Iterator[Complaint]:
    seen: dict[str, str] = {}
    for standard in pack.standards:
        for domain in standard.domains if standard.status == "binding" else ():
            if domain in seen:
                yield standard.position.of("domains").complaint(
                    sentence('"%(domain)s" is already judged by "%(other)s".', domain=domain, other=seen[domain]),
                    sentence("Take it out of one of them, or write status: alternative."),
                )
            seen.setdefault(domain, standard.id)


def _questionnaire(questionnaire: Questionnaire, pack: Pack) -> Iterator[Complaint]:
    if questionnaire.minutes < 1:
        yield questionnaire.position.of("minutes").complaint(
            sentence("Nothing is answered in %(minutes)s minutes.", minutes=questionnaire.minutes),
            sentence("Say honestly how long it takes; people see it before they begin."),
        )
    whole = True
    for question in questionnaire.questions:
        found = list(_question(question, pack.fact_by_id.get(question.fact or "")))
        whole &= not found
        yield from found
    if whole:
        builder = Builder()
        # A fact without a range is told at the fact.
        with suppress(Unfit):
            questions(pack, questionnaire, builder)
        yield from builder.complaints


def _question(question: Question, fact: Fact | None) -> Iterator[Complaint]:
    spot = question.position.of("type")
    choices = question.choices or (fact.choices if fact is not None else ())
    if question.type in ("one", "several") and not choices:
        yield spot.complaint(
            sentence('The question "%(id)s" offers nothing to choose from.', id=question.id),
            sentence("Add choices:, or name a fact that has them."),
        )
    if fact is not None and question.type not in _ANSWERS.get(fact.type, ("number",)):
        yield spot.complaint(
            sentence(
                'An answer of type %(type)s cannot become "%(fact)s", which is %(wanted)s.',
                type=question.type,
                fact=fact.id,
                wanted=fact.type,
            ),
            sentence("Use the type %(types)s.", types=" or ".join(_ANSWERS.get(fact.type, ("number",)))),
        )
    if question.prefilled and fact is None:
        yield question.position.of("prefilled").complaint(
            sentence('The question "%(id)s" is prefilled but names no fact.', id=question.id),
            sentence("Add fact:, or delete prefilled."),
        )
    yield from _out_of_place(question)
    yield from _measures(question, fact)


def _out_of_place(question: Question) -> Iterator[Complaint]:
    """Yield a complaint for every key that questions of this type do not have, and for choices named as "none"."""
    for key, types in _ONLY_FOR.items():
        if getattr(question, key) and question.type not in types:
            yield question.position.of(key).complaint(
                sentence('A question of type %(type)s has no "%(key)s".', type=question.type, key=key),
                sentence("Delete it, or use the type %(types)s.", types=" or ".join(types)),
            )
    for choice in question.choices:
        if choice.id == NOT_APPLICABLE:
            yield choice.position.of("id").complaint(
                sentence('"%(id)s" is the name of an answer that every question can have.', id=choice.id),
                sentence("Write not_applicable: true instead of this choice."),
            )


def _measures(question: Question, fact: Fact | None) -> Iterator[Complaint]:
    try:
        least, most = limits(question, fact)
    except Unfit:
        return
    except (ArithmeticError, ValueError):
        yield question.position.of("range").complaint(
            sentence('The range of "%(id)s" is not [least, most].', id=question.id),
            sentence("Write two values, the smaller first."),
        )
        return
    if question.type == "rating" and not (least is not None and most is not None and 1 <= most - least <= 9):
        yield question.position.of("range").complaint(
            sentence('"%(id)s" is a rating of fewer than 2 or more than 10 steps.', id=question.id),
            sentence("Give it 2 to 10 steps, or ask for a number."),
        )
    if question.ends and len(question.ends) != 2:
        yield question.position.of("ends").complaint(
            sentence('The ends of "%(id)s" are not two.', id=question.id),
            sentence("Write the name of the lowest step, then that of the highest."),
        )
    if question.max_length is not None and not 1 <= question.max_length <= LONGEST_TEXT:
        yield question.position.of("max_length").complaint(
            sentence("A text of %(length)s letters cannot be asked for.", length=question.max_length),
            sentence("Allow 1 to %(most)s letters.", most=LONGEST_TEXT),
        )
    if question.decimals not in (0, 2):
        yield question.position.of("decimals").complaint(
            sentence("Numbers with %(decimals)s decimals are not kept.", decimals=question.decimals),
            sentence("Write decimals: 2, or leave it out for whole numbers."),
        )
