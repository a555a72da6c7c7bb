"""Why a row of members cannot be taken as it stands, and what looks odd in one."""

from datetime import date

from jishi.actions.imports.members.row import Said
from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.sheets.workbook import Remark
from jishi.store.models.people import Member
from jishi.store.queries import privacy


def died(said: Said, on: date) -> Remark:
    """Say that a row means somebody who died."""
    return Remark(
        said.row.spot("name"),
        sentence("This person died on %(on)s.", on=on.isoformat()),
        sentence("Delete the row, or correct the date of death on the person's page first."),
    )


def maybe_leader(said: Said) -> Remark:
    """Say that a row is taken to mean somebody who holds a post above."""
    return Remark(
        said.row.spot("name"),
        sentence("%(name)s is taken to be the one person of this name who holds a post above.", name=said.name),
        sentence("If it is somebody else, fill in the identity number or the date of birth of both."),
    )


def elsewhere(said: Said, standing: Member, scope: Scope) -> Remark:
    """Say that a row means somebody who is in another branch; it is named where the reader reads there."""
    if privacy.reads(scope, standing.unit):
        what = sentence(
            "This person is in %(branch)s already; nobody is in two branches.", branch=standing.unit.name
        )
    else:
        what = sentence("This person is in another branch already; nobody is in two branches.")
    return Remark(said.row.spot("name"), what, sentence("Ask for a transfer of the organisational relation."))


def twice(said: Said, before: int) -> Remark:
    """Say that an identity number stood in a row before (from 0)."""
    return Remark(
        said.row.spot("identity"),
        sentence("This identity number stands in row %(row)s already.", row=before + 1),
        sentence("Compare both with the card; delete one of the rows if it is the same person."),
    )


def nothing_apart(said: Said, same: int) -> Remark:
    """Say that nothing tells the row from one before (from 0)."""
    return Remark(
        said.row.spot("name"),
        sentence("This name stands in row %(row)s of the same branch already.", row=same + 1),
        sentence(
            "Delete one of the rows if it is the same person; else fill in the date of birth or the identity "
            "number of both."
        ),
    )


def maybe_ruined(said: Said) -> Remark:
    """Say that a number looks as if a sheet had ruined it."""
    return Remark(
        said.row.spot("identity"),
        sentence("This identity number ends with three zeros; a sheet may have ruined it."),
        sentence("Compare it with the card."),
    )
