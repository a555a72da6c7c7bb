"""Bring in members: check a sheet, or check and write it."""

from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import digest_of, record, root_over
from jishi.actions.imports.members.branches import Branches
from jishi.actions.imports.members.form import FORM
from jishi.actions.imports.members.plan import Grounds, Keep, Part, Plan, plan
from jishi.actions.imports.members.row import MEMBER, Said
from jishi.actions.imports.members.spool import Spool
from jishi.actions.imports.members.write import kept, write
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.room import told_of_no_room
from jishi.sheets.staging import staged_parts
from jishi.sheets.workbook import Workbook
from jishi.store import clock
from jishi.store.transact import action
from jishi.store.vault import Keys, keys


def check(asked: Asked) -> Outcome:
    """Read a sheet of members and say what bringing it in would do; nothing is written.

    Raises:
        Refusal: the file is no sheet of members that can be read.
    """
    workbook = asked.workbook()
    return _outcome(asked, workbook, _plan(asked, workbook, keys(), _drop))


def run(asked: Asked) -> Outcome:
    """Bring members in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    Rows are read and checked some thousand at a time; what passed waits sealed in a file of the home until the
    last row was checked, and is then written in one transaction with one event that holds the root of the rows. So
    memory does not grow with the sheet. The same file a second time changes nothing; the file is kept encrypted
    until its term is over.

    Raises:
        Refusal: the file is no sheet of members, another import is running, or there is no room.
    """
    with alone("members"), told_of_no_room():
        workbook, vault = asked.workbook(), keys()
        digests: list[bytes] = []
        with Spool(vault) as spool:

            def keep(part: Part) -> None:
                spool.add(kept(part))
                rows = [*(said for said, _known in part.added), *(change.said for change in part.changed)]
                digests.extend(digest_of(_sealed(said)) for said in rows)

            found = _plan(asked, workbook, vault, keep)
            outcome = _outcome(asked, workbook, found)
            if not (found.added or found.changed):
                return outcome
            with action(asked.actor, "members.import", content=asked.name) as event:
                row = record("members", asked, outcome.counts, outcome.errors)
                write(spool, found.added + found.changed, vault, asked.progress)
                event.about(row)
                event.note(root=root_over(digests), **outcome.counts)
        return _outcome(asked, workbook, found, row.pk)


def _drop(part: Part) -> None:
    """Keep nothing: it was only asked what would be written."""


def _plan(asked: Asked, workbook: Workbook, vault: Keys, keep: Keep) -> Plan:
    grounds = Grounds(Branches(asked.scope), asked.scope, vault, clock.today())
    parts = staged_parts(workbook, FORM, asked.progress)
    return plan(parts, grounds, keep, good_rows=asked.mode == "rows")


def _sealed(said: Said) -> list[object]:
    """Return what a digest of a row is made of: nothing that could be guessed back to a number."""
    return [said.unit, said.identity_index.hex(), said.phone_index.hex(), *(getattr(said, name) for name in MEMBER)]


def _outcome(asked: Asked, workbook: Workbook, found: Plan, record: int | None = None) -> Outcome:
    counts = {name: getattr(found, name) for name in ("added", "changed", "same", "refused")}
    return Outcome(
        kind="members",
        workbook=workbook,
        content=asked.content,
        counts=counts,
        errors=tuple(found.errors),
        notes=tuple(found.notes),
        written=record is not None,
        record=record,
    )
