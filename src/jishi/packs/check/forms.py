"""Can every paper be filled: does each place name a figure, and does each grid hold together?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.core.forms import FIGURES, About, Name, named, parts
from jishi.packs.check.references import unknown
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, FormCell, PaperForm

#: Column that counts the rows.
COUNTED = "no"
_PERSONAL = 2
_ADDED = ("count", "money", "area", "months")
_NEEDS = {
    **dict.fromkeys(("title", "heading", "paragraph", "note"), "text"),
    "line": "cells",
    "grid": "rows",
    "list": "columns",
    "signatures": "labels",
}


def check_forms(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every place of a paper that could not be filled."""
    for form in pack.forms:
        for block in form.blocks:
            yield from _block(pack, form, block)


def _block(pack: Pack, form: PaperForm, block: FormBlock) -> Iterator[Complaint]:
    needed = _NEEDS.get(block.kind)
    if needed and not getattr(block, needed):
        yield block.position.spot.complaint(
            sentence('A part of kind "%(kind)s" says nothing under "%(key)s".', kind=block.kind, key=needed),
            sentence("Add it, or choose another kind."),
        )
    about = form.about
    yield from _text(pack, block.text, about)
    for cell in (*block.cells, *(cell for row in block.rows for cell in row.cells)):
        yield from _cell(pack, cell, about)
    if block.kind == "list":
        yield from _list(pack, form, block)
    yield from _grid(block)


def _list(pack: Pack, form: PaperForm, block: FormBlock) -> Iterator[Complaint]:
    if block.of is None or form.about != "area":
        yield block.position.spot.complaint(
            sentence("A list needs of:, and stands only on the paper of an area."),
            sentence("Write of: units, domains, parts or remedies; or use a grid."),
        )
        return
    about: About = {"units": "unit", "remedies": "remedy"}.get(block.of, "area")  # type: ignore[assignment]
    for column in block.columns:
        if column.value != COUNTED:
            yield from _named(pack, named(column.value), about, column.position.of("value"))


def _grid(block: FormBlock) -> Iterator[Complaint]:
    width, below = len(block.widths), 0
    for row in block.rows:
        # Cells that reach down from above fill part of a row; how much is seen when it is drawn.
        reach = sum(cell.across for cell in row.cells)
        if reach > width or (reach < width and not below):
            yield row.position.spot.complaint(
                sentence("The cells of this row fill %(reach)s of %(width)s columns.", reach=reach, width=width),
                sentence("Make across: of its cells add up to the columns."),
            )
        below = max(below - 1, *(cell.down - 1 for cell in row.cells), 0)


def _cell(pack: Pack, cell: FormCell, about: About) -> Iterator[Complaint]:
    yield from _text(pack, cell.text, about)
    if cell.value is not None:
        yield from _named(pack, named(cell.value), about, cell.position.of("value"))


def _text(pack: Pack, texts: Texts | None, about: About) -> Iterator[Complaint]:
    if texts is None:
        return
    for key in ("zh-Hans", "zh-Hant", "en"):
        for part in parts(texts.say(key)):
            if isinstance(part, Name):
                yield from _named(pack, part, about, texts.position.of(key))


def _named(pack: Pack, name: Name, about: About, spot: Spot) -> Iterator[Complaint]:
    kind = FIGURES.get(name.figure)
    if kind is None:
        yield unknown(spot, name.figure, sentence("figures of papers"), FIGURES)
        return
    # A remedy belongs to a unit; whatever is said of the unit can stand in its row.
    fits = kind.about in ("any", about) or (about == "remedy" and kind.about == "unit")
    if not fits:
        yield spot.complaint(
            sentence('"%(name)s" cannot be said here.', name=name.figure),
            sentence("Put it where units, areas or remedies are spoken of, as it needs."),
        )
    if kind.refers == "grade" and name.of not in pack.rank_by_grade:
        yield unknown(spot, name.of, "grades", pack.rank_by_grade)
    if kind.refers == "fact":
        fact = pack.fact_by_id.get(name.of)
        if fact is None:
            yield unknown(spot, name.of, "facts", pack.fact_by_id)
        elif fact.privacy >= _PERSONAL:
            yield spot.complaint(
                sentence('"%(name)s" is personal; it stands on no paper.', name=name.of),
                sentence("Leave it out; who may read it sees it on the page of the unit."),
            )
        elif name.figure == "sum-of" and fact.type not in _ADDED:
            yield spot.complaint(
                sentence('"%(name)s" cannot be added up over units.', name=name.of),
                sentence("Use known-of, or a fact that counts something, money or an area."),
            )
