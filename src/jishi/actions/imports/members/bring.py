"""Bring in members: check a sheet, or check and write it."""

from dataclasses import replace

from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.members.branches import branches_of
from jishi.actions.imports.members.form import FORM
from jishi.actions.imports.members.plan import Grounds, Plan, plan
from jishi.actions.imports.members.row import MEMBER, Said
from jishi.actions.imports.members.write import write
from jishi.actions.imports.outcome import Asked, Outcome, Sheets
from jishi.actions.imports.room import told_of_no_room
from jishi.sheets.staging import Staged
from jishi.store import clock
from jishi.store.transact import action
from jishi.store.vault import keys


def check(asked: Asked) -> Outcome:
    """Read a sheet of members and say what bringing it in would do; nothing is written.

    Raises:
        Refusal: the file is no sheet of members that can be read.
    """
    sheets = asked.staged(FORM)
    return _outcome(asked, sheets, _plan(asked, sheets.staged))


def run(asked: Asked) -> Outcome:
    """Bring members in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    The same file a second time changes nothing. One transaction, one event with the root of the rows; the file is
    kept encrypted until its term is over.

    Raises:
        Refusal: the file is no sheet of members, another import is running, or there is no room.
    """
    with alone("members"), told_of_no_room():
        sheets = asked.staged(FORM)
        found = _plan(asked, sheets.staged)
        outcome = _outcome(asked, sheets, found)
        if not (found.added or found.changed):
            return outcome
        with action(asked.actor, "members.import", content=asked.name) as event:
            kept = record("members", asked, outcome.counts, outcome.errors)
            write(found, keys(), clock.today(), asked.progress)
            rows = [*(said for said, _known in found.added), *(change.said for change in found.changed)]
            event.about(kept)
            event.note(root=root_of(map(_sealed, rows)), **outcome.counts)
        return _outcome(asked, sheets, found, kept.pk)


def _plan(asked: Asked, staged: Staged) -> Plan:
    grounds = Grounds(branches_of(asked.scope), asked.scope, keys(), clock.today())
    return plan(staged, grounds, good_rows=asked.mode == "rows")


def _sealed(said: Said) -> list[object]:
    """Return what a digest of a row is made of: nothing that could be guessed back to a number."""
    return [said.unit, said.identity_index.hex(), said.phone_index.hex(), *(getattr(said, name) for name in MEMBER)]


def _outcome(asked: Asked, sheets: Sheets, found: Plan, record: int | None = None) -> Outcome:
    return replace(Outcome.of("members", asked, sheets, found, record), notes=tuple(found.notes))
