"""Dates in cells: what the calendar reads, and what only a sheet can spoil."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from jishi.core import calendar
from jishi.core.errors import Refusal, sentence
from jishi.sheets.folding import narrow
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.workbook import Cell

# Excel's count of days for 1919 to 2064; a smaller number in a column of dates is a slip, not a day of 1905.
_EXCEL_DAYS = range(7_000, 60_000)


# The same days come again and again in a register; a day typed as a number is none typed as a text.
@lru_cache(maxsize=65536, typed=True)
def read_date(cell: Cell) -> date:
    """Return the date of a cell; the first of the month where only the month is given.

    Raises:
        Unreadable: no date, or one that could mean two months.

    Example:
        >>> read_date("2012年2月7日"), read_date("201202")
        (datetime.date(2012, 2, 7), datetime.date(2012, 2, 1))
    """
    if isinstance(cell, Decimal):
        raise Unreadable(
            sentence(
                "“%(cell)s” was typed as a number: %(cell)s and %(cell)s0 look the same to a sheet.", cell=cell
            ),
            sentence("Set the column to text and type the date with its month: 2012.10 or 2012-10-05."),
        )
    typed: str | int | date = narrow(str(cell))
    if isinstance(cell, date) or (isinstance(cell, int) and not isinstance(cell, bool) and cell in _EXCEL_DAYS):
        typed = cell
    try:
        return calendar.read_date(typed, "")
    except Refusal as refusal:
        reason = refusal.complaints[0]
        raise Unreadable(reason.what, reason.fix) from None
