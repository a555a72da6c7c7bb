"""Reading papers back: their text, their embedded fonts, their codes."""

import gettext
import io
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdf
import zxingcpp

from jishi.web import catalogues

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
# One mapping of a font's letters to what they stand for: <0041> <7389>, or a range <0041> <0043> <7389>.
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)


def say(language: str) -> Callable[[str], str]:
    """The catalogue of a language."""
    catalogues.compile_stale()
    return gettext.translation("django", catalogues.LOCALE, [language]).gettext


def pages(content: bytes) -> list[str]:
    """The text of each page, without the spaces and line ends that setting it brought in."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]


def embedded(content: bytes) -> set[str]:
    """Every letter for which one of the fonts inside the file has a shape."""
    found: set[str] = set()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in _fonts(page["/Resources"]):
            font = font.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
            found |= _mapped(font["/ToUnicode"].get_object().get_data().decode("latin-1"))
    return found


def _fonts(resources: pypdf.generic.DictionaryObject) -> Iterator[pypdf.generic.PdfObject]:
    """Yield the fonts of a page, and of what was set once and lies on it."""
    yield from resources.get("/Font", {}).values()
    for drawn in resources.get("/XObject", {}).values():
        yield from _fonts(drawn.get_object().get("/Resources", pypdf.generic.DictionaryObject()).get_object())


def _mapped(table: str) -> set[str]:
    found: set[str] = set()
    for section in _SECTION.findall(table):
        for shape, text in _PAIR.findall(section):
            # Shape 0 is the empty box that stands for a letter the font does not have.
            if int(shape, 16):
                found |= set(bytes.fromhex(text).decode("utf-16-be"))
    return found


def codes(content: bytes, page: int = 1) -> list[str]:
    """What a reader of QR codes finds on a page that was printed at 150 dots per inch."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(content)
        numbers = ["-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run(["pdftoppm", "-gray", "-r", "150", *numbers, file, file.with_suffix("")], check=True)
        return [found.text for found in zxingcpp.read_barcodes(_grey(file.with_suffix(".pgm").read_bytes()))]


def _grey(content: bytes) -> np.ndarray:
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", content)
    assert head
    width, height = int(head[1]), int(head[2])
    return np.frombuffer(content, np.uint8, offset=head.end()).reshape(height, width)
