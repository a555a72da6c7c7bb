"""Forms for phones that know their units: what is asked of each, and what is held of it, to be confirmed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from jishi.actions import self_assessment
from jishi.actions.consult.board import units_of
from jishi.actions.consult.opening import of_people
from jishi.actions.explained import PERSONAL, chosen
from jishi.actions.monthly.asking import reading_class
from jishi.actions.registers import known_of_many
from jishi.core.access import Scope
from jishi.core.consult.conditions import Answer
from jishi.core.consult.questionnaire import PEOPLE, Electorate, Question, Questionnaire, only
from jishi.core.errors import refuse, sentence
from jishi.packs.amounts import to_answer
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.facts import Fact
from jishi.sheets.known import Known
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import monthly

#: A phone chooses from so many units at most.
MOST = 2_000
#: The one form of a visit, and that of a unit about itself, whatever questionnaires of the pack they come from.
VISIT, UNIT = "visit", "self-assessment"
VISITOR: Electorate = "visitor"


@dataclass(frozen=True)
class Ground:
    """The round whose facts the answers become, and its pack."""

    round: Round
    pack: Pack


def visit_form(pack: Pack) -> Questionnaire | None:
    """Return all that a pack asks of visitors as one form; None = it asks them nothing."""
    return _one(pack, VISIT, VISITOR)


def unit_form(pack: Pack) -> Questionnaire | None:
    """Return all that a pack asks a unit about itself in a round as one form; None = it asks nothing."""
    return _one(pack, UNIT, "unit")


def _one(pack: Pack, code: str, electorate: Electorate) -> Questionnaire | None:
    written = [each for each in pack.questionnaires if each.electorate == electorate and each.every == "round"]
    forms = [questionnaire(pack, each.id) for each in written]
    if not forms:
        return None
    questions: dict[str, Question] = {}
    for form in forms:
        for each in form.questions:
            questions.setdefault(each.id, each)
    # It goes by the name of the longest of them.
    main = max(forms, key=lambda form: len(form.questions))
    minutes = sum(form.minutes for form in forms)
    return replace(main, id=code, minutes=minutes, questions=tuple(questions.values()))


def phone_forms(pack: Pack) -> dict[str, Questionnaire]:
    """Return the forms that phones take: those of people who are asked, that of a visit, that of a unit itself."""
    people = {ask.questionnaire for each in pack.consultations for ask in of_people(each)}
    found = {each.id: questionnaire(pack, each.id) for each in pack.questionnaires if each.id in people}
    own = {VISIT: visit_form(pack), UNIT: unit_form(pack)}
    return {**found, **{code: form for code, form in own.items() if form is not None}}


def asked_form(ground: Ground, code: str) -> Questionnaire:
    """Return a form for phones, without what becomes no fact of any unit, unless people answer for themselves.

    Raises:
        Refusal: there is no such form.
    """
    forms = phone_forms(ground.pack)
    if code not in forms:
        raise refuse(
            code[:40],
            sentence("There is no form for phones of this name."),
            sentence("Choose one of: %(ids)s", ids=", ".join(forms)),
        )
    form = forms[code]
    if form.electorate in PEOPLE:
        return form
    asked = frozenset().union(*_asked(ground, form).values())
    return only(form, asked)


def known(scope: Scope, place: Unit | None, ground: Ground, form: Questionnaire) -> list[Known]:
    """Return the units of a form for phones, in a constant number of queries.

    What is personal or sensitive is left out: the file leaves the house.

    Args:
        place: those below it; None = all for which the reader enters.

    Raises:
        Refusal: there is none, or more than a phone can choose from.
    """
    asked = _asked(ground, form)
    rows = monthly.entered_for(scope, list(asked), place)
    if form.electorate in PEOPLE:
        rows = rows.filter(_answering(ground.pack, form))
    if form.electorate != "unit" and not scope.everything:
        # What others say of a unit is never written down by the unit itself.
        rows = rows.exclude(pk__in=[held.unit for held in scope.holdings])
    units = list(rows[: MOST + 1])
    if not units or len(units) > MOST:
        raise refuse(
            place.name if place else "—",
            sentence("A form for phones lists 1 to %(most)s units; here are none, or more.", most=MOST),
            sentence("Choose a place with the units that are visited."),
        )
    held = {} if form.electorate in PEOPLE else _held(scope, units, ground, form)
    return [
        Known(
            unit.code, unit.name, held.get(unit.pk, {}), None if form.electorate in PEOPLE else asked[unit.domain]
        )
        for unit in units
    ]


def answers(held: Sequence[self_assessment.Asked]) -> dict[str, Answer]:
    """Return what is held of one unit as answers: question id → answer."""
    return {
        each.question.id: to_answer(each.fact, each.held.value)
        for each in held
        if each.held is not None and each.held.value is not None
    }


def _asked(ground: Ground, form: Questionnaire) -> dict[str, frozenset[str]]:
    """Return domain → the questions of a form that are asked of its units."""
    pack = ground.pack
    domains = [each for each in pack.domain_by_id if pack.standard_for(each) is not None]
    if form.electorate in PEOPLE:
        # Of whom they are asked, the consultations say; some are about committees, which have no domain.
        return dict.fromkeys([*pack.domain_by_id, ""], form.ids)
    found = {}
    for domain in domains:
        put = self_assessment.put_to(pack, domain, ground.round, form.electorate)
        if put is not None and put.questions:
            found[domain] = frozenset(question.id for question, _fact in put.questions) & form.ids
    return found


def _answering(pack: Pack, form: Questionnaire) -> Q:
    """Return the condition of a unit that some consultation asks people about with this form."""
    found = Q(pk__in=[])
    for said in pack.consultations:
        for ask in of_people(said):
            if ask.questionnaire == form.id:
                found |= Q(pk__in=units_of(said, ask).order_by().values("pk"))
    return found


def _held(
    scope: Scope, units: Sequence[Unit], ground: Ground, form: Questionnaire
) -> Mapping[int, Mapping[str, Answer]]:
    most = min(reading_class(scope), PERSONAL - 1)
    by_fact = ground.pack.fact_by_id
    facts = {each.id: by_fact[each.fact] for each in form.questions if each.fact}
    open_ = {question: fact for question, fact in facts.items() if fact.privacy <= most}
    values = _values([unit.pk for unit in units], ground, {fact.id for fact in open_.values()})
    return {unit: _as_answers(open_, known) for unit, known in values.items()}


def _as_answers(facts: Mapping[str, Fact], known: Mapping[str, int]) -> dict[str, Answer]:
    return {question: to_answer(fact, known[fact.id]) for question, fact in facts.items() if fact.id in known}


def _values(units: Sequence[int], ground: Ground, facts: Collection[str]) -> Mapping[int, Mapping[str, int]]:
    """Return unit → fact → the value that counts: what was said, else what the registers say."""
    rows = monthly.said(units, ground.round, facts)
    said = {
        unit: {
            fact: each[0].value
            for fact, each in chosen(ground.pack, rows.get(unit, [])).items()
            if each[0].value is not None
        }
        for unit in units
    }
    registers = known_of_many(units, ground.round, ground.pack, facts, said)
    return {unit: {**registers.get(unit, {}), **said[unit]} for unit in units}
