"""JSON as the exports write it, a list of objects → rows of cells."""

import json
from decimal import Decimal
from typing import Any

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.workbook import Cell, Limits, Sheet, Workbook
from jishi.sheets.xlsx import too_many_cells


def read_json(name: str, content: bytes, limits: Limits) -> Workbook:
    """Read a list of objects; the keys of all of them, in order, are the heads.

    Raises:
        Refusal: something else than a list of flat objects, or too many cells.
    """
    try:
        listed = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise _no_list(name) from error
    if not all(isinstance(each, dict) for each in listed):
        raise _no_list(name)
    heads = list(dict.fromkeys(head for each in listed for head in each))
    if (len(listed) + 1) * len(heads) > limits.cells:
        raise too_many_cells(name, len(listed), len(heads))
    rows = tuple(tuple(_cell(name, each.get(head)) for head in heads) for each in listed)
    return Workbook(name, "json", (Sheet("", (tuple(heads), *rows)),))


def _cell(name: str, value: Any) -> Cell:
    if isinstance(value, list | dict):
        raise _no_list(name)
    return None if value == "" else value


def _no_list(name: str) -> Refusal:
    return refuse(
        name,
        sentence("This is no list of flat JSON objects."),
        sentence("Send the table as .xlsx or .csv, or export it again."),
    )
