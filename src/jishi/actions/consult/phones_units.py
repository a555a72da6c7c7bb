"""Self-assessments that existing phones brought home: a unit's own answers become its facts, once for each form."""

from dataclasses import dataclass, field

from django.db import transaction

from jishi.actions.consult.ground import By
from jishi.actions.consult.known import unit_form
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.self_assessment import ANSWERED, Answers, Sheet, answer, may_enter, sheet
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.amounts import to_text
from jishi.packs.pack import Pack
from jishi.sheets.known import UNIT
from jishi.sheets.phones import Instance, Table, table
from jishi.sheets.workbook import Remark
from jishi.store.models.assess import Round
from jishi.store.models.office import IdempotencyKey
from jishi.store.models.org import Unit


@dataclass
class _Read:
    table: Table
    counts: dict[str, int]
    errors: list[Remark] = field(default_factory=list)


def take(by: By, round_: Round, pack: Pack, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Keep the self-assessments of a file; what is not answered stays as it was.

    Raises:
        Refusal: the file holds no answers of this form.
    """
    form = unit_form(pack)
    if form is None:
        raise refuse(
            asked.name,
            sentence("The pack asks units nothing about themselves."),
            sentence("Bring in facts as a table instead."),
        )
    book = asked.workbook()
    read = _Read(table(book, form), {"added": 0, "changed": 0, "same": 0, "refused": 0})
    with transaction.atomic():
        for instance in read.table.instances():
            _one(by, (round_, pack), read, instance)
        stops = only_try or (asked.mode == "all" and bool(read.errors))
        transaction.set_rollback(stops)
    written = bool(read.counts["added"]) and not stops
    return Outcome("self-assessment", book, asked.content, read.counts, tuple(read.errors), written=written)


def _one(by: By, of: tuple[Round, Pack], read: _Read, instance: Instance) -> None:
    key = f"phone {instance.id}"[:64]
    # Whoever sends it: what the unit said meanwhile is not undone by an old table.
    if instance.id and IdempotencyKey.objects.filter(action=ANSWERED, key=key).exists():
        read.counts["same"] += 1
        return
    try:
        with transaction.atomic():
            found = _sheet(by, of, instance)
            answer(by.actor, by.scope, found, Answers(_texts(found, instance), found.seen, key))
    except Refusal as refusal:
        for complaint in refusal.complaints:
            spot = read.table.spot(instance.row, complaint.where)
            read.errors.append(Remark(spot, complaint.what, complaint.fix))
        read.counts["refused"] += 1
        return
    read.counts["added"] += 1


def _sheet(by: By, of: tuple[Round, Pack], instance: Instance) -> Sheet:
    code = instance.head.get(UNIT, "")
    unit = Unit.objects.filter(code=code, dissolved_on__isnull=True).first() if code else None
    found = sheet(by.scope, unit, *of) if unit is not None and may_enter(by.scope, unit) else None
    if found is None:
        # Not there, outside, or without a standard: nobody is told which.
        raise refuse(
            UNIT,
            sentence("No unit of this code is yours to write down for."),
            sentence("Look at the codes in the register."),
        )
    if not instance.id:
        raise refuse(
            "",
            sentence("This row has no mark of its own, so it could be counted twice."),
            sentence("Export the answers again with all columns, those of the system too."),
        )
    return found


def _texts(found: Sheet, instance: Instance) -> dict[str, str]:
    """Return what is typed for each question; where nothing is, what the unit said before."""
    texts = {}
    for each in found.questions:
        before = to_text(each.fact, each.own.value) if each.own and each.own.value is not None else ""
        texts[each.question.id] = str(instance.given.get(each.question.id, "")) or before
    return texts
