"""The page of a Word file: its size and margins, its letters, its foot, its red head."""

from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jishi.documents.document import Document, RedHead
from jishi.documents.fonts import IN_WORD
from jishi.documents.word.letters import LATIN, RED, SIZES, edge, letters, number, speak, stand, write

_FOOT = 8.0
_OFFICIAL_NUMBER = 14.0


def lay_out(file: File, paper: Document) -> None:
    """Set the page, the plain style and the properties of a new file."""
    section = file.sections[0]
    sheet = paper.paper
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.width > sheet.height else WD_ORIENT.PORTRAIT
    top, right, bottom, left = sheet.margins
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(max(5, bottom - 12))
    plain = file.styles["Normal"]
    plain.font.name, plain.font.size = LATIN, Pt(SIZES[paper.style])
    plain.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), IN_WORD["body"])
    speak(plain.element.get_or_add_rPr(), paper.language)
    file.core_properties.title = paper.name
    file.core_properties.author = ""
    file.core_properties.comments = ""


def foot(file: File, paper: Document) -> None:
    """Write the running foot: number of the form, version, chain; and the page numbers."""
    section = file.sections[0]
    if paper.pages == "official":
        # Odd pages right, even pages left.
        file.settings.odd_and_even_pages_header_footer = True
        for line, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = stand(line.paragraphs[0], side, paper=paper)  # type: ignore[arg-type]
            write(paragraph, "— ", _OFFICIAL_NUMBER)
            number(paragraph, "PAGE", _OFFICIAL_NUMBER)
            write(paragraph, " —", _OFFICIAL_NUMBER)
            if paper.running_foot:
                write(stand(line.add_paragraph(), "centre", paper=paper), paper.running_foot, _FOOT)
        return
    paragraph = stand(section.footer.paragraphs[0], paper=paper)
    # The footer's own style has a stop in the middle, at which the number would stay.
    paragraph.style = file.styles["Normal"]
    write(paragraph, paper.running_foot, _FOOT)
    if paper.pages == "of":
        width = paper.paper.width - paper.paper.margins[1] - paper.paper.margins[3]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        write(paragraph, "\t", _FOOT)
        number(paragraph, "PAGE", _FOOT)
        write(paragraph, " / ", _FOOT)
        number(paragraph, "NUMPAGES", _FOOT)


def red_head(file: File, paper: Document, head: RedHead) -> None:
    """Write the red head; where the sheets carry it already, only its room is kept."""
    width = paper.paper.width - paper.paper.margins[1] - paper.paper.margins[3]
    size = min(48.0, width / 25.4 * 72 / max(1, len(head.issuer)))
    above = stand(file.add_paragraph(), "centre", paper=paper)
    above.paragraph_format.space_before = Mm(25)
    run = letters(above.add_run(head.issuer), size, "title")
    above.paragraph_format.line_spacing = 1.0
    run.font.color.rgb = RED
    run.font.hidden = not head.printed
    below = stand(file.add_paragraph(), "centre", paper=paper)
    below.paragraph_format.space_before = Pt(29)
    if head.number:
        write(below, head.number, SIZES["official"])
    if head.printed:
        edge(below, colour="D7000F", eighths=16)
    stand(file.add_paragraph(), paper=paper)
