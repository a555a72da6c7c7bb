"""The self-assessment: a unit confirms or answers, on one page, what the standard of its domain asks (D56).

What a visitor or the superior answers about a unit (:mod:`jishi.actions.consult`) is asked in the same way.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jishi.actions.explained import chosen, open_class, readable
from jishi.actions.registers import day_of, known_of
from jishi.core.access import Scope
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.core.text import ungrouped
from jishi.packs.amounts import Unfit, to_integer
from jishi.packs.marked import Marked, Scalar, Table
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Fact
from jishi.packs.schema.questionnaires import Question, Questionnaire
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.models.assess import FactName, FactValue, Round, Source
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.queries import facts, units
from jishi.store.transact import action


@dataclass(frozen=True)
class Asked:
    """One question that a unit is asked, and what is held already.

    Attributes:
        question: as the pack puts it.
        fact: the fact that the answer becomes.
        own: what the unit itself said before; None = nothing.
        held: the value that counts today, from whatever source, or what the registers say where nobody said
            anything; None = nothing is known.
    """

    question: Question
    fact: Fact
    own: FactValue | None
    held: FactValue | None


@dataclass(frozen=True)
class Sheet:
    """The self-assessment of one unit in one round.

    Attributes:
        form: the questionnaire of the pack.
        source: where the answers come from: ``self``, ``visit`` …
        questions: those that the unit's standard or a limit reads, in order.
        seen: stands for what the unit has said so far; changes with every answer.
    """

    unit: Unit
    round: Round
    form: Questionnaire
    source: str
    questions: tuple[Asked, ...]
    seen: str


@dataclass(frozen=True)
class Put:
    """What is asked about the units of a domain: the questions and the facts that the answers become."""

    form: Questionnaire
    questions: tuple[tuple[Question, Fact], ...]


@dataclass(frozen=True)
class Answers:
    """What was answered.

    Attributes:
        texts: question id → as typed; an empty text = no answer.
        seen: the sheet's ``seen`` when it was opened.
        key: the sender's own key: the same key answers once.
    """

    texts: Mapping[str, str]
    seen: str
    key: str = ""


#: The event of a self-assessment.
ANSWERED = "self-assessment.answer"
# Who answers a questionnaire about one unit → the source of the facts.
SOURCES = {
    "unit": Source.SELF,
    "visitor": Source.VISIT,
    "superior": Source.SUPERIOR,
    "discipline": Source.DISCIPLINE,
}


@dataclass
class _Read:
    entries: list[stored.Entry] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def may_enter(scope: Scope, unit: Unit) -> bool:
    """Say whether the reader may enter facts of a unit."""
    return any(scope.may("enter", axis, path) for axis, path in units.seers(unit))


def sheet(scope: Scope, unit: Unit, round_: Round, pack: Pack, electorate: str = "unit") -> Sheet | None:
    """Return what is asked about a unit, with what is held; None when its domain has no standard or form.

    Args:
        electorate: who answers, a key of :data:`SOURCES`; all their questionnaires are one sheet.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    put = put_to(pack, unit.domain, round_, electorate)
    if put is None:
        return None
    source = SOURCES[electorate].value
    said = readable(scope, unit, pack, list(facts.of_unit(scope, unit, round_)))
    own = {each.fact.code: each for each in said if each.source == source}
    most = open_class(scope, unit)
    held = _held(unit, round_, pack, said, [fact.id for _, fact in put.questions if fact.privacy <= most])
    questions = tuple(
        Asked(question, fact, own.get(fact.id), held.get(fact.id)) for question, fact in put.questions
    )
    return Sheet(unit, round_, put.form, source, questions, seen(unit, round_, source))


def to_enter(scope: Scope, unit: Unit, round_: Round, pack: Pack, electorate: str) -> Sheet | None:
    """Return :func:`sheet` as far as it takes to write answers down: nothing to be confirmed, no ``seen``."""
    put = put_to(pack, unit.domain, round_, electorate)
    if put is None:
        return None
    source = SOURCES[electorate].value
    said = readable(scope, unit, pack, list(facts.of_unit(scope, unit, round_).filter(source=source)))
    own = {each.fact.code: each for each in said}
    questions = tuple(Asked(question, fact, own.get(fact.id), None) for question, fact in put.questions)
    return Sheet(unit, round_, put.form, source, questions, "")


