"""The consultations of the round: open them, close them for ever."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By, leads
from jishi.actions.consult.opening import begin, is_lost, of_people, open_consultation, prepare, taken, written
from jishi.actions.consult.voiding import end_without_answers
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.queries import units
from jishi.web.pages.consult.ground import going_on, state_of
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.speech import said
from jishi.web.wording import text_of


@page("consultations", "consultations", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the consultations of the round; who grades opens and closes them."""
    round_, pack = going_on(scope)
    complaints: list[str] = []
    if request.method == "POST":
        if not leads(scope):
            raise PermissionDenied
        try:
            messages.success(request, _do(request, scope, round_, pack), extra_tags="good")
            return HttpResponseRedirect(reverse("consultations"))
        except Refusal as refusal:
            complaints = said(refusal)
    held = {each.code: each for each in Consultation.objects.filter(round=round_)}
    open_ = {code: each for code, each in held.items() if each.state == Consultation.State.OPEN}
    top = units.tops(scope).first()
    shown = {
        "rows": [
            {
                "code": each.id,
                "name": text_of(each.names),
                "asks": _(", ").join(dict.fromkeys(text_of(ask.names) for ask in of_people(each))),
                "state": state_of(held.get(each.id)),
                "tone": "good" if each.id in open_ and taken(open_[each.id]) == "open" else "none",
                "open": each.id in open_,
                "lost": each.id in open_ and is_lost(open_[each.id]),
                "prepared": each.id in open_ and taken(open_[each.id]) == "prepared",
                "outcome": _outcome(each, held.get(each.id)),
                "papers": _papers(pack, each),
                "new": each.id not in held,
                "version": held[each.id].version if each.id in held else 0,
                "address": f"{reverse('asked-in', args=[top.pk])}?c={each.id}" if top and each.id in held else "",
            }
            for each in pack.consultations
            if of_people(each)
        ],
        "may": leads(scope),
        "enters": scope.everything or scope.has("enter"),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "consult/consultations.html", shown, status=422 if complaints else 200)


def _outcome(said: Written, found: Consultation | None) -> list[str]:
    """Say what the close found, one sentence for each electorate."""
    if found is None or found.state != Consultation.State.CLOSED:
        return []
    names = {ask.id: text_of(ask.names) for ask in said.asks}
    return [
        _(
            "%(ask)s: %(heard)s heard of %(people)s, %(behind)s of %(units)s units behind; "
            "in %(silent)s nobody was heard."
        )
        % {"ask": names.get(ask, ask), "silent": 0, **numbers}
        for ask, numbers in found.outcome.items()
        if numbers["units"]
    ]


def _papers(pack: Pack, said: Written) -> list[tuple[str, str]]:
    """Return the forms of a consultation as papers: name, address."""
    forms = dict.fromkeys(ask.questionnaire for ask in of_people(said))
    return [
        (
            text_of(pack.questionnaire_by_id[form].names),
            reverse("questionnaire-paper", args=[pack.id, form, "pdf"]),
        )
        for form in forms
    ]


def _do(request: HttpRequest, scope: Scope, round_: Round, pack: Pack) -> str:
    by, code = By(request.user, scope, request.POST.get("key", "")), request.POST.get("code", "")
    if request.POST.get("do") == "open":
        if request.POST.get("prepare") == "1":
            if day_of(request.POST, "until"):
                raise refuse(
                    text_of(written(pack, code).names),
                    sentence("A consultation that is only prepared has no last day yet."),
                    sentence("Leave the day empty; say it when answers are taken."),
                )
            prepare(by, round_, pack, code)
            return _("Prepared. Count the people, print slips.")
        open_consultation(by, round_, pack, code, day_of(request.POST, "until"))
        return _("Opened. Count the people, print slips, hand them out.")
    found = Consultation.objects.select_related("round__cycle").get(round=round_, code=code)
    if request.POST.get("do") == "begin":
        begin(by, found, day_of(request.POST, "until"))
        return _("Answers are taken from now on.")
    if request.POST.get("do") == "void":
        end_without_answers(by, found, request.POST.get("why", ""))
        return _("Ended without answers. Nothing is told of it.")
    if request.POST.get("sure") != "1":
        raise refuse(
            text_of(written(pack, code).names),
            sentence("A closed consultation is never opened again, and its answers are destroyed."),
            sentence("Tick that you know it, then close."),
        )
    close(by, found, pack)
    return _("Closed. What may be told stands on the pages of the units; the answers are destroyed.")
