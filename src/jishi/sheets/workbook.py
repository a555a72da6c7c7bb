"""What a sheet file holds once it is read: rows of cells, each as the office typed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from jishi.core.errors import Complaint, Sentence

ROWS_OF_EXCEL = 1_048_576


@dataclass(frozen=True)
class Fault:
    """A cell that holds no value: an error such as ``#REF!``, or a formula whose result was never computed.

    Attributes:
        text: the error as Excel shows it; empty for a formula without a result.
    """

    text: str


# None = empty. A float is a number of so many digits that the sheet has lost the last ones.
Cell = None | str | int | Decimal | float | bool | date | datetime | time | Fault


@dataclass(frozen=True)
class Limits:
    """How much one file may hold before it is refused unread.

    Attributes:
        file_bytes: size of the file as it lies on disk.
        unpacked_bytes: size of everything packed inside it.
        ratio: unpacked size by packed size, asked of files over ``ratio_from_bytes`` unpacked.
        entries: parts in the package.
        cells: rows x columns of the filled area of one sheet.
        held: rows of a sheet that are held in memory; a longer one is read again whenever it is gone through.
    """

    file_bytes: int = 200 << 20
    unpacked_bytes: int = 1 << 30
    ratio: int = 200
    ratio_from_bytes: int = 64 << 20
    entries: int = 2_000
    cells: int = 40_000_000
    held: int = 20_000


@dataclass(frozen=True)
class Merge:
    """A merged area; rows and columns count from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: its tab; empty for a file that has no tabs.
        rows: from the first row of the sheet on; cells from column A on; rows may differ in length.
        merges: merged areas; only the first cell of each holds the value.
        hidden_rows: rows (from 0) that the office has hidden.
        visible: whether the tab is shown.
    """

    name: str
    rows: Sequence[tuple[Cell, ...]]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    visible: bool = True


@dataclass(frozen=True)
class Workbook:
    """A file that was read.

    Attributes:
        name: the file's name, for messages.
        format: ``xlsx``, ``csv`` or ``parquet``.
        sheets: in the order of the tabs.
        encoding: how the letters of a text file were read; empty otherwise.
    """

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""


@dataclass(frozen=True)
class Spot:
    """A place in a workbook; row and column count from 0; -1 = the whole sheet, row or file."""

    sheet: str = ""
    row: int = -1
    column: int = -1

    def address(self) -> str:
        """Return the place as a spreadsheet names it.

        Example:
            >>> Spot("组织", 11, 2).address()
            '组织 › C12'
        """
        column = column_letters(self.column) if self.column >= 0 else ""
        cell = f"{column}{self.row + 1}" if self.row >= 0 else column
        return " › ".join(part for part in (self.sheet, cell) if part)


@dataclass(frozen=True)
class Remark:
    """One thing that is wrong, or was changed in reading, at one place of a workbook."""

    spot: Spot
    what: Sentence
    fix: Sentence

    def complaint(self, file: str) -> Complaint:
        """Return the remark as a complaint ``file › sheet › cell``."""
        place = self.spot.address()
        return Complaint(f"{file} › {place}" if place else file, self.what, self.fix)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    Example:
        >>> column_letters(0), column_letters(27)
        ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the column, counted from 0, of its letters.

    Example:
        >>> column_number("AB")
        27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
