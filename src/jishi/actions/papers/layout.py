"""A form and its figures → a neutral document, which becomes PDF, Word or Excel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.papers.ground import Ground
from jishi.actions.papers.showing import NOTHING
from jishi.actions.papers.sums import SUMS
from jishi.actions.papers.words import behind_on_paper
from jishi.core.errors import sentence
from jishi.core.forms import Figure, Name, before, named, parts
from jishi.documents import document as paper
from jishi.packs.check.forms import COUNTED
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, FormCell, FormColumn, PaperForm

_SHEETS = {
    "a4": (paper.A4, "form"),
    "a4-across": (paper.A4_ACROSS, "form"),
    "a3-across": (paper.A3_ACROSS, "form"),
    "official": (paper.A4_OFFICIAL, "official"),
}
#: An opinion is signed by hand below what is printed.
_BOX = 34
_SMALL = 9.5
#: Around the key of a figure where a paper is drawn as a map of itself.
OPENS, CLOSES = "⟦", "⟧"


@dataclass(frozen=True)
class Version:
    """What is printed of a version.

    Attributes:
        number: 0 = not made yet.
        digest: of what stands on it; empty = not made yet.
        named: names of persons are printed.
        head: of the chain of events when it is printed: whoever holds the paper can tell a chain written anew.
        marked: in place of each figure stands its key between :data:`OPENS` and :data:`CLOSES`: a map of the paper.
    """

    number: int = 0
    digest: str = ""
    named: bool = True
    head: str = ""
    marked: bool = False


def laid_out(
    ground: Ground, figures: Sequence[Figure], words: Mapping[str, str], version: Version
) -> paper.Document:
    """Return the paper as a document."""
    return _Layout(ground, figures, words, version).document()


class _Layout:
    """One paper that is being laid out."""

    def __init__(
        self, ground: Ground, figures: Sequence[Figure], words: Mapping[str, str], version: Version
    ) -> None:
        self.ground, self.figures, self.words, self.version = ground, figures, words, version
        self.language = ground.telling.language
        self.by_key = {figure.key: figure for figure in figures}

    def document(self) -> paper.Document:
        form = self.ground.form
        sheet, style = _SHEETS[form.sheet]
        blocks = [each for place, block in enumerate(form.blocks) for each in self._block(block, str(place))]
        return paper.Document(
            self.language,
            form.names.say(self.language),
            tuple(blocks),
            paper=sheet,
            # Offices print on sheets that carry the red part; its room is kept.
            red_head=paper.RedHead(self.ground.maker.name) if style == "official" else None,
            style=style,  # type: ignore[arg-type]
            number=form.number,
            version=self._edition(form),
            foot=self._foot(),
            pages="official" if style == "official" else "of",
        )

    def _edition(self, form: PaperForm) -> str:
        return self.ground.telling.word(sentence("edition %(edition)s", edition=form.version))

    def _foot(self) -> str:
        version = self.version
        if not version.number:
            return self.ground.telling.word(sentence("draft, not made yet"))
        told = {"number": version.number, "digest": version.digest[:16], "head": version.head}
        return self.ground.telling.word(sentence("version %(number)s · %(digest)s · chain %(head)s", **told))

    def _said(self, texts: Texts | None) -> str:
        return texts.say(self.language) if texts else ""

    def _text(self, key: str, text: str) -> str:
        told, count = [], 0
        for part in parts(text):
            if isinstance(part, Name):
                told.append(self._shown(f"{key}.t{count}"))
                count += 1
            else:
                told.append(part)
        return "".join(told)

    def _shown(self, key: str) -> str:
        figure = self.by_key.get(key)
        if figure is None:
            return ""
        if self.version.marked:
            return f"{OPENS}{key}{CLOSES}"
        return NOTHING if figure.personal and not self.version.named else figure.text

    def _block(self, block: FormBlock, place: str) -> Iterator[paper.Block]:
        text = self._text(place, self.words.get(place, "") or self._said(block.text))
        if block.kind == "title":
            yield paper.Title(text)
        elif block.kind == "heading":
            yield paper.Heading(text, block.level)
        elif block.kind == "paragraph":
            yield from (paper.Paragraph(line) for line in text.splitlines() if line.strip())
        elif block.kind == "note" and not self._empty(place):
            small = 0 if self.ground.form.sheet == "official" else _SMALL
            yield from (paper.Paragraph(line, indent=False, size=small) for line in text.splitlines())
        elif block.kind == "line":
            yield self._line(block, place)
        elif block.kind == "grid":
            yield self._grid(block, place)
        elif block.kind == "list":
            yield self._list(block, place)
        elif block.kind == "signatures":
            yield paper.Signatures(tuple(self._said(label) for label in block.labels))
        elif block.kind == "signed":
            yield paper.Signed(self.ground.maker.name, self._text(place, text or ""))
        elif block.kind == "new-page":
            yield paper.NewPage()
        elif block.kind == "basis":
            yield from self._basis()

    def _empty(self, place: str) -> bool:
        """Say whether a note has nothing to say: it names figures, and each is missing (nobody stands above)."""
        found = [figure.text for figure in self.figures if figure.key.startswith(f"{place}.t")]
        return bool(found) and all(text == NOTHING for text in found)

    def _line(self, block: FormBlock, place: str) -> paper.Block:
        """Return labels and figures beside each other: a row without lines, so that long names may break."""
        columns = tuple(paper.Column(max(1, cell.across), "left") for cell in block.cells)
        cells = []
        for across, cell in enumerate(block.cells):
            value = (
                self._shown(f"{place}.{across}")
                if cell.value
                else self._text(f"{place}.{across}", self._said(cell.text))
            )
            cells.append(paper.Cell(f"{before(self._said(cell.label))}{value}"))
        return paper.Table(columns, (paper.Row(tuple(cells)),), lines=False)

    def _grid(self, block: FormBlock, place: str) -> paper.Table:
        columns = tuple(paper.Column(width, "centre") for width in block.widths)
        rows = tuple(
            paper.Row(
                tuple(self._cell(cell, f"{place}.{down}.{across}") for across, cell in enumerate(row.cells)),
                row.height,
            )
            for down, row in enumerate(block.rows)
        )
        return paper.Table(columns, rows)

    def _cell(self, cell: FormCell, key: str) -> paper.Cell:
        reach = {"columns": cell.across, "rows": cell.down}
        if cell.label is not None:
            return paper.Cell(self._said(cell.label), head=True, **reach)  # type: ignore[arg-type]
        text = self._shown(key) if cell.value else self._text(key, self._said(cell.text))
        if cell.signs:
            box = paper.Opinion(text, tuple(self._said(sign) for sign in cell.signs), self._open_day(), _BOX)
            return paper.Cell((box,), align="left", **reach)  # type: ignore[arg-type]
        figure = self.by_key.get(key)
        number = self._number(figure) if cell.value else None
        align: paper.Align | None = "left" if cell.text is not None else None
        return paper.Cell(text, align=align, number=number, **reach)  # type: ignore[arg-type]

    def _open_day(self) -> str:
        return "____ / __ / __" if self.language == "en" else "　　年　　月　　日"

    def _list(self, block: FormBlock, place: str) -> paper.Table:
        heads = self._heads(block.columns)
        rows = [
            paper.Row(
                tuple(self._listed(column, place, down, across) for across, column in enumerate(block.columns))
            )
            for down in range(1, self._count(place) + 1)
        ]
        if not rows:
            rows = [paper.Row((paper.Cell(NOTHING, columns=len(block.columns)),))]
        if block.total != "none":
            total = self._total(block, place)
            rows = [total, *rows] if block.total == "first" else [*rows, total]
        columns = tuple(paper.Column(column.width, column.align) for column in block.columns)
        return paper.Table(columns, (*heads, *rows), heads=len(heads), size=_SMALL)

    def _count(self, place: str) -> int:
        """Return how many rows the list of a place has: as many as its figures name."""
        found = [figure.key.split(".") for figure in self.figures if figure.key.startswith(f"{place}.")]
        return max((int(key[1]) for key in found if len(key) == 3 and key[1].isdecimal()), default=0)

    def _heads(self, columns: Sequence[FormColumn]) -> list[paper.Row]:
        if not any(column.group for column in columns):
            return [paper.Row(tuple(paper.Cell(self._said(column.head), head=True) for column in columns))]
        upper: list[paper.Cell] = []
        lower: list[paper.Cell] = []
        place = 0
        while place < len(columns):
            group = columns[place].group
            if group is None:
                upper.append(paper.Cell(self._said(columns[place].head), rows=2, head=True))
                place += 1
                continue
            together = [column for column in columns[place:] if column.group == group]
            upper.append(paper.Cell(self._said(group), columns=len(together), head=True))
            lower += [paper.Cell(self._said(column.head), head=True) for column in together]
            place += len(together)
        return [paper.Row(tuple(upper)), paper.Row(tuple(lower))]

    def _listed(self, column: FormColumn, place: str, down: int, across: int) -> paper.Cell:
        if column.value == COUNTED:
            return paper.Cell(str(down), number=down)
        key = f"{place}.{down}.{across}"
        figure = self.by_key.get(key)
        return paper.Cell(self._shown(key), number=self._number(figure))

    def _total(self, block: FormBlock, place: str) -> paper.Row:
        cells, said = [], False
        for across, column in enumerate(block.columns):
            figure = self.by_key.get(f"{place}.0.{across}")
            if figure is None and not said and column.value != COUNTED:
                cells.append(paper.Cell(self.ground.telling.word(sentence("Total")), bold=True))
                said = True
                continue
            said = said or (figure is not None and named(column.value).figure == "place")
            text = self._shown(f"{place}.0.{across}")
            cells.append(paper.Cell(text, bold=True, number=self._number(figure)))
        return paper.Row(tuple(cells))

    def _number(self, figure: Figure | None) -> float | int | None:
        """Return what Excel keeps as a number; a map of the paper has none."""
        if figure is None or self.version.marked or figure.number is None or "%" in figure.text:
            return None
        return figure.number / figure.scale if figure.scale != 1 else figure.number

    def _basis(self) -> Iterator[paper.Block]:
        """Yield the table that leads each figure back to its rows."""
        word = self.ground.telling.word
        listed = self._numbers()
        rows = []
        for figure in self._counted():
            cells = (figure.label, figure.text, behind_on_paper(self.ground, figure, listed))
            rows.append(paper.Row(tuple(paper.Cell(text) for text in cells)))
        if not rows:
            return
        heads = (word(sentence("Figure")), word(sentence("Says")), word(sentence("Counted from")))
        head = paper.Row(tuple(paper.Cell(text, head=True) for text in heads))
        columns = (paper.Column(5, "left"), paper.Column(2), paper.Column(11, "left"))
        yield paper.Table(columns, (head, *rows), heads=1, size=8.5)
        run = self.ground.results.run
        foot = word(
            sentence("Computed on run %(run)s, result %(digest)s.", run=run.number, digest=run.result_digest[:16])
        )
        yield paper.Paragraph(foot, indent=False, size=8.5)

    def _counted(self) -> Iterator[Figure]:
        """Yield the figures that the basis tells: each once; a share stands for the count beside it."""
        seen: set[tuple[str, str]] = set()
        for figure in self.figures:
            name, told = named(figure.name), (figure.name, figure.label)
            counts = name.figure in SUMS and name.figure != "share-of"
            if counts and figure.number and figure.behind and told not in seen and not self._names_itself(figure):
                seen.add(told)
                yield figure

    def _names_itself(self, figure: Figure) -> bool:
        """Say whether a figure stands in the row of a part, which has a paper of its own with its units."""
        key = figure.key.split(".")
        return self.ground.form.blocks[int(key[0])].of == "parts" and key[1] != "0"

    def _numbers(self) -> Mapping[int, int]:
        """Return unit → its number in the paper's list of all units; empty = it has no such list."""
        for place, block in enumerate(self.ground.form.blocks):
            if block.kind == "list" and block.of == "units" and not block.grades:
                rows = [each for each in self.figures if each.name == "unit" and each.behind]
                inside = [each for each in rows if each.key.startswith(f"{place}.")]
                return {each.behind.ids[0]: int(each.key.split(".")[1]) for each in inside if each.behind}
        return {}
