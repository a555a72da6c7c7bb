"""A paper before it is a file: what stands on it, in order. :mod:`pdf`, :mod:`word` and :mod:`excel` write it.

Every text is plain text: whatever a person is called, it is printed letter by letter and never read as markup. The
words stand here already in the paper's language; a line break in a text is one on the paper.

Example:
    >>> paper = Document("zh-Hans", "审批表", (Title("审批表"), Paragraph("一式两份。")), number="JS-01")
    >>> paper.blocks[1].indent
    True
"""

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]
#: ``official`` = GB/T 9704 (3号, 22 lines of 28 letters); ``form`` = a table that is filled in (小四); ``large`` =
#: large print for people who do not sit at a screen.
Style = Literal["official", "form", "large"]
Align = Literal["left", "centre", "right"]
#: The four faces of official papers; a home's own fonts come first in each.
Face = Literal["body", "title", "heading", "kai"]


@dataclass(frozen=True)
class Paper:
    """The sheet that is printed on, in millimetres. Margins: top, right, bottom, left."""

    width: int = 210
    height: int = 297
    margins: tuple[int, int, int, int] = (18, 18, 18, 18)


A4 = Paper()
A4_ACROSS = Paper(297, 210, (16, 15, 16, 15))
#: 天头 37, 订口 28, 版心 156 × 225.
A4_OFFICIAL = Paper(210, 297, (37, 26, 35, 28))
A3_ACROSS = Paper(420, 297, (16, 15, 16, 15))
A5 = Paper(148, 210, (12, 12, 12, 12))
CARD = Paper(86, 54, (4, 5, 3, 5))


@dataclass(frozen=True)
class Title:
    """The paper's title, in the middle."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; it carries its own number (一、 （一） 1. （1）)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    Attributes:
        indent: its first line stands in by two letters, as Chinese text does.
        size: in points; 0 = the style's.
    """

    text: str
    indent: bool = True
    align: Align = "left"
    bold: bool = False
    size: float = 0
    face: Face = "body"


@dataclass(frozen=True)
class Tick:
    """One box to tick."""

    text: str
    ticked: bool = False


@dataclass(frozen=True)
class Ticks:
    """Boxes to tick: beside each other, or in so many columns. ``round`` = one of them only."""

    ticks: tuple[Tick, ...]
    columns: int = 0
    round: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines to write on by hand, so far apart (millimetres)."""

    count: int = 1
    gap: int = 9


@dataclass(frozen=True)
class Slot:
    """A label and what stands behind it on a line; empty = to be written by hand.

    Attributes:
        share: its part of the row beside the others.
        unit: what stands behind the line: 人, 元, %.
    """

    label: str
    value: str = ""
    share: int = 1
    unit: str = ""


@dataclass(frozen=True)
class Slots:
    """One row of slots."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Opinion:
    """An opinion box: text on top; below, to the right, who signs or stamps, and a date on its own line.

    Attributes:
        signs: one line for each: ``（签名）``, ``（盖章）``.
        date: ``年　月　日``, or the date itself.
        height: of the whole box, at least (millimetres).
    """

    text: str = ""
    signs: tuple[str, ...] = ("（盖章）",)
    date: str = "　　年　　月　　日"
    height: int = 45


@dataclass(frozen=True)
class Stamp:
    """A place for a seal: a dashed square with its label; a seal is never drawn."""

    label: str
    size: int = 40


@dataclass(frozen=True)
class Signatures:
    """Labels in one row, each with a line to sign on: ``填表人：``, ``负责人：``."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Qr:
    """A QR code with a caption below; its content is a text, mostly an address."""

    content: str
    size: int = 26
    caption: str = ""
    align: Align = "right"


@dataclass(frozen=True)
class Space:
    """Empty room of so many millimetres."""

    height: int = 4


@dataclass(frozen=True)
class Rule:
    """A line across."""


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Signed:
    """署名: who issues and the date, low on the right, with room for the seal over both."""

    by: str
    date: str


@dataclass(frozen=True)
class Imprint:
    """版记 at the foot of the last page: copies to whom; who printed it, and when."""

    copies: str
    by: str
    date: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width (or millimetres where ``fixed``), and how its cells stand."""

    width: int = 1
    align: Align = "centre"
    fixed: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        content: text, or blocks one below the other.
        columns, rows: over how many of each it reaches.
        head: a label or the head of a column: bold, on a light ground.
        align: None = the column's; labels stand in the middle.
        number: what an Excel sheet keeps as a number; None = text.
    """

    content: "str | tuple[Block, ...]" = ""
    columns: int = 1
    rows: int = 1
    head: bool = False
    align: Align | None = None
    bold: bool = False
    number: int | float | None = None


@dataclass(frozen=True)
class Row:
    """A row of cells; what a cell above reaches over is left out. ``height`` in millimetres, at least."""

    cells: tuple[Cell, ...]
    height: int = 0


@dataclass(frozen=True)
class Table:
    """A table with lines.

    Attributes:
        heads: so many first rows are repeated on every page.
        size: of the letters in points; 0 = the style's.
        lines: False = a layout without lines: blocks beside each other.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heads: int = 0
    size: float = 0
    lines: bool = True


Block = (
    Title
    | Heading
    | Paragraph
    | Ticks
    | Lines
    | Slots
    | Opinion
    | Stamp
    | Signatures
    | Qr
    | Space
    | Rule
    | NewPage
    | Signed
    | Imprint
    | Table
)


@dataclass(frozen=True)
class RedHead:
    """发文机关标志 and 发文字号.

    Attributes:
        printed: offices mostly print on sheets that carry the red part already; False leaves its room free.
    """

    issuer: str
    number: str = ""
    printed: bool = False


@dataclass(frozen=True)
class Document:
    """One paper.

    Attributes:
        language: of the paper; official papers come in the two Chinese scripts.
        name: the title in the file's properties.
        blocks: what stands on it, in order.
        red_head: above the title of an official document.
        number, version: of the form, in the running foot.
        foot: further words of the running foot, such as the head of the event chain.
        pages: how a page is numbered: ``— 1 —`` (``official``), ``1 / 3`` (``of``), not at all (``none``).
    """

    language: Language
    name: str
    blocks: tuple[Block, ...]
    paper: Paper = A4
    style: Style = "form"
    red_head: RedHead | None = None
    number: str = ""
    version: str = ""
    foot: str = ""
    pages: Literal["official", "of", "none"] = "of"

    @property
    def running_foot(self) -> str:
        """What stands small at the foot of every page."""
        return " · ".join(part for part in (self.number, self.version, self.foot) if part)


@dataclass
class _Text:
    parts: list[str] = field(default_factory=list)


def texts(paper: Document) -> str:
    """Return every letter that stands on a paper, for checking fonts; numbers of pages are left out."""
    kept = _Text()
    for part in (paper.red_head, *paper.blocks, paper.running_foot):
        _gather(part, kept)
    return "\n".join(kept.parts)


def _gather(part: object, kept: _Text) -> None:
    if isinstance(part, str):
        kept.parts.append(part)
    elif isinstance(part, tuple):
        for one in part:
            _gather(one, kept)
    elif isinstance(part, Qr):
        kept.parts.append(part.caption)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            if name not in ("align", "face"):
                _gather(getattr(part, name), kept)
