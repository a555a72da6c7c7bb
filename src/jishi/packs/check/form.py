"""Do facts, standards and questions fit together?"""

from collections.abc import Iterator, Mapping

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Fact, FactType
from jishi.packs.schema.questionnaires import Question, Questionnaire, QuestionType

_ANSWERS: Mapping[FactType, tuple[QuestionType, ...]] = {
    "yes-no": ("yes-no",),
    "level": ("one", "rating"),
    "date": ("date",),
}


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
    for question in questionnaire.questions:
        fact = pack.fact_by_id.get(question.fact or "")
        yield from _question(question, fact)


def _question(question: Question, fact: Fact | None) -> Iterator[Complaint]:
    spot = question.position.of("type")
    if question.type in ("one", "several") and not question.choices and (fact is None or not fact.choices):
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
