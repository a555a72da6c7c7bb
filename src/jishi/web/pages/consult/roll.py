"""The list of members on which those who took part are crossed off; what was crossed off is shown to nobody."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from jishi.actions.consult import roll
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, of_people, written
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.queries import privacy
from jishi.web.pages.consult.ground import going_on, heard_unit
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.speech import said


@page("asked/in/<int:unit>/roll", "roll-in", about="unit", form=True)
def roll_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the members of a unit to be crossed off (``?c=`` the consultation), and take the list."""
    place = heard_unit(scope, unit)
    if not privacy.reads(scope, place):
        raise PermissionDenied
    asked = _asked(request, scope, place)
    complaints: list[str] = []
    if request.method == "POST":
        if asked is None:
            raise Http404
        try:
            messages.success(request, _do(request, scope, asked), extra_tags="good")
            return HttpResponseRedirect(f"{reverse('asked-in', args=[place.pk])}?c={asked.consultation.code}")
        except Refusal as refusal:
            complaints = said(refusal)
    ticked = set(request.POST.getlist("person"))
    shown = {
        "place": {"name": place.name, "id": place.pk},
        "code": asked.consultation.code if asked else "",
        "trail": trail(scope, place, "asked-in"),
        "asked": asked,
        "members": [
            {"person": each.person_id, "name": each.person.name, "ticked": str(each.person_id) in ticked}
            for each in (roll.electorate_of(place) if asked else ())
        ],
        "today": clock.today().isoformat(),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "consult/roll.html", shown, status=422 if complaints else 200)


def _asked(request: HttpRequest, scope: Scope, place: Unit) -> Electorate | None:
    """Return the members who are asked; None = no such consultation is open."""
    round_, pack = going_on(scope)
    held = Consultation.objects.filter(round=round_, state=Consultation.State.OPEN).select_related("round__cycle")
    for found in held.filter(code=request.GET["c"]) if "c" in request.GET else held.order_by("pk"):
        for ask in _of_members(found, place, pack):
            return Electorate(found, place, ask, pack)
    return None


def _of_members(found: Consultation, place: Unit, pack: Pack) -> list[str]:
    asks = of_people(written(pack, found.code), place)
    return [ask.id for ask in asks if roll.has_roll(found, ask)]


def _do(request: HttpRequest, scope: Scope, asked: Electorate) -> str:
    sent = request.POST
    people = {int(each) for each in sent.getlist("person") if each.isdecimal() and len(each) < 19}
    listed = roll.CrossedOff(people, day_of(sent, "on") or clock.today(), sent.get("anew") == "1")
    count = roll.cross_off(By(request.user, scope), asked, listed)
    return ngettext(
        "Kept: %(count)s person stands on the list. Destroy the paper.",
        "Kept: %(count)s people stand on the list. Destroy the paper.",
        count,
    ) % {"count": count}
