"""The frame of every list: each row goes through the verb of the page; what goes out has the same form.

A row is tried in a savepoint of its own. A dry run does the same and takes everything back, so that what it says is
what the import would do.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db import transaction

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.room import told_of_no_room
from jishi.actions.org.order import Order
from jishi.actions.people.ground import By
from jishi.actions.people.reading import Purpose, check_purpose, noted_all
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import Staged, StagedRow, stage
from jishi.sheets.values import Value
from jishi.sheets.workbook import Remark, Workbook
from jishi.store import clock
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.transact import action

Took = Literal["added", "changed", "same"]


@dataclass(frozen=True)
class Taking:
    """An import that is going on.

    Attributes:
        asked: by whom, from where.
        pack: whose words count.
    """

    asked: Asked
    pack: Pack

    def on(self, row: StagedRow) -> date:
        """Return the day that a row says; today where it says none."""
        value = row.values.get("on")
        return date.fromordinal(value) if isinstance(value, int) else clock.today()

    def order(self, row: StagedRow) -> Order:
        """Return a change of the tree as a row asks for it."""
        return Order(self.asked.scope, self.pack, self.on(row), self.asked.actor, row.text("document"))


@dataclass(frozen=True)
class Leaving:
    """What goes out: for whom, of which unit and below (None = the whole scope), and what for."""

    scope: Scope
    pack: Pack
    actor: Account | None = None
    unit: Unit | None = None
    purpose: Purpose | None = None


@dataclass(frozen=True)
class Listing:
    """A list that comes in and goes out in one form.

    Attributes:
        kind: its name: in addresses, in commands, on the record of an import.
        form: of a pack.
        take: does what a row says, or says that it is known already; None = the list only goes out.
        rows: what goes out, in the order of the columns.
        field_class: the most private class of field in it.
        concerned: who stands in it; given where going out is an event that each of them can see.
    """

    kind: str
    form: Callable[[Pack], Form]
    take: Callable[[Taking, StagedRow], Took] | None
    rows: Callable[[Leaving], Iterable[Sequence[Value]]]
    field_class: int = 1
    concerned: Callable[[Leaving], Sequence[Person]] | None = None

    @property
    def comes_in(self) -> bool:
        """Whether the list comes in again as the sheet that goes out."""
        return self.take is not None


class WrongCell(Refusal):
    """A refusal because of one cell of the row."""

    def __init__(self, column: str, refusal: Refusal) -> None:
        super().__init__(refusal.complaints)
        self.column = column


@contextmanager
def at(column: str) -> Iterator[None]:
    """Say which cell is meant by whatever is refused inside."""
    try:
        yield
    except WrongCell:
        raise
    except Refusal as refusal:
        raise WrongCell(column, refusal) from refusal


class _TakenBackError(Exception):
    """What was written is taken back; the outcome is told all the same."""


@dataclass
class _Taken:
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "changed": 0, "same": 0})
    errors: list[Remark] = field(default_factory=list)
    kept: list[object] = field(default_factory=list)
    record: int | None = None


def bring(listing: Listing, asked: Asked, pack: Pack, *, only_try: bool) -> Outcome:
    """Bring a list in, or try it: everything, or the good rows, or (after an error in mode ``all``) nothing.

    Raises:
        Refusal: the file is no sheet of this form, the list only goes out, another import is running, or there is
            no room.
    """
    if listing.take is None:
        raise refuse(
            asked.name,
            sentence("This list is computed; it only goes out."),
            sentence("Change what it is computed from."),
        )
    with alone(listing.kind), told_of_no_room():
        workbook = asked.workbook()
        staged = stage(workbook, listing.form(pack), asked.progress)
        taken = _Taken(errors=list(staged.errors))
        try:
            with action(asked.actor, f"{listing.kind}.import", content=asked.name) as event:
                _take_all(listing, Taking(asked, pack), staged, taken)
                stops = asked.mode == "all" and bool(taken.errors)
                if only_try or stops or not taken.kept:
                    raise _TakenBackError
                kept = record(listing.kind, asked, taken.counts, taken.errors)
                event.about(kept)
                event.note(root=root_of(taken.kept), file=kept.file.digest, **taken.counts)
            taken.record = kept.pk
        except _TakenBackError:
            pass
        return _outcome(listing, asked, (workbook, staged), taken)


def _take_all(listing: Listing, taking: Taking, staged: Staged, taken: _Taken) -> None:
    assert listing.take is not None
    bad, first = staged.bad_rows(), listing.form(taking.pack).columns[0].id
    for row in staged.rows:
        if (row.sheet, row.row) in bad:
            continue
        try:
            with transaction.atomic():
                took = listing.take(taking, row)
        except Refusal as refusal:
            column = refusal.column if isinstance(refusal, WrongCell) else first
            taken.errors += [Remark(row.spot(column), each.what, each.fix) for each in refusal.complaints]
            continue
        taken.counts[took] += 1
        if took != "same":
            taken.kept.append([str(value) for value in row.values.values()])


def _outcome(listing: Listing, asked: Asked, read: tuple[Workbook, Staged], taken: _Taken) -> Outcome:
    workbook, staged = read
    refused = {(error.spot.sheet, error.spot.row) for error in taken.errors}
    stops = bool(refused) and asked.mode == "all"
    counts = {**taken.counts, "refused": len(staged.rows) if stops else len(refused)}
    return Outcome(
        kind=listing.kind,
        workbook=workbook,
        content=asked.content,
        counts=counts,
        errors=tuple(taken.errors),
        notes=tuple(staged.notes),
        written=taken.record is not None,
        record=taken.record,
    )


def sheet(listing: Listing, leaving: Leaving, style: Style) -> Sheet:
    """Return a list as a sheet that can be brought in again.

    Raises:
        Refusal: the list is restricted, and no purpose is stated.
    """
    if listing.concerned is not None:
        purpose = leaving.purpose or Purpose("")
        people = listing.concerned(leaving)
        with action(leaving.actor, "sheet.export", listing.kind) as event:
            check_purpose(purpose, listing.kind)
            noted_all(By(leaving.actor, leaving.scope), people, purpose, [listing.kind])
            event.note(purpose=purpose.kind, words=purpose.words.strip()[:200], people=len(people))
    return style.sheet(listing.form(leaving.pack), listing.rows(leaving))
