"""Dates in every shape that offices type."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from jishi.core.errors import sentence
from jishi.sheets.folding import narrow
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.workbook import Cell

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_PARTED = re.compile(r"(\d{4})[.\-/年 ](\d{1,2})(?:[.\-/月 ](\d{1,2})日?号?)?月?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
# Excel counts days from here; a date in a cell that was formatted as a number shows as this count.
_EXCEL_START = date(1899, 12, 30)
_EXCEL_DAYS = range(7_000, 60_000)


def read_date(cell: Cell) -> date:
    """Return the date of a cell; the first of the month where only the month is given.

    Raises:
        Unreadable: no date, or one that could mean two months.

    Example:
        >>> read_date("2012年2月7日"), read_date("201202")
        (datetime.date(2012, 2, 7), datetime.date(2012, 2, 1))
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        raise Unreadable(
            sentence(
                "“%(cell)s” was typed as a number: %(cell)s and %(cell)s0 look the same to a sheet.", cell=cell
            ),
            sentence("Set the column to text and type the date with its month: 2012.10 or 2012-10-05."),
        )
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _EXCEL_DAYS:
        return _EXCEL_START + timedelta(days=cell)
    text = narrow(str(cell))
    found = _COMPACT.fullmatch(text) or _PARTED.fullmatch(text)
    if found and not isinstance(cell, bool):
        try:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            pass
    raise Unreadable(
        sentence("“%(cell)s” is not a date.", cell=text[:40]),
        sentence("Write year, month and day, for example 2012-02-07 or 2012年2月7日."),
    )
