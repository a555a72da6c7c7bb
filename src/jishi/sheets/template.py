"""Templates: a workbook with the right heads, drop-downs, text columns and a note at every head."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jishi.sheets.clearing import NOTES, WORDS
from jishi.sheets.columns import Form, FormColumn, said
from jishi.sheets.workbook import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROWS = 2000
_DICTIONARY = "字典"
_WIDTHS: Mapping[str, int] = {
    "text": 28,
    "code": 18,
    "date": 14,
    "choice": 18,
    "level": 18,
    "identity": 22,
    "phone": 16,
}


def write_template(form: Form, language: str) -> bytes:
    """Return an ``.xlsx`` template of a form.

    The head is locked and frozen, cells are open; codes and dates are text, so that nothing is lost in typing;
    choices are drop-downs fed from a hidden sheet; the note at each head says what to write.
    """
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(said(form.names, language)[:31])
    dictionary = book.add_worksheet(_DICTIONARY)
    dictionary.hide()
    framed = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    head = book.add_format({**framed, "bg_color": "#E8EEF7"})
    must = book.add_format({**framed, "bg_color": "#CFE0F5"})
    words = book.add_format({"num_format": "@", "locked": False})
    numbers = book.add_format({"locked": False})
    for place, column in enumerate(form.columns):
        text = said(column.names, language)
        page.write_string(0, place, text, must if column.required else head)
        _remark(page, place, column, language)
        shape = numbers if column.type in ("count", "months") else words
        page.set_column(place, place, _WIDTHS.get(column.type, 12), shape)
        _drop_down(page, dictionary, place, column, language)
    _finish(page, form)
    book.close()
    return kept.getvalue()


def _remark(page: "Worksheet", place: int, column: FormColumn, language: str) -> None:
    parts = [said(texts, language) for texts in (column.note, NOTES if column.clearable else {}) if texts]
    note = "\n".join(parts)
    if note:
        page.write_comment(0, place, note, {"author": "Jishi", "x_scale": 2, "y_scale": 1.2})


def _drop_down(page: "Worksheet", dictionary: "Worksheet", place: int, column: FormColumn, language: str) -> None:
    names = [said(choice.names, language) for choice in column.choices]
    if column.type == "yes-no":
        names = {"en": ["yes", "no"]}.get(language, ["是", "否"])
    if not names:
        return
    if column.clearable:
        names.append(said(WORDS, language))
    dictionary.write_column(0, place, names)
    letters = column_letters(place)
    page.data_validation(
        1,
        place,
        ROWS,
        place,
        {"validate": "list", "source": f"={_DICTIONARY}!${letters}$1:${letters}${len(names)}"},
    )


def _finish(page: "Worksheet", form: Form) -> None:
    fixed = sum(1 for column in form.columns[:2] if column.type in ("code", "text"))
    page.set_row(0, 44)
    page.freeze_panes(1, fixed)
    page.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "sort": True,
            "autofilter": True,
            "insert_rows": True,
            "delete_rows": True,
        },
    )
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
