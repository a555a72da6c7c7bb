"""forms/*.yaml: official papers as grids of cells: boxes, signatures, copies, and which figure stands where."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position
from jishi.packs.schema.procedures import Term


@dataclass(frozen=True)
class FormCell:
    """One cell: a label, a figure, a text with figures in braces, or a box for an opinion."""

    label: Texts | None = described("A label.", default=None)
    value: str | None = described("Name of a figure: score, fact:members-total, graded-as:good.", default=None)
    text: Texts | None = described("Words, with names of figures in braces.", default=None)
    signs: tuple[Texts, ...] = described(
        "Who signs or stamps here, each on a line; then a date follows.", default=()
    )
    across: int = described("Over how many columns it reaches.", default=1)
    down: int = described("Over how many rows it reaches.", default=1)
    position: Position = position()


@dataclass(frozen=True)
class FormRow:
    """One row of a grid."""

    cells: tuple[FormCell, ...] = described("Its cells, from the left.")
    height: int = described("At least so many millimetres.", default=0)
    position: Position = position()


@dataclass(frozen=True)
class FormColumn:
    """One column of a list."""

    head: Texts = described("Its head.")
    value: str = described("Name of the figure that stands in it; no = the number of the row.")
    group: Texts | None = described("A head above it and its neighbours of the same group.", default=None)
    width: int = described("Its share of the width.", default=2)
    align: Literal["left", "centre", "right"] = described("How its cells stand.", default="centre")
    position: Position = position()


@dataclass(frozen=True)
class FormBlock:
    """One part of a paper, from top to bottom."""

    kind: Literal[
        "title", "line", "heading", "paragraph", "note", "grid", "list", "signatures", "signed", "basis", "new-page"
    ] = described(
        "title, heading, paragraph, note = words; line = labels with figures beside each other; grid = a table of "
        "single cells; list = one row for each unit, domain, part or remedy; signatures = labels to sign beside; "
        "signed = who issues and the day; basis = which rows stand behind each figure of the paper; new-page."
    )
    text: Texts | None = described("The words; names of figures stand in braces.", default=None)
    level: int = described("heading: 1 to 4.", default=1)
    write: bool = described("paragraph: True = the office may write it in its own words.", default=False)
    widths: tuple[int, ...] = described("grid: the share of each column in the width.", default=())
    rows: tuple[FormRow, ...] = described("grid: its rows.", default=())
    cells: tuple[FormCell, ...] = described("line: labels and figures, each pair one cell.", default=())
    of: Literal["units", "domains", "parts", "remedies"] | None = described(
        "list: a row for each unit, each domain, each part below, or each remedy.", default=None
    )
    grades: tuple[str, ...] = described(
        "list: only units that were given one of these grades.", refers="grades", default=()
    )
    columns: tuple[FormColumn, ...] = described("list: its columns.", default=())
    total: Literal["first", "last", "none"] = described("list: where the row of totals stands.", default="none")
    labels: tuple[Texts, ...] = described("signatures: the labels.", default=())
    position: Position = position()


@dataclass(frozen=True)
class PaperForm:
    """One official paper."""

    id: Id = described("Name of the paper.")
    names: Texts = described("What people call it.")
    number: str = described("Number of the form, as it stands at its foot.")
    version: str = described("Which edition of the form this is.")
    blocks: tuple[FormBlock, ...] = described("Its parts, from top to bottom.")
    source: Source = described("Where it is laid down.")
    about: Literal["unit", "area"] = described("unit = one unit that is graded; area = a unit and all below it.")
    kinds: tuple[str, ...] = described(
        "area: kinds of units that make it; unit: kinds that it is about; empty = all.", refers="kinds", default=()
    )
    levels: tuple[str, ...] = described(
        "Levels of the units that make it; empty = all.", refers="levels", default=()
    )
    up: bool = described("True = it is handed to the committee above.", default=False)
    due: Term | None = described("Within which time after the round has closed it is handed up.", default=None)
    stamped: bool = described("True = it is handed up only with its stamped original.", default=True)
    copies: int = described("How many copies are printed.", default=1)
    sheet: Literal["a4", "a4-across", "a3-across", "official"] = described(
        "The paper; official = the layout of official documents.", default="a4"
    )
    position: Position = position()
