"""One cell → one value: what an office types in a hundred shapes becomes text or a whole number, or says why not.

Empty is None = not known; it is never 0.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from jishi.core.errors import Sentence, sentence
from jishi.core.text import has_unseen
from jishi.sheets.choices import choice_id, level_place, yes_or_no
from jishi.sheets.clearing import CLEARED, Cleared, says_clear
from jishi.sheets.columns import SCALE, FormColumn
from jishi.sheets.dates import read_date
from jishi.sheets.folding import narrow, trimmed
from jishi.sheets.numbers import read_identity, read_phone
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.workbook import Cell, Fault

Value = None | str | int
# What a cell may say: a value, or that the value is to be deleted.
Read = Value | Cleared

_EMPTY_SIGNS = frozenset(("-", "--", "—", "——", "/", "\\", "n/a", "不详", "不詳", "未知", "unknown", "……"))
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)\s*(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_MARKS: Mapping[str, Decimal] = {
    "万": Decimal(10_000),
    "萬": Decimal(10_000),
    "万元": Decimal(10_000),
    "萬元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
    "億元": Decimal(100_000_000),
}
_MEASURE_WORDS = (
    "人 名 个 個 次 户 戶 元 ¥ 平方米 平米 ㎡ m2 分 条 條 项 項 天 月 个月 個月 家 期 场 場 件 处 處 块 塊 yuan"
)
_MEASURES = frozenset(_MEASURE_WORDS.split())
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORMULA = re.compile(r"[=+@]|-(?!\d)")
_LARGEST = 2**63 - 1


def read_value(column: FormColumn, cell: Cell) -> Read:
    """Return what the cell says as the kept value of this column.

    Args:
        column: says the type; its head is not needed here.
        cell: as the sheet holds it.

    Returns:
        None for an empty cell; text for the types text, code and choice; a whole number for all others: dates as
        ordinals, shares in basis points, money in fen, areas and scores in hundredths, yes-no as 1 and 0, a level
        as its place among the choices; CLEARED where a clearable column says so.

    Raises:
        Unreadable: with what is wrong and what to do.
    """
    if isinstance(cell, str):
        cell = trimmed(cell)
        if not cell or (len(cell) < 8 and column.type not in ("text", "code") and _means_nothing(cell)):
            return None
        if column.clearable and says_clear(cell):
            return CLEARED
    if cell is None:
        return None
    if isinstance(cell, Fault):
        raise _fault(cell)
    value = _READERS[column.type](column, cell)
    if isinstance(value, int):
        _check_range(column, value)
    return value


def _means_nothing(text: str) -> bool:
    return narrow(text).casefold() in _EMPTY_SIGNS


def _fault(cell: Fault) -> Unreadable:
    if cell.text:
        return Unreadable(
            sentence("The cell shows the error %(error)s.", error=cell.text),
            sentence("Correct the formula, or type the value itself."),
        )
    return Unreadable(
        sentence("The cell holds a formula without a result; formulas are never computed here."),
        sentence("Open the file in Excel or WPS, save it, and send it again; or type the value itself."),
    )


def read_text(column: FormColumn, cell: Cell) -> str:
    """Return words; numbers and dates as they are written."""
    text = cell if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else str(cell)
    if _FORMULA.match(text):
        raise Unreadable(
            sentence("“%(cell)s” begins like a formula.", cell=text[:40]),
            sentence("Write the words without the sign at the beginning."),
        )
    if _CONTROL.search(text):
        raise _unseen()
    if len(text) > 200:
        raise Unreadable(
            sentence("The cell holds %(count)s letters; 200 are kept.", count=len(text)),
            sentence("Write it shorter."),
        )
    return text


def read_words(column: FormColumn, cell: Cell) -> str:
    """Return words that are kept as they are: signs that turn or split them unseen make two names look like one."""
    text = read_text(column, cell)
    if has_unseen(text):
        raise _unseen()
    return text


def _unseen() -> Unreadable:
    return Unreadable(sentence("The cell holds letters that cannot be seen."), sentence("Type it again by hand."))


def read_code(column: FormColumn, cell: Cell) -> str:
    """Return a code; one that was typed as a number comes back as its digits (the caller says so)."""
    if isinstance(cell, float):
        raise Unreadable(
            sentence("The code was typed as a number and has lost its last digits."),
            sentence("Set the column to text and type the code again."),
        )
    text = narrow(read_text(column, cell[1:] if isinstance(cell, str) and cell.startswith("'") else cell))
    text = text.replace(" ", "")
    if not text or len(text) > 40:
        raise Unreadable(
            sentence("“%(cell)s” is no code.", cell=text[:40]),
            sentence("Write the code with 1 to 40 letters or digits."),
        )
    return text


def read_number(column: FormColumn, cell: Cell) -> int:
    """Return the kept whole number of a count, a share, an amount of money, an area, a score or months."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | Decimal):
        raise _no_number(cell)
    number, percent = _decimal(cell)
    scale = SCALE[column.type]
    if column.type == "share" and not percent and 0 < number <= 1:
        raise Unreadable(
            sentence(
                "%(cell)s may mean %(hundredfold)s %% or %(cell)s %%.",
                cell=number,
                hundredfold=f"{(number * 100).normalize():f}",
            ),
            sentence("Write the percent sign: 95%."),
        )
    if percent and column.type != "share":
        raise Unreadable(
            sentence("“%(cell)s” is a percentage; a number is asked for.", cell=cell),
            sentence("Write the number without the percent sign."),
        )
    kept = number * scale
    if column.type == "share":
        return int(kept // 1)  # more than two decimals come from a division; every deciding division floors
    if kept != int(kept):
        raise _too_fine(cell, scale)
    if abs(kept) > _LARGEST:
        raise _no_number(cell)
    return int(kept)


def _decimal(cell: str | int | Decimal) -> tuple[Decimal, bool]:
    if not isinstance(cell, str):
        return Decimal(cell), False
    text = narrow(cell).removeprefix("¥")
    found = _NUMBER.fullmatch(text)
    if not found:
        raise _no_number(cell)
    digits, unit = found[1], found[2].strip()
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        raise _no_number(cell)
    percent = unit == "%"
    if not percent and unit and unit.casefold() not in _MEASURES and unit not in _MARKS:
        raise _no_number(cell)
    try:
        return Decimal(digits.replace(",", "")) * _MARKS.get(unit, Decimal(1)), percent
    except InvalidOperation as error:
        raise _no_number(cell) from error


def _no_number(cell: Cell) -> Unreadable:
    return Unreadable(
        sentence("“%(cell)s” is not a number.", cell=str(cell)[:40]),
        sentence("Write digits only: 0 for none; leave the cell empty if it is not known."),
    )


def _too_fine(cell: Cell, scale: int) -> Unreadable:
    fix: Sentence
    if scale == 1:
        fix = sentence("Write a whole number.")
    else:
        fix = sentence("Write at most two decimals.")
    return Unreadable(sentence("“%(cell)s” has more decimals than are kept.", cell=cell), fix)


def _check_range(column: FormColumn, value: int) -> None:
    scale = SCALE.get(column.type)
    below = column.least is not None and value < column.least
    above = column.most is not None and value > column.most
    if scale is None or not (below or above):
        return
    least, most = (_shown(bound, scale) for bound in (column.least, column.most))
    raise Unreadable(
        sentence(
            "%(value)s lies outside %(least)s to %(most)s.", value=_shown(value, scale), least=least, most=most
        ),
        sentence("Check the number and its unit of measure."),
    )


def _shown(value: int | None, scale: int) -> str:
    return "…" if value is None else f"{(Decimal(value) / scale):f}"


def _date(column: FormColumn, cell: Cell) -> int:
    return read_date(cell).toordinal()


_READERS: Mapping[str, Callable[[FormColumn, Cell], Value]] = {
    "text": read_words,
    "value": read_text,
    "code": read_code,
    "choice": choice_id,
    "level": level_place,
    "yes-no": yes_or_no,
    "date": _date,
    "identity": read_identity,
    "phone": read_phone,
    **dict.fromkeys(SCALE, read_number),
}
