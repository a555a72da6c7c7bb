"""Files as offices send them, made on the spot."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

Row = Sequence[object]


def as_csv(*rows: Row, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode(encoding)


def as_xlsx(*rows: Row, sheet: str = "登记册") -> bytes:
    """Texts as texts, numbers as numbers; "=…" as the text that it is."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell)
            elif cell is not None:
                page.write_number(number, column, cell)
    book.close()
    return kept.getvalue()
