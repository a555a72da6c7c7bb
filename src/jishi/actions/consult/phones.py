"""Answers that existing phones brought home (ODK Collect, KoBoCollect) become counts, or visits.

Of people's answers only counts are kept: unit, electorate, way, and who brought the file; and what they wrote, as
one sealed value without order. Which form was counted already is known by a digest under the key of the box, in a
row that says nothing else; all of it goes at the close.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jishi.actions.consult import own_words
from jishi.actions.consult.ground import By, hears
from jishi.actions.consult.opening import Electorate, box_of, hold, of_people, refuse_closed, written
from jishi.actions.consult.people_heard import heard_so_far, refuse_more
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.ballotbox import words as sealing
from jishi.ballotbox.key import Key
from jishi.core.consult.conditions import Answer
from jishi.core.consult.questionnaire import Questionnaire, check
from jishi.core.consult.tally import Tally, joined, tally
from jishi.core.errors import Complaint, Refusal, Sentence, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.sheets import xlsform
from jishi.sheets.known import UNIT
from jishi.sheets.phones import Instance, Table, table
from jishi.sheets.workbook import Remark
from jishi.store import clock
from jishi.store.bulk import insert
from jishi.store.models.consult import Asked as Electorates
from jishi.store.models.consult import Consultation, PaperCount, Received
from jishi.store.models.org import Unit
from jishi.store.transact import action, change

_Group = tuple[int, str]
_TOGETHER = 500


@dataclass(frozen=True)
class Home:
    """What the answers are of.

    Attributes:
        ask: id of the ask inside the consultation.
        way: how they were heard, where a row does not say.
    """

    consultation: Consultation
    pack: Pack
    ask: str
    way: str = "phone"


@dataclass
class _Read:
    """What a table holds.

    Attributes:
        units: code → unit, or None where nobody is asked or the sender may not write.
        answers: digest → (unit, way), cleaned answers.
    """

    home: Home
    form: Questionnaire
    wanted: Ask
    table: Table
    by: By
    units: dict[str, Unit | Complaint] = field(default_factory=dict)
    answers: dict[str, tuple[_Group, Mapping[str, Answer]]] = field(default_factory=dict)
    errors: list[Remark] = field(default_factory=list)
    same: int = 0

    def wrong(self, row: int, name: str, what: Sentence, fix: Sentence) -> None:
        self.errors.append(Remark(self.table.spot(row, name), what, fix))


def take(by: By, home: Home, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Count the answers of a file into a consultation; a form that was counted before is known.

    Raises:
        Refusal: the file holds no answers of this form, the consultation takes none any more, or every row is of
            a unit of which the sender may write down nothing.
    """
    wanted, form = _form(home)
    book = asked.workbook()
    read = _Read(home, form, wanted, table(book, form), by)
    box = box_of(home.consultation)
    for instance in read.table.instances():
        _row(read, instance, box.key.digest(f"instance {instance.id}").hex())
    known = set(Received.objects.filter(pk__in=read.answers).values_list("pk", flat=True))
    fresh = {digest: one for digest, one in read.answers.items() if digest not in known}
    counts = {
        "added": len(fresh),
        "changed": 0,
        "same": len(known) + read.same,
        "refused": len({error.spot.row for error in read.errors}),
    }
    stops = asked.mode == "all" and bool(read.errors)
    written = bool(fresh) and not only_try and not stops
    if written:
        kept = _keep(read, fresh)
        # Somebody may have sent the same forms a moment ago.
        counts["added"], counts["same"] = kept, counts["same"] + len(fresh) - kept
    return Outcome("phones", book, asked.content, counts, tuple(read.errors), written=written)


def _form(home: Home) -> tuple[Ask, Questionnaire]:
    said = written(home.pack, home.consultation.code)
    wanted = next((each for each in of_people(said) if each.id == home.ask), None)
    if wanted is None:
        raise refuse(
            home.ask[:40],
            sentence("Nobody of this name is asked in this consultation."),
            sentence("Choose one of: %(ids)s", ids=", ".join(each.id for each in of_people(said))),
        )
    over = home.consultation.until is not None and clock.today() > home.consultation.until
    if over or home.consultation.state != Consultation.State.OPEN:
        raise refuse_closed(home.consultation.code)
    box_of(home.consultation).must_be("prepared", "open")
    return wanted, questionnaire(home.pack, wanted.questionnaire)


def _row(read: _Read, instance: Instance, digest: str) -> None:
    before = len(read.errors)
    unit = _unit(read, instance)
    way = instance.head.get(xlsform.WAY) or read.home.way
    if way not in read.wanted.heard_by or way == "slip":
        ways = ", ".join(each for each in read.wanted.heard_by if each != "slip")
        read.wrong(
            instance.row,
            xlsform.WAY,
            sentence("“%(way)s” is no way of hearing these people.", way=way[:20]),
            sentence("Choose one of: %(ways)s", ways=ways),
        )
    if not instance.id:
        read.wrong(
            instance.row,
            "",
            sentence("This row has no mark of its own, so it could be counted twice."),
            sentence("Export the answers again with all columns, those of the system too."),
        )
    if instance.blank and instance.given:
        read.wrong(
            instance.row,
            xlsform.HANDED_IN,
            sentence("It is said to be blank, but it has answers."),
            sentence("Say that it is filled in, or take the answers out."),
        )
    checked = check(read.form, instance.given)
    for fault in checked.faults:
        read.wrong(instance.row, fault.where, fault.what, fault.fix)
    if len(read.errors) > before or unit is None:
        return
    read.same += digest in read.answers
    read.answers.setdefault(digest, ((unit.pk, way), checked.answers))


