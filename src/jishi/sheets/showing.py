"""A kept value → what a person reads; :func:`jishi.sheets.values.read_value` reads it back to the same value."""

from datetime import date
from decimal import Decimal

from jishi.sheets.columns import SCALE, FormColumn, said
from jishi.sheets.values import Value
from jishi.sheets.writing import Written

_YES_NO = {"en": ("no", "yes")}


def show(column: FormColumn, value: Value, language: str = "") -> Written:
    """Return what stands in a cell.

    Args:
        column: says the type.
        value: as :func:`read_value` returns it.
        language: of choices and yes-no; empty = ids, for machines.
    """
    if value is None or value == "":
        return None
    if column.type == "choice":
        choice = next((choice for choice in column.choices if choice.id == value), None)
        return said(choice.names, language) if choice and language else value
    if not isinstance(value, int):
        return value
    return _shown(column, value, language)


def _shown(column: FormColumn, value: int, language: str) -> Written:
    if column.type == "date":
        return date.fromordinal(value).isoformat()
    if column.type == "yes-no":
        return _YES_NO.get(language or "en", ("否", "是"))[value]
    if column.type == "level":
        choice = column.choices[value]
        return said(choice.names, language) if language else choice.id
    if column.type == "share":
        return f"{_plain(value, 100)}%"
    return value if SCALE[column.type] == 1 else Decimal(_plain(value, SCALE[column.type]))


def _plain(value: int, scale: int) -> str:
    return f"{(Decimal(value) / scale).normalize():f}"
