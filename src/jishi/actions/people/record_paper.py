"""A person's own record on paper: what is held, who read it and why, and how to correct it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.utils import timezone

from jishi.actions.people.ground import By
from jishi.actions.people.own_record import OwnRecord, own_record
from jishi.actions.people.reading import Purpose, noted
from jishi.actions.people.terms import terms
from jishi.core.errors import Sentence, sentence
from jishi.documents.document import Block, Cell, Column, Document, Heading, Language, Paragraph, Row, Table, Title
from jishi.store import clock

Say = Callable[[str], str]
_CLOSE = ("care", "lost")
_STATUSES: Mapping[str, Sentence] = {
    "applicant": sentence("Applicant"),
    "activist": sentence("Activist"),
    "candidate": sentence("Candidate"),
    "probationary": sentence("Probationary member"),
    "full": sentence("Full member"),
}
_FIELDS: Mapping[str, Sentence] = {
    "name": sentence("Name"),
    "sex": sentence("Sex"),
    "born_on": sentence("Born"),
    "ethnicity": sentence("Ethnicity"),
    "education": sentence("Education"),
    "identity": sentence("Identity number"),
    "phone": sentence("Telephone"),
    "care": sentence("Care"),
    "lost": sentence("Lost contact"),
}
_SEXES: Mapping[str, Sentence] = {"female": sentence("female"), "male": sentence("male")}
_PURPOSES: Mapping[str, Sentence] = {
    "letter": sentence("write a letter of introduction"),
    "form": sentence("fill in an official form"),
    "contact": sentence("call the person"),
    "check": sentence("check the number against the card"),
    "correction": sentence("correct the record"),
    "care": sentence("visit or help"),
    "search": sentence("search for a lost member"),
    "record": sentence("print the person’s own record"),
    "other": sentence("something else (say what)"),
}


def paper(by: By, person: int, language: Language, say: Say) -> Document:
    """Return a person's own record as one paper; what is restricted on it was read for the record, which is noted.

    Raises:
        Person.DoesNotExist: there is none, or not where the reader reads.
    """
    record = own_record(by.scope, person)
    if record.care or record.lost:
        noted(by, record.person, Purpose("record"), _CLOSE)
        record = own_record(by.scope, person)
    blocks = (*_head(record, say), _held(record, say), *_readings(record, say), *_how(say))
    return Document(language, sentence("Own record").say(say), blocks, style="large")


def _head(record: OwnRecord, say: Say) -> Iterator[Block]:
    yield Title(f"{sentence('Own record').say(say)} · {record.person.name}")
    printed = sentence("Printed on %(day)s. To be handed to the person.", day=clock.today().isoformat())
    yield Paragraph(printed.say(say), indent=False)
    yield Heading(sentence("What is held").say(say), 2)


def _held(record: OwnRecord, say: Say) -> Table:
    person = record.person
    said: list[tuple[str, str]] = [
        (_FIELDS["name"].say(say), person.name),
        (_FIELDS["sex"].say(say), _SEXES[person.sex].say(say) if person.sex else ""),
        (_FIELDS["born_on"].say(say), _day(person.born_on)),
        (_FIELDS["ethnicity"].say(say), person.ethnicity),
        (_FIELDS["education"].say(say), person.education),
        *((_FIELDS[name].say(say), text) for name, text in record.masked.items()),
        *_history(record, say),
    ]
    rows = tuple(Row((Cell(name, head=True), Cell(value or "—", align="left"))) for name, value in said)
    return Table((Column(2), Column(5, "left")), rows)


def _history(record: OwnRecord, say: Say) -> Iterator[tuple[str, str]]:
    for member in record.memberships:
        status = _STATUSES[member.status].say(say)
        yield member.unit.name, f"{status} · {_day(member.from_on)} – {_day(member.to_on)}".rstrip(" –")
    for each in record.transfers:
        yield (
            sentence("Transfer").say(say),
            f"{each.from_unit or each.from_name} → {each.to_unit or each.to_name} · {_day(each.asked_on)}",
        )
    for away in record.floating:
        yield sentence("Lives elsewhere").say(say), f"{away.place} · {_day(away.from_on)}"
    for care in record.care or ():
        yield _FIELDS["care"].say(say), _day(care.from_on)
    for lost in record.lost or ():
        yield _FIELDS["lost"].say(say), f"{_day(lost.from_on)} · {_day(lost.expires_on)}"


def _readings(record: OwnRecord, say: Say) -> Iterator[Block]:
    yield Paragraph(
        sentence(
            "The numbers are kept encrypted; only their last four letters are shown. No score of persons is kept."
        ).say(say),
        indent=False,
    )
    yield Heading(sentence("Who read what is protected, and why").say(say), 2)
    if not record.readings:
        yield Paragraph(sentence("Nobody so far.").say(say), indent=False)
        return
    heads = (sentence("When"), sentence("Who"), sentence("What"), sentence("Why"))
    rows = [Row(tuple(Cell(head.say(say), head=True) for head in heads))]
    for each in record.readings:
        what = "、".join(_FIELDS[name].say(say) if name in _FIELDS else name for name in each.what)
        why = _PURPOSES[each.purpose].say(say) if each.purpose in _PURPOSES else each.purpose
        who = each.by or sentence("the command line").say(say)
        when = timezone.localtime(each.at).strftime("%Y-%m-%d %H:%M")
        rows.append(Row(tuple(Cell(text) for text in (when, who, what, f"{why} {each.words}".strip()))))
    yield Table((Column(3), Column(3), Column(3), Column(4, "left")), tuple(rows), heads=1)


def _how(say: Say) -> Iterator[Block]:
    yield Heading(sentence("How to correct it").say(say), 2)
    yield Paragraph(
        sentence(
            "Strike out what is wrong, write the right words beside it, sign, and hand the page to the secretary "
            "of your branch or the clerk of the committee above. They correct the record and print it anew."
        ).say(say),
        indent=False,
    )
    yield Paragraph(
        sentence(
            "After you leave every branch and post, the record is kept for %(months)s months and then destroyed; "
            "only the count stays.",
            months=terms()["person"].months,
        ).say(say),
        indent=False,
    )
    signature, day = sentence("Signature").say(say), sentence("Date").say(say)
    yield Paragraph(f"{signature}: ______________    {day}: ______________", indent=False)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