def _unit(read: _Read, instance: Instance) -> Unit | None:
    code = instance.head.get(UNIT, "")
    if code not in read.units:
        read.units[code] = _judged(read, code)
    found = read.units[code]
    if isinstance(found, Unit):
        return found
    read.wrong(instance.row, UNIT, found.what, found.fix)
    return None


def _judged(read: _Read, code: str) -> Unit | Complaint:
    unit = Unit.objects.filter(code=code, dissolved_on__isnull=True).first() if code else None
    if unit is None or not hears(read.by.scope, unit):
        # Not there, or outside: nobody is told which.
        return Complaint(
            code[:40],
            sentence("No unit of this code is yours to write down for."),
            sentence("Look at the codes in the register."),
        )
    try:
        Electorate(read.home.consultation, unit, read.home.ask, read.home.pack).asked()
    except Refusal as refusal:
        return refusal.complaints[0]
    return unit


def _keep(read: _Read, found: Mapping[str, tuple[_Group, Mapping[str, Answer]]]) -> int:
    """Count what is new, looked at once more where nobody else can count; return how many forms it is."""
    groups: dict[_Group, list[Mapping[str, Answer]]] = defaultdict(list)
    consultation, by = read.home.consultation, read.by
    with action(by.actor, "phones.take", f"consultation:{consultation.pk}") as event:
        # Looked at again: it may have been closed since.
        hold(consultation)
        box_of(consultation).must_be("prepared", "open")
        known = set(Received.objects.filter(pk__in=found).values_list("pk", flat=True))
        fresh = {digest: one for digest, one in found.items() if digest not in known}
        for group, answers in fresh.values():
            groups[group].append(answers)
        insert(Received, ("digest", "consultation_id"), [(each, consultation.pk) for each in sorted(fresh)])
        heard, kept = heard_so_far(consultation), _Kept.of(read, {unit for unit, _way in groups})
        for (unit, way), answers in sorted(groups.items(), key=lambda each: each[0]):
            refuse_more(kept.rows[unit], len(answers), heard[unit, read.home.ask])
            heard[unit, read.home.ask] += len(answers)
            _add(
                by, kept, (unit, way), _Counted(tally(read.form, answers), own_words.of_answers(read.form, answers))
            )
        PaperCount.objects.bulk_create(kept.new, batch_size=_TOGETHER)
        event.note(ask=read.home.ask, forms=len(fresh), units=len({unit for unit, _way in groups}))
    return len(fresh)


@dataclass(frozen=True)
class _Counted:
    """What the forms of one electorate add: counts, and what was written."""

    tally: Tally
    words: sealing.Words


@dataclass
class _Kept:
    """What is kept of the units of a table already, read at once however many there are.

    Attributes:
        rows: unit → its row, made where there was none.
        own: (row, way) → what the same person brought before.
        new: counts to be written.
    """

    key: Key
    rows: Mapping[int, Electorates]
    own: Mapping[tuple[int, str], PaperCount]
    new: list[PaperCount] = field(default_factory=list)

    @classmethod
    def of(cls, read: _Read, units: Collection[int]) -> "_Kept":
        """Read it; the consultation is held, so nobody else writes meanwhile."""
        consultation, ask = read.home.consultation, read.home.ask
        listed, rows = sorted(units), dict[int, Electorates]()
        for start in range(0, len(listed), _TOGETHER):
            part = listed[start : start + _TOGETHER]
            found = Electorates.objects.filter(consultation=consultation, ask=ask, unit__in=part)
            rows |= {row.unit_id: row for row in found.select_related("unit")}
        missing = Unit.objects.in_bulk([unit for unit in listed if unit not in rows])
        made = [Electorates(consultation=consultation, unit=unit, ask=ask) for unit in missing.values()]
        rows |= {row.unit_id: row for row in Electorates.objects.bulk_create(made, batch_size=_TOGETHER)}
        before = PaperCount.objects.filter(
            asked__consultation=consultation, asked__ask=ask, counter=read.by.actor, filed=True
        )
        return cls(box_of(consultation).key, rows, {(each.asked_id, each.way): each for each in before})


def _add(by: By, kept: _Kept, group: _Group, found: _Counted) -> None:
    (unit, way), key = group, kept.key
    row = kept.rows[unit]
    own = kept.own.get((row.pk, way))
    whole, wrote = found.tally, found.words
    place = own_words.place(row.pk, way, by.actor.pk if by.actor else None)
    if own:
        whole = joined([Tally(own.slips, own.blank, own.counts), whole])
        wrote = sealing.joined([sealing.unseal(key, place, bytes(own.words)), wrote])
    content = {
        "slips": whole.slips,
        "blank": whole.blank,
        "counts": {question: dict(counts) for question, counts in whole.counts.items()},
        "words": sealing.seal(key, place, wrote),
    }
    if own:
        change(own, own.version, **content)
    else:
        kept.new.append(PaperCount(asked=row, way=way, counter=by.actor, filed=True, **content))
