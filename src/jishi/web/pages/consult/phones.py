"""Forms for phones that exist (XLSForm), and the answers that they bring home."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult import phones, phones_units, phones_visits
from jishi.actions.consult.ground import By
from jishi.actions.consult.known import UNIT, Ground, asked_form, known, phone_forms
from jishi.actions.consult.opening import of_people, written
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.xlsform import xlsform
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.queries import units
from jishi.web.pages.consult.ground import going_on
from jishi.web.pages.consult.unit_asked import ways
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step
from jishi.web.speech import said
from jishi.web.wording import text_of, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 20
#: A county's answers of one day; more than this is sent by day or by township.
_MOST = 20_000_000
_VISITS = "visits"


@page("phones", "phones", form=True)
def brought(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the forms for phones, and take the answers that they brought: counts of people, visits of visitors."""
    round_, pack = going_on(scope)
    if not scope.everything and not scope.has("enter"):
        raise PermissionDenied
    outcome, complaints = None, []
    if request.method == "POST":
        try:
            asked = _asked(request, scope)
            outcome = _taken(request, scope, asked, round_, pack)
        except Refusal as refusal:
            complaints = said(refusal)
        if outcome is not None and request.POST.get("do") == "marked":
            return _marked(outcome)
        if outcome is not None:
            complaints = [f"{each.where} {each.say(_)}" for each in _first(outcome)]
    shown = {
        "trail": [Step(_("Consultations"), reverse("consultations"))],
        "forms": _forms(pack),
        "targets": _targets(round_, pack),
        "ways": [(way, name) for way, name in ways().items() if way != "slip"],
        "sent": request.POST,
        "done": _done(outcome) if outcome else "",
        "complaints": complaints,
    }
    return render(request, "consult/phones.html", shown, status=422 if complaints and outcome is None else 200)


def _asked(request: HttpRequest, scope: Scope) -> Asked:
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        raise refuse("—", sentence("The file is empty."), sentence("Choose the file that holds the table."))
    if sent.size > _MOST:
        raise refuse(
            sent.name,
            sentence("The file is larger than %(most)s MB.", most=_MOST // 1_000_000),
            sentence("Export the answers of fewer days, and send them one file after the other."),
        )
    return Asked(sent.read(), sent.name, "rows", actor=request.user, scope=scope)


def _taken(request: HttpRequest, scope: Scope, asked: Asked, round_: Round, pack: Pack) -> Outcome:
    by = By(request.user, scope, request.POST.get("key", ""))
    code, _dot, ask = request.POST.get("of", "").partition(".")
    trying = request.POST.get("do") == "marked"
    if code == _VISITS and not ask:
        return phones_visits.take(by, round_, pack, asked, only_try=trying)
    if code == UNIT and not ask:
        return phones_units.take(by, round_, pack, asked, only_try=trying)
    found = Consultation.objects.select_related("round__cycle").get(round=round_, code=code)
    home = phones.Home(found, pack, ask, request.POST.get("way", "phone"))
    return phones.take(by, home, asked, only_try=trying)


def _marked(outcome: Outcome) -> HttpResponse:
    content = outcome.report(lambda text: text.say(_))
    response = HttpResponse(content, content_type=SHEET)
    name = f"{outcome.workbook.name.rsplit('.', 1)[0]}-errors.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _first(outcome: Outcome) -> list:
    return list(outcome.refusal().complaints)[:_SHOWN]


def _done(outcome: Outcome) -> str:
    return _("%(added)s taken in, %(same)s known already, %(refused)s refused.") % {
        name: whole(outcome.counts[name]) for name in ("added", "same", "refused")
    }


def _forms(pack: Pack) -> list[dict[str, str]]:
    """Return the forms that phones take, with their addresses."""
    return [
        {"name": form.names.say(_), "address": reverse("phone-form", args=[code])}
        for code, form in phone_forms(pack).items()
    ]


@page("phones/forms/<slug:form>.xlsx", "phone-form")
def form(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """Give a form for phones with its units; ``?place=CODE`` names those below one."""
    ground = Ground(*going_on(scope))
    if not scope.everything and not scope.has("enter"):
        raise PermissionDenied
    if form not in phone_forms(ground.pack):
        raise Http404
    code = request.GET.get("place", "").strip()
    try:
        place = units.coded(scope, code) if code else None
        asked = asked_form(ground, form)
        content = xlsform(asked, ground.pack.version, known=known(scope, place, ground, asked))
    except Refusal as refusal:
        for complaint in said(refusal):
            messages.error(request, complaint, extra_tags="poor")
        return HttpResponseRedirect(reverse("phones"))
    headers = {"Content-Disposition": content_disposition_header(True, f"{form}.xlsx")}
    return HttpResponse(content, content_type=SHEET, headers=headers)


def _targets(round_: Round, pack: Pack) -> list[tuple[str, str]]:
    """Return what answers may be of: every electorate of an open consultation, and visits."""
    found = [
        (f"{each.code}.{ask.id}", f"{text_of(written(pack, each.code).names)} · {text_of(ask.names)}")
        for each in Consultation.objects.filter(round=round_, state=Consultation.State.OPEN).order_by("pk")
        for ask in of_people(written(pack, each.code))
    ]
    return [*found, (_VISITS, _("Visits")), (UNIT, _("Self-assessments"))]
