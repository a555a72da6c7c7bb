"""One row of a sheet of members: what it says, and what in it cannot be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from jishi.core.errors import sentence
from jishi.core.people import identity
from jishi.core.people.stages import Way, faults
from jishi.sheets.staging import StagedRow
from jishi.sheets.workbook import Remark

DATES = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_on")
#: Fields of the person and of the membership that a row may set; an empty cell leaves what is known.
PERSON = ("name", "sex", "ethnicity", "born_on", "education")
MEMBER = ("status", "occupation", "registered", *DATES)


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says; empty text and None = nothing.

    Attributes:
        row: where it stands.
        unit: id of the branch.
        identity_index, phone_index: keyed digests, to find the person again.
    """

    row: StagedRow
    unit: int
    name: str
    sex: str = ""
    ethnicity: str = ""
    born_on: date | None = None
    education: str = ""
    status: str = ""
    since: date | None = None
    occupation: str = ""
    registered: str = ""
    applied_on: date | None = None
    activist_on: date | None = None
    candidate_on: date | None = None
    joined_on: date | None = None
    full_on: date | None = None
    place: str = ""
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    identity_index: bytes = field(default=b"", repr=False)
    phone_index: bytes = field(default=b"", repr=False)

    def way(self) -> Way:
        """Return the way that the row tells."""
        dates = {name: getattr(self, name) for name in DATES}
        return Way(self.status, self.since or date.min, born_on=self.born_on, **dates)


_DAYS = frozenset(("born_on", "since", *DATES))
_DIGESTS = frozenset(("identity_index", "phone_index"))
_FIELDS = tuple(each.name for each in fields(Said) if each.name != "row")


def packed(said: Said) -> list[Any]:
    """Return what a row says as plain values, with the place where it stands."""
    return [said.row.sheet, said.row.row, *(_plain(getattr(said, name)) for name in _FIELDS)]


def unpacked(values: list[Any]) -> Said:
    """Return what :func:`packed` was given; of its row only the place is left."""
    sheet, row, *said = values
    named = restored(dict(zip(_FIELDS, said, strict=True)))
    return Said(row=StagedRow(sheet, row, {}, {}), **named)


def restored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as they were before they became plain values."""
    found = dict(values)
    for name in found.keys() & _DAYS:
        found[name] = date.fromordinal(found[name]) if found[name] else None
    for name in found.keys() & _DIGESTS:
        found[name] = bytes.fromhex(found[name])
    return found


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Return fields as plain values."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.toordinal()
    return value.hex() if isinstance(value, bytes) else value


def day(row: StagedRow, column: str) -> date | None:
    """Return the date in a cell."""
    value = row.values.get(column)
    return date.fromordinal(value) if isinstance(value, int) else None


def read(row: StagedRow, unit: int) -> Said:
    """Return what a row says; the identity number fills in birth and sex where they are not said."""
    number = row.text("identity")
    born, sex = day(row, "born"), row.text("sex")
    if number:
        born = identity.born_on(number)
        sex = sex or identity.sex_of(number)
    return Said(
        row=row,
        unit=unit,
        name=row.text("name"),
        sex=sex,
        ethnicity=row.text("ethnicity"),
        born_on=born,
        education=row.text("education"),
        status=row.text("status") or _status(row),
        since=day(row, "since"),
        occupation=row.text("occupation"),
        registered=row.text("registered"),
        place=row.text("place") if row.values.get("floating") != 0 else "",
        identity=number,
        phone=row.text("phone") or row.text("landline"),
        **{name: day(row, name) for name in DATES},  # type: ignore[arg-type]
    )


def _status(row: StagedRow) -> str:
    """Return the status that the dates tell, where no column says it."""
    if row.values.get("full_on"):
        return "full"
    return "probationary" if row.values.get("joined_on") else ""


def check(said: Said, today: date) -> Iterator[Remark]:
    """Yield what contradicts in a row by itself."""
    row = said.row
    if said.status and "status" not in row.unread:
        for fault in faults(said.way(), today):
            if fault.field not in row.unread:
                yield Remark(row.spot(fault.field), fault.what, fault.fix)
    yield from _check_number(said)
    if row.values.get("lost_since") and row.values.get("lost") != 1:
        yield Remark(
            row.spot("lost_since"),
            sentence("A day since which contact is lost, but the member is not said to be lost."),
            sentence("Write yes in the column before it, or empty the cell."),
        )


def _check_number(said: Said) -> Iterator[Remark]:
    row, number = said.row, said.identity
    if not number:
        return
    written, born = day(row, "born"), identity.born_on(number)
    # Offices write births to the month; such a date is read as the first of it.
    if written and ((written.year, written.month) != (born.year, born.month) or written.day not in (1, born.day)):
        yield Remark(
            row.spot("born"),
            sentence("The date of birth differs from the one in the identity number."),
            sentence("Compare both with the card."),
        )
    if row.text("sex") and row.text("sex") != identity.sex_of(number):
        yield Remark(
            row.spot("sex"),
            sentence("The sex differs from the one in the identity number."),
            sentence("Compare both with the card."),
        )
