"""Cells that hold a number of a person: identity number or telephone. No message repeats what the cell holds."""

import re
from decimal import Decimal

from jishi.core.people import identity, phones
from jishi.core.people.reasons import Reason
from jishi.sheets.columns import FormColumn
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.workbook import Cell

_POWER = re.compile(r"\d(\.\d+)?E\+?\d+")


def read_identity(column: FormColumn, cell: Cell) -> str:
    """Return an identity number in its normal form, however it was typed.

    Raises:
        Unreadable: wrong digits, or a number that the sheet took for a quantity and ruined.
    """
    if isinstance(cell, float | Decimal):
        raise _unreadable(identity.ruined())
    number = identity.normal(str(cell))
    if _POWER.fullmatch(number):
        raise _unreadable(identity.ruined())
    fault = identity.fault_of(number)
    if fault is not None:
        raise _unreadable(fault)
    return number


def read_phone(column: FormColumn, cell: Cell) -> str:
    """Return a telephone number in its normal form; of several, the first.

    Raises:
        Unreadable: nobody can call it.
    """
    first = re.split(r"[、;；,，/\n]", str(cell), maxsplit=1)[0]
    number = phones.normal(first)
    fault = phones.fault_of(number)
    if fault is not None:
        raise _unreadable(fault)
    return number


def _unreadable(reason: Reason) -> Unreadable:
    return Unreadable(reason.what, reason.fix)
