"""What the close told of every question: on the page of a unit or place, and as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult import answers
from jishi.actions.consult.occasions import MARK
from jishi.actions.exports.answers import export as exported
from jishi.actions.exports.sheet import Style
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.web.pages.consult.ground import going_on
from jishi.web.pages.consult.visits import SHEET
from jishi.web.pages.registry import page
from jishi.web.wording import page_language

Lines = dict[str, list[dict[str, object]]]


def told_lines(found: Consultation, pack: Pack, unit: Unit, *, whole: bool) -> Lines:
    """Return ask → what was told of its questions, of a unit's own people or with all below it; open = nothing."""
    lines: Lines = {}
    if found.state == Consultation.State.OPEN:
        return lines
    for each in answers.of_unit(found, pack, unit, whole=whole):
        line = {
            "question": each.question.say(_),
            "choices": _(", ").join(choice.say(_) for choice in each.choices),
            "fact": each.fact,
            "low": None if each.low is None else each.low // 100,
            "high": None if each.high is None else each.high // 100,
        }
        lines.setdefault(each.ask, []).append(line)
    return lines


@page("asked/told.xlsx", "told-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give what a consultation of the round told of every unit that the reader sees; ``?c=`` names it."""
    round_, pack = going_on(scope)
    found = Consultation.objects.filter(round=round_, code=request.GET.get("c", "")).first()
    rows = answers.of_all(scope, found, pack) if found else iter(())
    content = exported(rows, Style("xlsx", page_language())).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    name = f"{found.code.replace(MARK, '-') if found else 'consultation'}-told.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
