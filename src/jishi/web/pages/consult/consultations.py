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
from jishi.actions.consult.occasions import MARK
from jishi.actions.consult.opening import begin, of_people, open_consultation, prepare, taken, written
from jishi.actions.consult.voiding import end_without_answers
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.consult.ground import going_on, name_of, state_of
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
    held = {each.code: each for each in Consultation.objects.filter(round=round_, occasion__isnull=True)}
    top, may = units.tops(scope).first(), leads(scope)
    shown = {
        "rows": [
            _row(each, held.get(each.id), pack, top) | {"may": may}
            for each in pack.consultations
            if of_people(each)
        ],
        "enters": scope.everything or scope.has("enter"),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "consult/consultations.html", shown, status=422 if complaints else 200)


def _row(said: Written, found: Consultation | None, pack: Pack, top: Unit | None) -> dict[str, object]:
    many = said.occasions == "many"
    return card(said, found) | {
        "name": text_of(said.names),
        "asks": _(", ").join(dict.fromkeys(text_of(ask.names) for ask in of_people(said))),
        "papers": papers(pack, said),
        "new": found is None and not many,
        "many": reverse("occasions", args=[said.id]) if many else "",
        "address": f"{reverse('asked-in', args=[top.pk])}?c={said.id}" if top and found else "",
    }


def card(said: Written, found: Consultation | None) -> dict[str, object]:
    """Return how a consultation of the round stands; its box is opened once."""
    stands = taken(found) if found else None
    open_ = found is not None and found.state == Consultation.State.OPEN
    return {
        "code": found.code if found else said.id,
        "id": (found.code if found else said.id).replace(MARK, "-"),
        "state": state_of(found, stands),
        "tone": "good" if stands == "open" else "none",
        "open": open_,
        "lost": stands in ("lost", "older"),
        "older": stands == "older",
        "prepared": stands == "prepared",
        "outcome": _outcome(said, found),
    }


def _outcome(said: Written, found: Consultation | None) -> list[str]:
    """Say what the close found, one sentence for each electorate."""
    if found is None or found.state != Consultation.State.CLOSED:
        return []
    names = {ask.id: text_of(ask.names) for ask in said.asks}
    uncounted = _("%(ask)s: %(heard)s heard; nobody counted the people.")
    return [
        (
            _(
                "%(ask)s: %(heard)s heard of %(people)s, %(behind)s of %(units)s units behind; "
                "in %(silent)s nobody was heard."
            )
            if numbers["people"] or MARK not in found.code
            else uncounted
        )
        % {"ask": names.get(ask, ask), "silent": 0, **numbers}
        for ask, numbers in found.outcome.items()
        if numbers["units"]
    ]


def papers(pack: Pack, said: Written) -> list[tuple[str, str]]:
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
    return act_on(request, by, found, pack)


def act_on(request: HttpRequest, by: By, found: Consultation, pack: Pack) -> str:
    """Begin, end or close a consultation as a form says it; return what is told."""
    if request.POST.get("do") == "begin":
        begin(by, found, day_of(request.POST, "until"))
        return _("Answers are taken from now on.")
    if request.POST.get("do") == "void":
        end_without_answers(by, found, request.POST.get("why", ""))
        return _("Ended without answers. Nothing is told of it.")
    if request.POST.get("sure") != "1":
        raise refuse(
            name_of(found, pack),
            sentence("A closed consultation is never opened again, and its answers are destroyed."),
            sentence("Tick that you know it, then close."),
        )
    close(by, found, pack)
    return _("Closed. What may be told stands on the pages of the units; the answers are destroyed.")
