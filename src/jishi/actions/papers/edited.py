"""A version that was edited in Word or Excel comes back: kept, and held against the record figure by figure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from itertools import zip_longest

from jishi.actions.papers.ground import refuse_others
from jishi.actions.papers.layout import CLOSES, OPENS
from jishi.actions.papers.making import refuse_handed
from jishi.actions.papers.reading import Read, written
from jishi.actions.papers.showing import NOTHING
from jishi.actions.people.ground import By
from jishi.core.edited import AnotherPaper, Departure, Span, Spot, departures
from jishi.core.errors import refuse, sentence
from jishi.core.forms import Figure
from jishi.documents.edited import is_word, lines_of
from jishi.sheets.reading import read as read_sheet
from jishi.sheets.workbook import Cell, Fault, Limits
from jishi.store import evidence
from jishi.store.models.office import Evidence
from jishi.store.models.papers import Paper
from jishi.store.transact import action, change

#: More than the longest paper takes.
LIMITS = Limits(file_bytes=10 << 20, unpacked_bytes=64 << 20, cells=2_000_000)
#: So many lines of a file are held against a record.
LINES = 20_000
_PACKAGE = b"PK\x03\x04"
_MARKED = re.compile(f"{OPENS}([^{CLOSES}]*){CLOSES}")


def take_back(by: By, read: Read, version: int, file: Evidence | None, *, named: bool) -> Paper:
    """Keep the edited file of a version with what it says otherwise; the figures of the record stay as they are.

    Args:
        read: the version that was printed and edited.
        named: whether names of persons were printed for whoever edited it.

    Raises:
        Refusal: somebody else's, nothing is attached or it cannot be read, it is another paper, it was handed up
            already, or somebody changed it meanwhile.
    """
    paper = read.paper
    assert paper is not None, "only a version comes back"
    refuse_others(by, paper.maker)
    if file is None:
        raise refuse(
            paper.unit.name,
            sentence("No file is attached."),
            sentence("Attach the Word or Excel file of this version."),
        )
    # A version never changes once it is made, so nobody else need wait while the file is held against it.
    found = compared(read, evidence.content_of(file), file.name, named=named)
    content = {"paper": paper.pk, "file": file.digest}
    with action(by.actor, "paper.take-back", key=by.key, content=content) as event:
        if event.repeated:
            return paper
        refuse_handed(paper)
        kept = [asdict(each) for each in found]
        change(paper, version, edited=file, edited_on=by.day, departures=kept)
        event.about(paper)
        figures = sum(1 for each in found if each.kind == "figure")
        event.note(form=paper.form, unit=paper.unit_id, number=paper.number, file=file.digest, figures=figures)
    return paper


def compared(read: Read, content: bytes, name: str, *, named: bool) -> tuple[Departure, ...]:
    """Return what an edited file says otherwise than the version that it was printed from.

    Raises:
        Refusal: it cannot be read, is too long, or is another paper.
    """
    kind = "docx" if is_word(content) else "xlsx"
    if not content.startswith(_PACKAGE):
        raise refuse(
            name,
            sentence("The file is neither a document (.docx) nor a workbook (.xlsx)."),
            sentence("Attach the Word or Excel file of this version."),
        )
    file = _lines(content, name, kind)
    if len(file) > LINES:
        raise refuse(
            name,
            sentence("The file has more than %(count)s lines, and no more are compared.", count=LINES),
            sentence("Make the paper for a smaller area and edit that one."),
        )
    try:
        return departures(list(_record(read, kind, named=named)), file)
    except AnotherPaper as other:
        raise refuse(
            name,
            sentence("This file has little in common with version %(number)s.", number=_number(read)),
            sentence("Attach the file that was printed from this version, edited."),
        ) from other


def _number(read: Read) -> int:
    return read.paper.number if read.paper else 0


def _lines(content: bytes, name: str, kind: str) -> list[tuple[str, ...]]:
    if kind == "docx":
        return lines_of(content, name)
    book = read_sheet(content, LIMITS, name)
    return [tuple(map(_cell, row)) for sheet in book.sheets if sheet.visible for row in sheet.rows]


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fault):
        return cell.text
    if isinstance(cell, float | Decimal):
        return f"{cell:f}"
    return str(cell)


def _record(read: Read, kind: str, *, named: bool) -> Iterator[tuple[Spot, ...]]:
    """Yield the lines of the version as it was printed, each figure where it stands.

    A map of the paper, with the key of each figure in its place, has the same lines.
    """
    printed = _lines(read.file(kind, named=named), "", kind)
    keyed = _lines(written(read.document(named=named, marked=True), kind), "", kind)
    by_key = {figure.key: figure for figure in read.figures}
    shown = {key: NOTHING if each.personal and not named else each.text for key, each in by_key.items()}
    fitting = len(printed) == len(keyed)
    for place, line in enumerate(printed):
        marks = keyed[place] if fitting else ()
        pairs = zip_longest(line, marks[: max(len(line), 1)], fillvalue="")
        yield tuple(_spot(text, mark, by_key, shown) for text, mark in pairs)


def _spot(text: str, mark: str, by_key: Mapping[str, Figure], shown: Mapping[str, str]) -> Spot:
    spans, at, last = [], 0, 0
    for found in _MARKED.finditer(mark):
        figure = by_key.get(found.group(1))
        if figure is None:
            return Spot(text)
        said = shown[figure.key]
        if found.span() == (0, len(mark)):
            # Excel keeps a number; the paper prints its text.
            return Spot(said, (Span(0, len(said), figure.label or figure.name, figure.personal),))
        at += found.start() - last
        last = found.end()
        if text[at : at + len(said)] != said:
            return Spot(text)
        spans.append(Span(at, at + len(said), figure.label or figure.name, figure.personal))
        at += len(said)
    return Spot(text, tuple(spans))
