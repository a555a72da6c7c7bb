"""Visits that existing phones brought home (ODK Collect, KoBoCollect): one visit for each filled-in form, once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from jishi.actions.consult.ground import By, hears
from jishi.actions.consult.known import visit_form
from jishi.actions.consult.visits import Seen, keep
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.calendar import read_date
from jishi.core.consult.questionnaire import Questionnaire
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets import xlsform
from jishi.sheets.known import UNIT
from jishi.sheets.phones import Instance, Table, table
from jishi.sheets.workbook import Remark
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit

_MOST_FACES = 7


@dataclass
class _Read:
    table: Table
    counts: dict[str, int]
    errors: list[Remark] = field(default_factory=list)

    def wrong(self, row: int, name: str, complaint: Complaint) -> None:
        self.errors.append(Remark(self.table.spot(row, name), complaint.what, complaint.fix))


def take(by: By, round_: Round, pack: Pack, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Keep the visits of a file; a visit that arrived before is known by its mark.

    Raises:
        Refusal: the file holds no answers of a form of visitors.
    """
    book = asked.workbook()
    read = _Read(_table(asked, pack), {"added": 0, "changed": 0, "same": 0, "refused": 0})
    with transaction.atomic():
        for instance in read.table.instances():
            _one(by, (round_, pack), read, instance)
        stops = only_try or (asked.mode == "all" and bool(read.errors))
        transaction.set_rollback(stops)
    written = bool(read.counts["added"]) and not stops
    return Outcome("visits", book, asked.content, read.counts, tuple(read.errors), written=written)


def _one(by: By, of: tuple[Round, Pack], read: _Read, instance: Instance) -> None:
    try:
        with transaction.atomic():
            kept = keep(by, _unit(by, instance), *of, _seen(instance))
    except Refusal as refusal:
        for complaint in refusal.complaints:
            read.wrong(instance.row, _named(complaint, read.table.form), complaint)
        read.counts["refused"] += 1
        return
    read.counts["added" if kept.created else "same"] += 1


def _table(asked: Asked, pack: Pack) -> Table:
    form = visit_form(pack)
    if form is None:
        raise refuse(
            asked.name,
            sentence("The pack asks nothing of visitors."),
            sentence("Write the visits down on their page."),
        )
    return table(asked.workbook(), form)


def _unit(by: By, instance: Instance) -> Unit:
    code = instance.head.get(UNIT, "")
    unit = Unit.objects.filter(code=code, dissolved_on__isnull=True).first() if code else None
    if unit is None or not hears(by.scope, unit):
        # Not there, or outside: nobody is told which.
        raise refuse(
            UNIT,
            sentence("No unit of this code is yours to write down for."),
            sentence("Look at the codes in the register."),
        )
    return unit


def _seen(instance: Instance) -> Seen:
    head: Callable[[str], str] = lambda name: instance.head.get(name, "")  # noqa: E731
    faces = head("faces")
    if faces and not (faces.isdecimal() and len(faces) <= _MOST_FACES):
        raise refuse(
            "faces",
            sentence("“%(typed)s” is no number of people.", typed=faces[:20]),
            sentence("Write a whole number, or leave it empty."),
        )
    if not instance.id:
        raise refuse(
            "",
            sentence("This row has no mark of its own, so it could be counted twice."),
            sentence("Export the answers again with all columns, those of the system too."),
        )
    return Seen(
        on=read_date(head("on"), "on"),
        visitors=head("visitors"),
        talk=head("talk"),
        life=head("life"),
        faces=int(faces) if faces else None,
        heard=head("heard"),
        answers={id: str(value) for id, value in instance.given.items()},
        key=f"phone {instance.id}"[:64],
    )


def _named(complaint: Complaint, form: Questionnaire) -> str:
    known = {each.id for each in form.questions} | {name for name, _kind, _must in xlsform.VISIT} | {UNIT}
    return complaint.where if complaint.where in known else ""
