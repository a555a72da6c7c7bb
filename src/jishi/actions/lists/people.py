"""How a row names a member, for the lists of people."""

from datetime import date

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import column
from jishi.actions.lists.frame import Taking
from jishi.actions.people.ground import By
from jishi.core.errors import refuse, sentence
from jishi.sheets.staging import StagedRow
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.queries import privacy

NAME = column(
    "name",
    texts("姓名", "姓名", "Name"),
    note=texts("与花名册一致。", "與花名冊一致。", "As in the roster."),
    required=True,
    synonyms=("党员姓名",),
)
BORN = column(
    "born",
    texts("出生日期", "出生日期", "Born on"),
    "date",
    texts("同名时填。", "同名時填。", "Where two have one name."),
    synonyms=("出生年月",),
)


def day_of(row: StagedRow, name: str) -> date | None:
    """Return the day in a cell; None = it is empty."""
    value = row.values.get(name)
    return date.fromordinal(value) if isinstance(value, int) else None


def by_of(taking: Taking, on: date | None = None) -> By:
    """Return who acts, for a day; None = today."""
    return By(taking.asked.actor, taking.asked.scope, on=on)


def member_of(taking: Taking, row: StagedRow) -> Member:
    """Return the member whom a row names, among those whom the sender reads.

    Raises:
        Refusal: nobody is called so in this branch, or more than one is.
    """
    held = Member.objects.filter(
        privacy.readable(taking.asked.scope), in_force(clock.today()), unit__code=row.text("code")
    )
    held = held.filter(person__name=row.text("name"))
    born = day_of(row, "born")
    found = list((held.filter(person__born_on=born) if born else held).select_related("person", "unit")[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise refuse(
            row.text("name"),
            sentence("Two members of this branch are called so."),
            sentence("Fill in the date of birth."),
        )
    raise refuse(
        row.text("name"),
        sentence("No member of this branch is called so."),
        sentence("Compare with the roster; it lies outside what you may see, or the member has left."),
    )


def any_unit(code: str) -> Unit | None:
    """Return the unit at the other end, which need not lie inside the own scope; None = none is named.

    Raises:
        Refusal: no unit has this code.
    """
    if not code:
        return None
    found = Unit.objects.filter(code=code, dissolved_on__isnull=True).first()
    if found is None:
        raise refuse(
            code,
            sentence("No unit has the code %(code)s.", code=code),
            sentence("Compare with the register of units, or bring the unit in first."),
        )
    return found
