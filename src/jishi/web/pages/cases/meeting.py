"""One meeting: its minutes with every correction, who left for which unit; correct, ask to leave, lift."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.cases.correcting import correct
from jishi.actions.cases.ground import committee_above, opened, sits
from jishi.actions.cases.meeting import Sitting, members_of
from jishi.actions.cases.recusing import Leaving, ask, lift
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.assess import Round
from jishi.store.models.cases import Attendance, Meeting, MinuteCorrection, Recusal, RecusalLift, RecusalWish
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.queries import cases, privacy, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import cause_names, number, today_of
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called
from jishi.web.speech import said
from jishi.web.wording import day

SHOWN = 200


@page("meetings/<int:meeting>", "meeting", about="meeting", form=True)
def meeting(request: HttpRequest, scope: Scope, meeting: int) -> HttpResponse:
    """Show one meeting with its corrections, or do what the form asks."""
    found = cases.meeting(scope, meeting)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _DOING.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            return HttpResponseRedirect(reverse("meeting", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            found = cases.meeting(scope, meeting)
    shown = {**_shown(scope, found, request.POST), "complaints": complaints, "key": uuid4().hex}
    return render(request, "cases/meeting.html", shown, status=422 if complaints else 200)


def _shown(scope: Scope, found: Meeting, typed: QueryDict) -> dict[str, Any]:
    named = privacy.reads(scope, found.committee)
    there = [row.person for row in cases.attendances(found)]
    others = [person for person in members_of(found.committee, found.held_on) if person not in there]
    mine = sits(scope, found.committee)
    return {
        "one": found,
        "trail": [Step(_("Meetings"), reverse("meetings"))],
        "committee": called(found.committee),
        "held": day(found.held_on),
        "there": [(person.pk, person.name) for person in there] if named else [],
        "everybody": _ticked(there, others, typed) if named else [],
        "chosen": number(typed.get("person", "")),
        "minutes": _minutes(found, typed),
        "typed": typed,
        "corrections": [_correction(row, named=named) for row in found.corrections.order_by("-number")],
        "left": _left(found, named=named),
        "may_correct": mine and named,
        "may_ask": mine and named and bool(there),
        "may_lift": named and bool(there) and _above(scope, found),
    }


def _minutes(found: Meeting, typed: QueryDict) -> dict[str, Any]:
    """Return what the form of a correction says: what was typed, after a refusal; else what the minutes say."""
    if typed.get("do") == "correct":
        return {name: typed.get(name, "") for name in ("on", "minutes", "entitled", "place")}
    said: dict[str, Any] = {"on": found.held_on.isoformat(), "minutes": found.minute_number}
    return said | {"entitled": found.entitled, "place": found.place}


def _ticked(there: list[Person], others: list[Person], typed: QueryDict) -> list[tuple[int, str, bool]]:
    was = {person.pk for person in there}
    if typed.get("do") == "correct":
        was = {number(each) for each in typed.getlist("person")}
    return [(person.pk, person.name, person.pk in was) for person in (*there, *others)]


def _above(scope: Scope, found: Meeting) -> bool:
    """Say whether the reader acts for the committee one level up."""
    round_ = current_round(scope)
    if round_ is None:
        return False
    try:
        return sits(scope, committee_above(pack_of(round_.cycle), found.committee))
    except Refusal:
        return False


def _left(found: Meeting, *, named: bool) -> list[dict[str, Any]]:
    """Return who left for which unit, who asked to, and who need not, the names only for who reads them."""
    causes, one = cause_names(), _("one member")
    left = Recusal.objects.filter(meeting=found).select_related("person", "grade__unit").order_by("pk")
    rows = [(row.grade.unit, row.person, causes[row.cause], "", _("left"), "good") for row in left[:SHOWN]]
    gone = {(row[0].pk, row[1].pk) for row in rows}
    lifted = RecusalLift.objects.filter(meeting=found).select_related("person", "unit").order_by("pk")
    wishes = RecusalWish.objects.filter(meeting=found).select_related("person", "unit").order_by("pk")
    rows += [
        (row.unit, row.person, causes["own"], row.reason, _("asked to leave"), "fair")
        for row in wishes[:SHOWN]
        if (row.unit_id, row.person_id) not in gone
    ]
    rows += [(row.unit, row.person, "", row.reason, _("need not leave"), "plain") for row in lifted[:SHOWN]]
    return [
        {
            "unit": called(unit),
            "address": reverse("review-unit", args=[unit.pk]),
            "person": person.name if named else one,
            "cause": cause,
            "reason": reason if named else "",
            "state": state,
            "tone": tone,
        }
        for unit, person, cause, reason, state, tone in rows
    ]


def _correction(row: MinuteCorrection, *, named: bool) -> dict[str, Any]:
    names = {
        "held": _("Day"),
        "minutes": _("Number of the minutes"),
        "entitled": _("Members of the committee"),
        "place": _("Place"),
    }
    changed = [(name, row.was[key], row.now[key]) for key, name in names.items() if row.was[key] != row.now[key]]
    was, now = set(row.was["present"]), set(row.now["present"])
    if was != now:
        changed.append((_("Present"), len(was), len(now)))
    people = {}
    if named:
        people = dict(Person.objects.filter(pk__in=was ^ now).values_list("pk", "name"))
    return {
        "number": row.number,
        "on": day(row.on),
        "reason": row.reason,
        "changed": changed,
        "added": [people[each] for each in sorted(now - was) if each in people],
        "removed": [people[each] for each in sorted(was - now) if each in people],
        "digest": row.digest[:16],
    }


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""), _today(scope))


def _today(scope: Scope) -> date | None:
    round_ = current_round(scope)
    return today_of(round_) if round_ is not None else None


def _correct(request: HttpRequest, scope: Scope, found: Meeting) -> None:
    form = request.POST
    held_on = day_of(form, "on")
    if held_on is None:
        raise refuse(
            found.committee.name, sentence("The day is missing."), sentence("Write when the committee met.")
        )
    known = {row.person_id: row.person for row in Attendance.objects.filter(meeting=found).select_related("person")}
    known |= {person.pk: person for person in members_of(found.committee, held_on)}
    ticked = [number(each) for each in form.getlist("person")]
    if any(each not in known for each in ticked):
        raise Person.DoesNotExist
    sitting = Sitting(
        held_on=held_on,
        minute_number=form.get("minutes", ""),
        entitled=number(form.get("entitled", "")),
        people=tuple(known[each] for each in ticked),
        names=tuple(name for line in form.get("names", "").splitlines() if (name := line.strip()[:100])),
        place=form.get("place", ""),
    )
    row = correct(_by(request, scope), found, version_of(form), sitting, form.get("reason", ""))
    messages.success(request, _("Correction %(number)s is entered.") % {"number": row.number}, extra_tags="good")


def _leaving(request: HttpRequest, scope: Scope, found: Meeting) -> tuple[Any, Leaving]:
    round_, form = current_round(scope), request.POST
    if round_ is None:
        raise Round.DoesNotExist
    try:
        unit = units.coded(scope, form.get("unit", "").strip())
    except Unit.DoesNotExist:
        raise refuse(
            form.get("unit", ""), sentence("No unit has this code."), sentence("Look for it on the list of units.")
        ) from None
    person = _person(found, number(form.get("person", "")))
    return opened(scope, round_), Leaving(unit, person, form.get("reason", ""))


def _person(found: Meeting, wanted: int) -> Person:
    return Attendance.objects.select_related("person").get(meeting=found, person=wanted).person


def _ask(request: HttpRequest, scope: Scope, found: Meeting) -> None:
    docket, leaving = _leaving(request, scope, found)
    ask(_by(request, scope), docket, found, leaving)
    messages.success(request, _("Written down: one leaves while this unit is decided."), extra_tags="good")


def _lift(request: HttpRequest, scope: Scope, found: Meeting) -> None:
    docket, leaving = _leaving(request, scope, found)
    lift(_by(request, scope), docket, found, leaving)
    messages.success(request, _("Lifted: nobody need leave because of this."), extra_tags="good")


def _nothing(request: HttpRequest, scope: Scope, found: Meeting) -> None:
    raise Http404


_DOING: Mapping[str, Callable[[HttpRequest, Scope, Meeting], None]] = {
    "correct": _correct,
    "ask": _ask,
    "lift": _lift,
}
