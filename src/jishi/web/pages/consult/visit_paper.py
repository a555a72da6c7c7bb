"""The paper twin of the visit form, for a village without network or a line without encryption."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult.known import answers
from jishi.actions.consult.visits import asked
from jishi.actions.self_assessment import Sheet
from jishi.core.access import Scope
from jishi.core.consult.questionnaire import Question, Questionnaire, only
from jishi.core.names import Named
from jishi.documents.pdf import pdf
from jishi.documents.questionnaires import About, Filled, twin
from jishi.packs.pack import Pack
from jishi.packs.questions import named, questionnaire
from jishi.store.home import current
from jishi.web.pages.consult.ground import going_on, heard_unit
from jishi.web.pages.consult.visits import parts
from jishi.web.pages.registry import page
from jishi.web.questions import unit_of

# Lines for a hand, in letters.
_LONG, _SHORT = 240, 60


@page("visits/in/<int:unit>/paper.pdf", "visit-paper", about="unit")
def paper(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Give the visit form of a unit as a paper: the same parts and questions, to be typed in later."""
    found = heard_unit(scope, unit)
    round_, pack = going_on(scope)
    sheet = asked(scope, found, round_, pack)
    seen = sheet.questions if sheet else ()
    filled = Filled(answers(seen), {each.question.id: unit_of(each.fact) for each in seen})
    about = About(f"{found.name} ({found.code})", str(round_))
    made = twin(_form(sheet, pack), about, _, filled=filled)
    response = HttpResponse(pdf(made, fonts=current().fonts), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"visit-{found.code}.pdf")
    return response


def _form(sheet: Sheet | None, pack: Pack) -> Questionnaire:
    wanted = {each.question.id for each in sheet.questions} if sheet else set()
    forms = [questionnaire(pack, each.id) for each in pack.questionnaires if each.electorate == "visitor"]
    seen = {each.id: each for form in forms for each in only(form, wanted).questions}
    names = parts()
    own = (
        _text("visitors", _("Who went"), _SHORT),
        _text("talk", names["talk"], _LONG),
        _text("life", names["life"], _LONG),
        Question("faces", _said(names["faces"]), "number"),
        _text("heard", _("What they asked for, without names"), _LONG),
    )
    purpose = named(sheet.form.purpose) if sheet else _said(_("What was seen"))
    minutes = max((each.minutes for each in forms), default=1)
    return Questionnaire("visit", _said(_("Visit")), "visitor", purpose, minutes, (*own, *seen.values()))


def _text(id: str, text: str, length: int) -> Question:
    return Question(id, _said(text), "text", max_length=length)


def _said(text: str) -> Named:
    """Return a name that is said already, in the reader's language."""
    return Named(dict.fromkeys(("zh-Hans", "zh-Hant", "en"), text))
