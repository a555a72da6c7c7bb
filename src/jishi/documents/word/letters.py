"""How letters, lines and cells are said in Word's own language."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jishi.documents.document import Align, Document, Face, Language
from jishi.documents.fonts import IN_WORD

ALIGNS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
SIZES = {"official": 16.0, "form": 11.0, "large": 16.0}
TITLES = {"official": 22.0, "form": 18.0, "large": 24.0}
#: 固定值 28.95 磅 makes 22 lines on the official page.
PITCH = 28.95
LATIN = "Times New Roman"
_GREY = "F5F5F5"
RED = RGBColor(0xD7, 0x00, 0x0F)


def letters(run: Run, size: float, face: Face = "body", *, bold: bool = False) -> Run:
    """Set the letters of a run; Word finds the Chinese font by its name on the office's machine."""
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), IN_WORD[face])
    return run


def write(paragraph: Paragraph, text: str, size: float, face: Face = "body", *, bold: bool = False) -> Run:
    """Add text to a paragraph; a line break in it is one in Word."""
    run = paragraph.add_run()
    for number, line in enumerate(text.split("\n")):
        if number:
            run.add_break()
        # What XML cannot hold, a paper cannot show either.
        run.add_text("".join(letter for letter in line if letter == "\t" or letter >= " "))
    return letters(run, size, face, bold=bold)


def stand(paragraph: Paragraph, align: Align = "left", *, paper: Document, indent: float = 0) -> Paragraph:
    """Set where a paragraph stands: aligned, its first line indented by points, its lines as the style asks."""
    said = paragraph.paragraph_format
    paragraph.alignment = ALIGNS[align]
    said.first_line_indent = Pt(indent) if indent else None
    said.space_before = said.space_after = Pt(0)
    said.line_spacing = Pt(PITCH) if paper.style == "official" else 1.2
    return paragraph


def edge(paragraph: Paragraph, *, colour: str = "000000", eighths: int = 6) -> None:
    """Draw a line below a paragraph."""
    lines = OxmlElement("w:pBdr")
    # Word draws one line below several such paragraphs unless it is told to draw them between, too.
    for side in ("bottom", "between"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "1"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    paragraph._p.get_or_add_pPr().append(lines)


def shade(cell: _Cell) -> None:
    """Lay a light ground under a label."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def speak(properties: Any, language: Language) -> None:
    """Say the language of letters: the shape and the place of full stops depend on it."""
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), "en-US")
    said.set(qn("w:eastAsia"), "zh-TW" if language == "zh-Hant" else "zh-CN")
    properties.append(said)


def tall(row: Any, height: float) -> None:
    """Let a row of a table be at least so many millimetres high, and never break over two pages."""
    row.height = Mm(height)
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)


def repeat(row: Any) -> None:
    """Let a row of a table stand on top of each page."""
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)


def number(paragraph: Paragraph, field: str, size: float) -> None:
    """Add a number that Word counts itself: ``PAGE``, ``NUMPAGES``."""
    for kind in ("begin", None, "end"):
        run = letters(paragraph.add_run(), size)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = field
        run._r.append(mark)
