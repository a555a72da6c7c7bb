"""Forms for phones that exist (XLSForm), and the answers that they bring home."""

from collections.abc import Mapping
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.consult import phones_job
from jishi.actions.consult.ground import By
from jishi.actions.consult.known import UNIT, Ground, asked_form, known, phone_forms
from jishi.actions.consult.occasions import MARK, open_to, phone_form_of
from jishi.actions.consult.opening import of_people, written
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.sentences import spoken
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.xlsform import xlsform
from jishi.store.models.assess import Round
from jishi.store.queries import jobs, units
from jishi.web.pages.consult.ground import going_on, name_of
from jishi.web.pages.consult.unit_asked import ways
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step
from jishi.web.speech import said
from jishi.web.wording import text_of, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A county's answers of one day; more than this is sent by day or by township.
_MOST = 20_000_000


@page("phones", "phones", form=True)
def brought(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the forms for phones, and take the answers that they brought: counts of people, visits of visitors."""
    round_, pack = going_on(scope)
    if not scope.everything and not scope.has("enter"):
        raise PermissionDenied
    done, complaints = _came_of(request, scope)
    refused = False
    if request.method == "POST":
        try:
            answer = _acted(request, scope, round_)
        except Refusal as refusal:
            complaints, refused = said(refusal), True
        else:
            if isinstance(answer, HttpResponse):
                return answer
            done, complaints = _done(answer.counts), [f"{each.where} {each.say(_)}" for each in _first(answer)]
    shown = {
        "trail": [Step(_("Consultations"), reverse("consultations"))],
        "forms": _forms(scope, round_, pack),
        "targets": _targets(scope, round_, pack),
        "ways": [(way, name) for way, name in ways().items() if way != "slip"],
        "sent": request.POST,
        "done": done,
        "key": uuid4().hex,
        "complaints": complaints,
    }
    return render(request, "consult/phones.html", shown, status=422 if refused else 200)


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


def _acted(request: HttpRequest, scope: Scope, round_: Round) -> Outcome | HttpResponse:
    """Take a table in, at once or by a job, or only check it."""
    asked = _asked(request, scope)
    by = By(request.user, scope, request.POST.get("key", ""))
    brought = phones_job.Brought(round_, request.POST.get("of", ""), request.POST.get("way", "phone"))
    if request.POST.get("do") == "marked":
        return _marked(phones_job.take(by, brought, asked, only_try=True))
    if len(asked.content) > phones_job.AT_ONCE:
        return HttpResponseRedirect(reverse("job", args=[phones_job.send(by, brought, asked).pk]))
    return phones_job.take(by, brought, asked)


def _came_of(request: HttpRequest, scope: Scope) -> tuple[str, list[str]]:
    """Return what the job of ``?job=`` took in, and what of it was wrong."""
    number = request.GET.get("job", "")
    if not number.isdecimal():
        return "", []
    found = jobs.one(scope, int(number))
    if found.kind != phones_job.KIND or "phones" not in found.result:
        return "", []
    wrong = [
        f"{each['where']} {spoken(each['what']).say(_)} {spoken(each['fix']).say(_)}"
        for each in found.result["complaints"]
    ]
    return _done(found.result["phones"]), wrong


def _marked(outcome: Outcome) -> HttpResponse:
    content = outcome.report(lambda text: text.say(_))
    response = HttpResponse(content, content_type=SHEET)
    name = f"{outcome.workbook.name.rsplit('.', 1)[0]}-errors.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _first(outcome: Outcome) -> list:
    return list(outcome.refusal().complaints)[: phones_job.TOLD]


def _done(counts: Mapping[str, int]) -> str:
    return _("%(added)s taken in, %(same)s known already, %(refused)s refused.") % {
        name: whole(counts[name]) for name in ("added", "same", "refused")
    }


def _forms(scope: Scope, round_: Round, pack: Pack) -> list[dict[str, str]]:
    """Return the forms that phones take, with their addresses; of what was held one for each time."""
    many = {ask.questionnaire for each in pack.consultations if each.occasions == "many" for ask in each.asks}
    once = [
        {"name": form.names.say(_), "address": reverse("phone-form", args=[code])}
        for code, form in phone_forms(pack).items()
        if code not in many
    ]
    held = [
        {"name": name_of(each, pack), "address": f"{reverse('phone-form', args=[ask.questionnaire])}?c={each.code}"}
        for each in open_to(scope, round_)
        for ask in (of_people(written(pack, each.code)) if MARK in each.code else ())
    ]
    return once + held


@page("phones/forms/<slug:form>.xlsx", "phone-form")
def form(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """Give a form for phones with its units; ``?place=CODE`` names those below one, ``?c=`` what was held."""
    ground = Ground(*going_on(scope))
    if not scope.everything and not scope.has("enter"):
        raise PermissionDenied
    if form not in phone_forms(ground.pack):
        raise Http404
    code = request.GET.get("place", "").strip()
    place = units.coded(scope, code) if code else None
    asked, name = asked_form(ground, form), request.GET.get("c", "")
    found = open_to(scope, ground.round).filter(code=name, occasion__isnull=False).first() if name else None
    if name and found is None:
        raise Http404
    listed = known(scope, place or (found.occasion.place if found else None), ground, asked)
    asked = phone_form_of(found, asked) if found else asked
    content = xlsform(asked, ground.pack.version, known=listed)
    headers = {"Content-Disposition": content_disposition_header(True, f"{asked.id}.xlsx")}
    return HttpResponse(content, content_type=SHEET, headers=headers)


def _targets(scope: Scope, round_: Round, pack: Pack) -> list[tuple[str, str]]:
    """Return what answers may be of: every electorate of an open consultation, and visits."""
    found = [
        (f"{each.code}.{ask.id}", f"{name_of(each, pack)} · {text_of(ask.names)}")
        for each in open_to(scope, round_)
        for ask in of_people(written(pack, each.code))
    ]
    return [*found, (phones_job.VISITS, _("Visits")), (UNIT, _("Self-assessments"))]
