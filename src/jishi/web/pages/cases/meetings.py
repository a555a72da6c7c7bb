"""Meetings of committees: those that were held, and the form for one more."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.cases.ground import sits_anywhere
from jishi.actions.cases.meeting import Sitting, hold, members_of
from jishi.actions.people.ground import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.queries import cases, privacy, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.people.asked import day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.speech import said
from jishi.web.wording import day


@page("meetings", "meetings", form=True)
def meetings(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the meetings inside the scope; who acts for a committee enters one here."""
    mine = _mine(scope)
    complaints: list[str] = []
    if request.method == "POST":
        if not mine:
            raise PermissionDenied
        try:
            _hold(request, scope, mine)
            messages.success(request, _("The meeting is entered."), extra_tags="good")
            return HttpResponseRedirect(reverse("meetings"))
        except Refusal as refusal:
            complaints = said(refusal)
    rows = cases.meetings(scope)
    pages = paged(request, rows)
    committee = next(
        (each for each in mine if str(each.pk) == request.POST.get("committee", request.GET.get("committee"))),
        mine[0] if mine else None,
    )
    people = []
    if committee is not None and privacy.reads(scope, committee):
        ticked = set(request.POST.getlist("person"))
        members = members_of(committee, _today(scope))
        people = [(person.pk, person.name, str(person.pk) in ticked) for person in members]
    shown = {
        "rows": [
            {
                "day": day(row.held_on),
                "committee": called(row.committee),
                "minutes": row.minute_number,
                "address": reverse("meeting", args=[row.pk]),
                "present": f"{row.present} / {row.entitled}",
                "decided": row.decided,
            }
            for row in pages.rows
        ],
        "pages": pages,
        "committees": [(each.pk, called(each)) for each in mine],
        "committee": committee,
        "people": people,
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "cases/meetings.html", shown, status=422 if complaints else 200)


def _mine(scope: Scope) -> list[Unit]:
    acting = sits_anywhere(scope)
    if acting is None:
        return list(units.tops(scope))
    return list(units.visible(scope).filter(pk__in=acting))


def _today(scope: Scope) -> date:
    round_ = current_round(scope)
    return today_of(round_) if round_ is not None else clock.today()


def _hold(request: HttpRequest, scope: Scope, mine: list[Unit]) -> None:
    form = request.POST
    committee = next((each for each in mine if each.pk == number(form.get("committee", ""))), None)
    if committee is None:
        raise Unit.DoesNotExist
    held_on = day_of(form, "on")
    if held_on is None:
        raise refuse(committee.name, sentence("The day is missing."), sentence("Write when the committee met."))
    known = {person.pk: person for person in members_of(committee, held_on)}
    ticked = [number(each) for each in form.getlist("person")]
    sitting = Sitting(
        held_on=held_on,
        minute_number=form.get("minutes", ""),
        entitled=number(form.get("entitled", "")),
        people=tuple(_person(known, each) for each in ticked),
        names=tuple(name for line in form.get("names", "").splitlines() if (name := line.strip()[:100])),
        place=form.get("place", ""),
    )
    hold(By(request.user, scope, form.get("key", ""), _today(scope)), committee, sitting)


def _person(known: dict[int, Person], wanted: int) -> Person:
    if wanted not in known:
        raise Person.DoesNotExist
    return known[wanted]
