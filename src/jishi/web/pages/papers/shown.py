"""A paper as a page shows it: the same cells, each figure a link to the rows behind it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from jishi.actions.papers.reading import Read
from jishi.actions.papers.showing import NOTHING
from jishi.core.errors import sentence
from jishi.core.forms import Figure, Name, before, parts
from jishi.packs.check.forms import COUNTED
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, FormCell

#: A page shows so many rows of a list; the files have them all.
ROWS = 100


@dataclass(frozen=True)
class Piece:
    """A piece of text; with an address it leads to the rows behind it."""

    text: str
    address: str = ""
    now: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    pieces: tuple[Piece, ...]
    head: bool = False
    across: int = 1
    down: int = 1
    align: str = "centre"
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the paper.

    Attributes:
        kind: as in the form; a grid, a list and a line are all tables.
        more: rows of a list that are not shown.
        own: place of a paragraph that the office may write; empty = it may not.
        under: the heading that such a paragraph stands under.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    heads: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    labels: tuple[str, ...] = ()
    level: int = 1
    more: int = 0
    own: str = ""
    written: str = ""
    under: str = ""


class Showing:
    """One paper on a page."""

    def __init__(self, read: Read, asked: str, base: str = "", *, named: bool) -> None:
        self.read, self.asked, self.base, self.named = read, asked, base, named
        self.language = read.ground.telling.language
        self.by_key = {figure.key: figure for figure in read.figures}
        self.form = read.ground.form
        self.number = read.paper.number if read.paper else 0

    def parts(self) -> list[Part]:
        """Return the parts of the paper, from top to bottom."""
        found: list[Part] = []
        under = ""
        for place, block in enumerate(self.form.blocks):
            part = None if self._over(place) else self._part(block, str(place))
            if part is None:
                continue
            if part.kind == "heading":
                under = "".join(piece.text for piece in part.pieces)
            found.append(replace(part, under=under) if part.own else part)
        return found

    def _over(self, place: int) -> bool:
        """Say whether a heading stands over the basis, which a page does not need: its figures are links."""
        following = self.form.blocks[place + 1 : place + 2]
        return self.form.blocks[place].kind in ("heading", "note") and any(b.kind == "basis" for b in following)

    def address(self, key: str) -> str:
        """Return the address at which the rows behind a figure stand."""
        return f"?{self.base}" + urlencode({"form": self.form.id, "number": self.number, "figure": key}) + "#behind"

    def _said(self, texts: Texts | None) -> str:
        return texts.say(self.language) if texts else ""

    def _piece(self, figure: Figure | None) -> Piece:
        if figure is None:
            return Piece("")
        text = NOTHING if figure.personal and not self.named else figure.text
        address = self.address(figure.key) if figure.behind is not None and text else ""
        return Piece(text, address, figure.key == self.asked)

    def _pieces(self, key: str, text: str) -> tuple[Piece, ...]:
        told, count = [], 0
        for part in parts(text):
            if isinstance(part, Name):
                told.append(self._piece(self.by_key.get(f"{key}.t{count}")))
                count += 1
            else:
                told.append(Piece(part))
        return tuple(told)

    def _part(self, block: FormBlock, place: str) -> Part | None:
        text = self.read.words.get(place, "") or self._said(block.text)
        drawn: dict[str, Callable[[], Part]] = {
            "grid": lambda: self._grid(block, place),
            "line": lambda: self._line(block, place),
            "list": lambda: self._list(block, place),
        }
        if block.kind in drawn:
            return drawn[block.kind]()
        if block.kind in ("basis", "new-page"):
            return None
        if block.kind == "signatures":
            return Part("signatures", labels=tuple(self._said(label) for label in block.labels))
        pieces = self._pieces(place, text)
        if block.kind == "signed":
            return Part("signed", (Piece(self.read.ground.maker.name), Piece(" "), *pieces))
        own = place if block.write else ""
        return Part(block.kind, pieces, level=block.level, own=own, written=text if own else "")

    def _line(self, block: FormBlock, place: str) -> Part:
        cells = tuple(
            Cell((Piece(before(self._said(cell.label))), *self._content(cell, f"{place}.{across}")), align="left")
            for across, cell in enumerate(block.cells)
        )
        return Part("line", rows=(cells,))

    def _content(self, cell: FormCell, key: str) -> tuple[Piece, ...]:
        return (self._piece(self.by_key.get(key)),) if cell.value else self._pieces(key, self._said(cell.text))

    def _grid(self, block: FormBlock, place: str) -> Part:
        rows = tuple(
            tuple(self._cell(cell, f"{place}.{down}.{across}") for across, cell in enumerate(row.cells))
            for down, row in enumerate(block.rows)
        )
        return Part("grid", rows=rows)

    def _cell(self, cell: FormCell, key: str) -> Cell:
        if cell.label is not None:
            return Cell((Piece(self._said(cell.label)),), True, cell.across, cell.down)
        signs = tuple(self._said(sign) for sign in cell.signs)
        align = "left" if cell.text is not None else "centre"
        return Cell(self._content(cell, key), False, cell.across, cell.down, align, signs)

    def _list(self, block: FormBlock, place: str) -> Part:
        numbers = sorted(
            {
                int(key[1])
                for figure in self.read.figures
                if (key := figure.key.split("."))[0] == place and len(key) == 3 and key[1].isdecimal()
            }
        )
        rows = [self._row(block, place, number) for number in numbers if number][:ROWS]
        more = max(0, sum(1 for number in numbers if number) - ROWS)
        if 0 in numbers and block.total != "none":
            total = self._row(block, place, 0)
            rows = [total, *rows] if block.total == "first" else [*rows, total]
        return Part("list", heads=self._heads(block), rows=tuple(rows), more=more)

    def _row(self, block: FormBlock, place: str, number: int) -> tuple[Cell, ...]:
        cells, told = [], False
        for across, column in enumerate(block.columns):
            figure = self.by_key.get(f"{place}.{number}.{across}")
            if column.value == COUNTED:
                pieces = (Piece(str(number) if number else ""),)
            elif number == 0 and figure is None and not told:
                pieces, told = (Piece(self.read.ground.telling.word(sentence("Total"))),), True
            else:
                pieces = (self._piece(figure),)
                told = told or figure is not None
            cells.append(Cell(pieces, number == 0, align=column.align))
        return tuple(cells)

    def _heads(self, block: FormBlock) -> tuple[tuple[Cell, ...], ...]:
        columns = block.columns
        if not any(column.group for column in columns):
            return (tuple(Cell((Piece(self._said(column.head)),), True) for column in columns),)
        upper: list[Cell] = []
        lower: list[Cell] = []
        seen: list[Texts] = []
        for column in columns:
            name = (Piece(self._said(column.head)),)
            if column.group is None:
                upper.append(Cell(name, True, down=2))
                continue
            lower.append(Cell(name, True))
            if column.group not in seen:
                seen.append(column.group)
                reach = sum(1 for each in columns if each.group == column.group)
                upper.append(Cell((Piece(self._said(column.group)),), True, across=reach))
        return tuple(upper), tuple(lower)
