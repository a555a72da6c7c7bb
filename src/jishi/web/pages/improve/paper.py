"""The one sheet of a branch, as PDF to be handed over and as Word to be edited."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.improve.ground import round_now
from jishi.actions.improve.sheet import Telling, sheet
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.documents.pdf import pdf
from jishi.documents.word.file import word
from jishi.store.home import current
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.improve import words as named
from jishi.web.pages.registry import page
from jishi.web.wording import page_language

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page("units/<int:unit>/improve/sheet.pdf", "improve-sheet", about="unit")
def paper(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the sheet of a unit as PDF."""
    return _given(scope, units.one(scope, unit), "pdf")


@page("units/<int:unit>/improve/sheet.docx", "improve-sheet-word", about="unit")
def editable(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the sheet of a unit as a Word file."""
    return _given(scope, units.one(scope, unit), "docx")


def _given(scope: Scope, unit: Unit, kind: str) -> HttpResponse:
    round_ = round_now()
    telling = Telling(page_language(), _, named=named.reads_names(scope, unit))  # type: ignore[arg-type]
    made = sheet(pack_of(round_.cycle), round_, unit, telling)
    content = word(made) if kind == "docx" else pdf(made, fonts=current().fonts)
    headers = {"Content-Disposition": content_disposition_header(True, f"{unit.code}.{kind}")}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)
