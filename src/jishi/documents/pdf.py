"""Documents → PDF, by typst. Texts are handed over as data and never become part of its language."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from jishi.documents.codes import drawing
from jishi.documents.document import Document, Face, Qr
from jishi.documents.fonts import fonts_in

_HERE = Path(__file__).parent
_FACES: tuple[Face, ...] = ("body", "title", "heading", "kai")
# A file's own time would make two prints of the same facts differ.
_EPOCH = datetime(2012, 1, 1, tzinfo=UTC)
_one_at_a_time = Lock()


def pdf(*papers: Document, fonts: Path | None = None) -> bytes:
    """Return papers as one PDF file, each with its own page numbers.

    Args:
        fonts: the home's folder of fonts; None = those of the machine only.

    Raises:
        Refusal: the machine has no font with Chinese letters.
    """
    known = fonts_in(fonts)
    told: list[dict[str, object]] = []
    for paper in papers:
        faces = {face: known.of(face, paper.language) for face in _FACES}
        told.append({**_members(paper), "faces": faces, "running": paper.running_foot})
    return set_by("paper.typ", {"papers": told}, fonts)


def set_by(template: str, content: Mapping[str, object], fonts: Path | None = None) -> bytes:
    """Return what one of the templates beside this module makes of its content."""
    # A compiler is kept, because making one takes longer than a page; it must not be used twice at a time.
    with _one_at_a_time:
        made = _compiler(template, fonts).compile(
            format="pdf",
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            timestamp=_EPOCH,
            pdf_tags=False,
        )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=8)
def _compiler(template: str, fonts: Path | None) -> typst.Compiler:
    # The root is this folder: a template can read nothing else of the machine.
    return typst.Compiler(_HERE / template, root=_HERE, font_paths=fonts_in(fonts).found)


def _plain(value: object) -> object:
    if isinstance(value, Qr):
        return {"kind": "Qr", "svg": drawing(value.content), **_members(value)}
    if is_dataclass(value):
        return {"kind": type(value).__name__, **_members(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _members(value: object) -> dict[str, object]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}  # type: ignore[arg-type]