def put_to(pack: Pack, domain: str, round_: Round, electorate: str) -> Put | None:
    """Return what is asked of somebody about units of a domain; None when it has no standard, or nothing asks.

    Args:
        electorate: who answers, a key of :data:`SOURCES`; all their questionnaires of a round are one.
    """
    forms = [each for each in pack.questionnaires if each.electorate == electorate and each.every == "round"]
    if not forms or pack.standard_for(domain) is None:
        return None
    source = SOURCES[electorate].value
    wanted = frozenset(facts_read(pack, domain, round_))
    if electorate != "unit":
        # What a rule demands is looked at from outside whether or not it is scored (R06).
        wanted |= frozenset(name for rule in pack.rules for name in _names(rule.when.content))
        # That a way was used is told by its record.
        wanted -= frozenset(each.fact for each in (pack.programme.channels if pack.programme else ()))
    questions = [
        (question, pack.fact_by_id[question.fact])
        for question in (question for form in forms for question in form.questions)
        if question.fact in wanted and source in pack.fact_by_id[question.fact].sources
    ]
    return Put(forms[0], tuple(questions))


def _held(
    unit: Unit, round_: Round, pack: Pack, said: Sequence[FactValue], asked: Sequence[str]
) -> dict[str, FactValue]:
    """Return fact → the value that counts; where nobody said one, what the registers say, which no row holds."""
    held = {fact: values[0] for fact, values in chosen(pack, said).items()}
    spoken = {fact: each.value for fact, each in held.items() if each.value is not None}
    on = day_of(round_)
    for fact, value in known_of(unit, round_, pack, asked, spoken).items():
        name = FactName(code=fact)
        held[fact] = FactValue(unit=unit, round=round_, fact=name, source=Source.REGISTER, value=value, on=on)
    return held


def answer(actor: Account, scope: Scope, asked: Sheet, given: Answers) -> int:
    """Keep the answers as facts from the source ``self``; return how many are new or changed.

    Raises:
        Refusal: the reader may not enter facts here, the round is locked, somebody else answered meanwhile, or an
            answer is no value of its fact; nothing is kept then.
    """
    if not may_enter(scope, asked.unit):
        raise refuse(
            asked.unit.name,
            sentence("Your role does not enter facts of this unit."),
            sentence("Ask its secretary, or the clerk of the committee above."),
        )
    entries = entries_of(asked, given.texts)
    content = {"unit": asked.unit.pk, "round": asked.round.pk, "texts": dict(given.texts)}
    subject = f"unit:{asked.unit.pk}"
    with action(actor, ANSWERED, subject, key=given.key, content=content) as event:
        if event.repeated:
            return int(event.result["written"])
        if seen(asked.unit, asked.round, asked.source) != given.seen:
            raise refuse(
                asked.unit.name,
                sentence("Somebody else answered for this unit meanwhile."),
                sentence("Load the page again to see those answers, then confirm."),
            )
        written = stored.write(asked.round, entries)
        event.note(round=asked.round.pk, added=written.added, changed=written.changed, same=written.same)
        event.result = {"written": written.added + written.changed}
    return written.added + written.changed


def entries_of(asked: Sheet, texts: Mapping[str, str]) -> list[stored.Entry]:
    """Return what was typed as values of facts; what was never said and is left empty is no value.

    Raises:
        Refusal: an answer is no value of its fact; all such answers are named.
    """
    read = _Read()
    for question in asked.questions:
        _read_one(asked, question, texts, read)
    if read.complaints:
        raise Refusal(read.complaints)
    return read.entries


def _read_one(asked: Sheet, question: Asked, texts: Mapping[str, str], read: _Read) -> None:
    text = plain(texts.get(question.question.id, ""))
    on = min(clock.today(), asked.round.tree_on)
    if not text and question.own is None:
        return
    try:
        value = to_integer(question.fact, text) if text else None
    except Unfit as unfit:
        read.complaints.append(Complaint(question.question.id, unfit.what, unfit.fix))
        return
    read.entries.append(stored.Entry(asked.unit.pk, question.fact.id, asked.source, value, on))


def plain(text: str) -> str:
    """Return what was typed without what people type around numbers: full-width digits, separators, a percent sign.

    Example:
        >>> plain(" １,０００％ ")
        '1000'
    """
    return ungrouped(unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip())


def seen(unit: Unit, round_: Round, source: str) -> str:
    """Return what stands for everything that a source has said of a unit so far; it changes with every answer."""
    rows = FactValue.objects.filter(unit=unit, round=round_, source=source).order_by("fact")
    total = hashlib.sha256()
    for fact, version in rows.values_list("fact", "version"):
        total.update(f"{fact}:{version};".encode())
    return total.hexdigest()[:16]


def facts_read(pack: Pack, domain: str, round_: Round) -> Iterator[str]:
    """Yield the facts that decide the grade of a domain's units: what rows read, and what limits ask."""
    for indicator in pack.indicators_for(domain, round_.tree_on):
        yield from indicator.reads
    for limit in pack.grades.limits:
        if not limit.domains or domain in limit.domains:
            yield from (name for name in _names(limit.when.content) if name in pack.fact_by_id)


def _names(marked: Marked) -> Iterator[str]:
    if isinstance(marked, Scalar):
        yield marked.text
        return
    items = marked.items.values() if isinstance(marked, Table) else marked.items
    for item in items:
        yield from _names(item)
