"""Can what is asked each month be asked on a sheet of paper, and become facts?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.questionnaires import Question, Questionnaire

#: Class 0 and 1: paper lies about, so nothing sensitive stands on it.
_FOR_PAPER = 1


def check_monthly(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about monthly sheets: one at most, asked of units, of facts that a branch may say."""
    sheets = [form for form in pack.questionnaires if form.every == "month"]
    for form in sheets:
        if form.electorate != "unit":
            yield form.position.of("every").complaint(
                sentence("Only units are asked each month."),
                sentence("Write electorate: unit, or every: round."),
            )
        for question in form.questions:
            yield from _question(pack, question)
    for form in sheets[1:]:
        yield _second(form, sheets[0])


def _second(form: Questionnaire, first: Questionnaire) -> Complaint:
    return form.position.of("every").complaint(
        sentence('"%(id)s" is the monthly sheet already.', id=first.id),
        sentence("Put the questions of both into one."),
    )


def _question(pack: Pack, question: Question) -> Iterator[Complaint]:
    fact = pack.fact_by_id.get(question.fact or "")
    if fact is not None and "self" in fact.sources and fact.privacy <= _FOR_PAPER:
        return
    yield question.position.spot.complaint(
        sentence('"%(id)s" cannot stand on the monthly sheet.', id=question.id),
        sentence("Ask for a fact of privacy 0 or 1 that a unit says itself (sources: with self)."),
    )
