"""One document as a Word file, the same bytes for the same document."""

import io
import zipfile

import docx

from jishi.documents.document import Document
from jishi.documents.word.blocks import add
from jishi.documents.word.page import foot, lay_out, red_head

# The earliest time that a zip file can tell.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def word(paper: Document) -> bytes:
    """Return a paper as a Word file (.docx) with the office's fonts by their names."""
    file = docx.Document()
    lay_out(file, paper)
    if paper.red_head is not None:
        red_head(file, paper, paper.red_head)
    for block in paper.blocks:
        add(file, block, paper)
    foot(file, paper)
    raw = io.BytesIO()
    file.save(raw)
    return _settled(raw.getvalue())


def _settled(content: bytes) -> bytes:
    """Return the package without the times at which its parts were written."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(settled, "w") as after:
        for part in before.infolist():
            kept = zipfile.ZipInfo(part.filename, _LONG_AGO)
            kept.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(kept, before.read(part.filename))
    return settled.getvalue()
