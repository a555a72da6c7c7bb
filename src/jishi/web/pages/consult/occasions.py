"""What was held and is asked about: the occasions of one consultation that the pack lets be held many times."""

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.consult import occasions
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import open_occasion
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation, Minutes
from jishi.store.models.org import Unit
from jishi.store.queries import units, visits
from jishi.web.pages.consult.consultations import act_on, card, papers
from jishi.web.pages.consult.ground import going_on
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, paged
from jishi.web.speech import said
from jishi.web.wording import day, text_of


@page("consultations/<slug:code>", "occasions", form=True)
def listed(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Show the occasions that the reader sees; ``?unit=`` (a code) or ``?minutes=`` fills in what was held."""
    round_, pack = going_on(scope)
    asked = pack.consultation_by_id.get(code)
    if asked is None or asked.occasions != "many":
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        if not scope.everything and not scope.has("enter") and not scope.has("assess"):
            raise PermissionDenied
        try:
            messages.success(request, _do(request, scope, round_, pack, asked), extra_tags="good")
            return HttpResponseRedirect(reverse("occasions", args=[code]))
        except Refusal as refusal:
            complaints = said(refusal)
    rows = occasions.of_round(scope, round_, code)
    pages = paged(request, rows)
    shown_rows = list(pages.rows)
    led = occasions.led_among(scope, shown_rows)
    shown = {
        "trail": [Step(_("Consultations"), reverse("consultations"))],
        "name": text_of(asked.names),
        "papers": papers(pack, asked),
        "rows": [_row(each, asked) | {"may": each.pk in led} for each in shown_rows],
        "pages": pages,
        "form": _form(request, scope, round_),
        "may": scope.everything or scope.has("enter") or scope.has("assess"),
        "today": clock.today().isoformat(),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "consult/occasions.html", shown, status=422 if complaints else 200)


def _row(found: Consultation, asked: Written) -> dict[str, object]:
    place = found.occasion.place
    return card(asked, found) | {
        "name": found.occasion.title,
        "asks": f"{day(found.occasion.on)} · {place.name}",
        "address": f"{reverse('asked-in', args=[place.pk])}?c={found.code}",
    }


def _form(request: HttpRequest, scope: Scope, round_: Round) -> Mapping[str, str]:
    """Return what the form shows: as it was typed, or as the unit or the meeting in the address says it."""
    if request.method == "POST":
        return request.POST
    minutes = _minutes(request.GET, scope, round_)
    if minutes is None:
        return {"unit": request.GET.get("unit", "")[:20], "on": clock.today().isoformat()}
    return {
        "unit": minutes.unit.code,
        "title": _("Discussion meeting"),
        "on": minutes.on.isoformat(),
        "minutes": str(minutes.pk),
    }


def _minutes(form: Mapping[str, str], scope: Scope, round_: Round) -> Minutes | None:
    number = form.get("minutes", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    return visits.minutes(scope, round_).filter(pk=int(number)).first()


def _do(request: HttpRequest, scope: Scope, round_: Round, pack: Pack, asked: Written) -> str:
    sent, by = request.POST, By(request.user, scope, request.POST.get("key", ""))
    if sent.get("do") != "open":
        found = occasions.of_round(scope, round_, asked.id).filter(code=sent.get("code", "")).first()
        if found is None:
            raise Http404
        if not occasions.is_led(scope, found):
            raise PermissionDenied
        return act_on(request, by, found, pack)
    held = occasions.Held(
        place=_place(sent.get("unit", "").strip(), scope),
        title=sent.get("title", ""),
        on=day_of(sent, "on") or clock.today(),
        minutes=_minutes(sent, scope, round_),
        until=day_of(sent, "until"),
        later=sent.get("prepare") == "1",
    )
    if held.later and held.until:
        raise refuse(
            text_of(asked.names),
            sentence("A consultation that is only prepared has no last day yet."),
            sentence("Leave the day empty; say it when answers are taken."),
        )
    open_occasion(by, round_, pack, asked.id, held)
    if held.later:
        return _("Prepared. Count the people, print slips.")
    return _("Opened. Count the people, print slips, hand them out.")


def _place(code: str, scope: Scope) -> Unit:
    try:
        return units.coded(scope, code)
    except Unit.DoesNotExist:
        raise refuse(
            code[:40] or "—",
            sentence("No unit has this code."),
            sentence("Look it up in the list of units."),
        ) from None
