"""What the sheets of a month ask, and what is held: of one unit or of a township at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jishi.actions.explained import PERSONAL, chosen
from jishi.actions.self_assessment import Asked, facts_read
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.monthly import coded
from jishi.packs.pack import Pack
from jishi.packs.schema.questionnaires import Question, Questionnaire
from jishi.store.models.assess import FactValue, Round, Source
from jishi.store.models.org import Unit
from jishi.store.models.paper import MonthlySheet
from jishi.store.queries import monthly


@dataclass(frozen=True)
class Sheet:
    """One unit's sheet of a month.

    Attributes:
        month: its first day.
        code: leads to the sheet's page.
        secretary: name of who is first responsible; empty = nobody, or the reader reads no names.
        post: the kind of post that this person holds.
        members: how many members the register has; None = none.
        received: as it was typed in; None = it is waited for.
        seen: stands for what the unit has said so far; changes with every answer.
    """

    unit: Unit
    month: date
    round: Round
    form: Questionnaire
    questions: tuple[Asked, ...]
    code: str
    secretary: str
    post: str
    members: int | None
    received: MonthlySheet | None
    seen: str


def form_of(pack: Pack) -> Questionnaire | None:
    """Return the pack's monthly sheet; None = it asks nothing from month to month."""
    return next((each for each in pack.questionnaires if each.every == "month"), None)


def asked_domains(pack: Pack, round_: Round) -> tuple[str, ...]:
    """Return the domains whose standard reads at least one fact of the sheet."""
    return tuple(
        domain
        for domain in pack.domain_by_id
        if pack.standard_for(domain) is not None and _questions(pack, domain, round_)
    )


def sheets(scope: Scope, units: Sequence[Unit], month: date, ground: tuple[Round, Pack]) -> list[Sheet]:
    """Return the sheets of units that were found through the scope, in the same number of queries for many.

    Args:
        month: its first day.
        ground: the round whose facts the answers become, and its pack.
    """
    round_, pack = ground
    form = form_of(pack)
    if form is None:
        return []
    wanted = {domain: _questions(pack, domain, round_) for domain in {unit.domain for unit in units}}
    numbers = [unit.pk for unit in units]
    most = reading_class(scope)
    facts = {question.fact or "" for asked in wanted.values() for question in asked}
    said = monthly.said(numbers, round_, [fact for fact in facts if pack.fact_by_id[fact].privacy <= most])
    heads = monthly.secretaries(numbers) if most >= PERSONAL else {}
    members, received = monthly.members(numbers), monthly.received(numbers, month)
    found = []
    for unit in units:
        values, (name, post) = said.get(unit.pk, []), heads.get(unit.pk, ("", ""))
        sheet = received.get(unit.pk)
        questions = tuple(_asked(pack, question, values) for question in wanted[unit.domain])
        seen = _seen(values, sheet)
        code, count = coded(unit.pk, month), members.get(unit.pk)
        found.append(Sheet(unit, month, round_, form, questions, code, name, post, count, sheet, seen))
    return found


def reading_class(scope: Scope) -> int:
    """Return the most private class of fields that the reader reads wherever there is a grant."""
    if scope.everything:
        return MOST_PRIVATE
    return min((holding.field_class for holding in scope.holdings), default=-1)


def _questions(pack: Pack, domain: str, round_: Round) -> tuple[Question, ...]:
    form = form_of(pack)
    if form is None or pack.standard_for(domain) is None:
        return ()
    read = frozenset(facts_read(pack, domain, round_))
    return tuple(question for question in form.questions if question.fact in read)


def _asked(pack: Pack, question: Question, values: Sequence[FactValue]) -> Asked:
    mine = [each for each in values if each.fact.code == question.fact]
    own = next((each for each in mine if each.source == Source.SELF), None)
    held = chosen(pack, mine).get(question.fact or "")
    return Asked(question, pack.fact_by_id[question.fact or ""], own, held[0] if held else None)


def _seen(values: Sequence[FactValue], sheet: MonthlySheet | None) -> str:
    total = hashlib.sha256(f"{sheet.version if sheet else 0};".encode())
    for each in sorted(values, key=lambda each: each.pk):
        if each.source == Source.SELF:
            total.update(f"{each.fact_id}:{each.version};".encode())
    return total.hexdigest()[:16]
