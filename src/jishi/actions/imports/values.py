"""The rows of a facts sheet against the facts of the round: what is added, what changes, what is wrong."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jishi.actions.imports.forms import fact_column, named, source_named
from jishi.core.errors import Sentence, sentence
from jishi.core.names import Names
from jishi.packs.schema.facts import Fact
from jishi.sheets.clearing import Cleared
from jishi.sheets.columns import FormColumn
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.values import read_value
from jishi.sheets.workbook import Remark

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Said:
    """One value: of a unit (code), a fact and a source, with the place where it stands; None deletes it."""

    unit: str
    fact: str
    source: str
    value: int | None
    on: date | None
    sheet: str
    row: int

    @property
    def key(self) -> Key:
        """Return what may be said once."""
        return self.unit, self.fact, self.source


@dataclass(frozen=True)
class Grounds:
    """What values are checked against.

    Attributes:
        facts: the pack's facts by id.
        units: codes in the register.
        allowed: codes about which the asker may speak; None = all.
        privacy: the most private class of fact that the asker may bring in.
        known: what the round holds: (unit, fact, source) → (value, date).
        source: who says it, for sheets without a column of sources; empty = the first that the fact names.
        on: the date of values without one; None = the round's.
    """

    facts: Mapping[str, Fact]
    units: Collection[str]
    known: Mapping[Key, tuple[int | None, date | None]]
    allowed: Collection[str] | None = None
    privacy: int = 3
    source: str = ""
    on: date | None = None


@dataclass
class Plan:
    """What an import of facts would do.

    Attributes:
        added, changed: values to write.
        same: how many say what is known already.
        errors: why rows cannot be taken.
    """

    added: list[Said] = field(default_factory=list)
    changed: list[Said] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)


def plan(staged: Staged, grounds: Grounds, *, tall: bool, good_rows: bool) -> Plan:
    """Check the rows and say what would change.

    Args:
        staged: the rows, read.
        grounds: what they are checked against.
        tall: a row for each value; otherwise a row for each unit.
        good_rows: leave out bad rows; otherwise one error refuses all.
    """
    found = Plan(errors=list(staged.errors))
    columns: dict[str, FormColumn] = {fact.id: fact_column(fact) for fact in grounds.facts.values()}
    reader = _Reader(columns, grounds, found)
    said: dict[Key, Said] = {}
    for row in staged.rows:
        if not _unit_known(row, grounds, found):
            continue
        values = reader.tall(row) if tall else reader.wide(row)
        for one in values:
            before = said.setdefault(one.key, one)
            if before is not one:
                found.errors.append(_twice(row, one, before, grounds.facts[one.fact], tall=tall))
    bad = {(error.spot.sheet, error.spot.row) for error in found.errors}
    if good_rows or not bad:
        _sort_out((one for one in said.values() if (one.sheet, one.row) not in bad), grounds, found)
    return found


def _unit_known(row: StagedRow, grounds: Grounds, found: Plan) -> bool:
    code = row.text("code")
    if not code or "code" in row.unread:
        return False
    if code not in grounds.units:
        found.errors.append(Remark(row.spot("code"), *_unknown(code, grounds.units)))
    elif grounds.allowed is not None and code not in grounds.allowed:
        # In the same words as for a code that does not exist: what lies outside is not told.
        found.errors.append(Remark(row.spot("code"), *_unknown(code, ())))
    else:
        return True
    return False


def _unknown(code: str, units: Collection[str]) -> tuple[Sentence, Sentence]:
    padded = next((known for known in units if known != code and known.lstrip("0") == code), "")
    if padded:
        return (
            sentence(
                "The unit %(code)s is not in the register, but %(padded)s is: zeros at the beginning were lost.",
                code=code,
                padded=padded,
            ),
            sentence("Set the column to text and type the code with its zeros."),
        )
    return (
        sentence("The unit %(code)s is not in the register.", code=code),
        sentence("Correct the code, or bring the unit into the register first."),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the values of rows, noting what is wrong with them."""

    columns: Mapping[str, FormColumn]
    grounds: Grounds
    found: Plan

    def wide(self, row: StagedRow) -> Iterable[Said]:
        """Yield the values of a row that has a column for each fact."""
        for name, value in row.values.items():
            if name in self.columns and isinstance(value, int | Cleared):
                source = self._source(row, name, name, self.grounds.source)
                if source:
                    yield Said(row.text("code"), name, source, _kept(value), self.grounds.on, row.sheet, row.row)

    def tall(self, row: StagedRow) -> Iterable[Said]:
        """Yield the value of a row that has one."""
        name = row.text("fact")
        if not name or row.unread & {"fact", "value", "source", "on"}:
            return
        try:
            value = read_value(self.columns[name], row.text("value"))
        except Unreadable as reason:
            self._note(row, "value", reason.what, reason.fix)
            return
        source = self._source(row, name, "source", row.text("source") or self.grounds.source)
        on = row.values.get("on")
        day = date.fromordinal(on) if isinstance(on, int) else self.grounds.on
        if source and isinstance(value, int | Cleared):
            yield Said(row.text("code"), name, source, _kept(value), day, row.sheet, row.row)

    def _source(self, row: StagedRow, name: str, column: str, asked: str) -> str:
        """Return who says it; empty when the fact does not take that source (noted)."""
        fact = self.grounds.facts[name]
        if fact.privacy > self.grounds.privacy:
            self._note(
                row,
                column,
                sentence("You may not bring in “%(fact)s”.", fact=named(fact.names)),
                sentence("Leave the column out, or ask an office that may."),
            )
            return ""
        if asked and asked not in fact.sources:
            self._note(
                row,
                column,
                sentence(
                    "“%(fact)s” is not taken from the source %(source)s.",
                    fact=named(fact.names),
                    source=source_named(asked),
                ),
                sentence("Allowed: %(names)s.", names=Names([source_named(source) for source in fact.sources])),
            )
            return ""
        return asked or fact.sources[0]

    def _note(self, row: StagedRow, column: str, what: Sentence, fix: Sentence) -> None:
        self.found.errors.append(Remark(row.spot(column), what, fix))


def _kept(value: int | Cleared) -> int | None:
    return None if isinstance(value, Cleared) else value


def _twice(row: StagedRow, one: Said, before: Said, fact: Fact, *, tall: bool) -> Remark:
    return Remark(
        row.spot("fact" if tall else "code"),
        sentence(
            "%(unit)s has “%(fact)s” in row %(row)s already.",
            unit=one.unit,
            fact=named(fact.names),
            row=before.row + 1,
        ),
        sentence("Delete one of the two rows."),
    )


def _sort_out(said: Iterable[Said], grounds: Grounds, found: Plan) -> None:
    for one in said:
        known = grounds.known.get(one.key)
        if one.value is None and (known is None or known[0] is None):
            # Nothing is there to be deleted.
            found.same += 1
        elif known is None:
            found.added.append(one)
        elif known == (one.value, one.on):
            found.same += 1
        else:
            found.changed.append(one)
