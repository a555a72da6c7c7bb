"""One person: what is held, masked; what goes on; and the page that the person can take home."""

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.people.ground import By
from jishi.actions.people.merging import merge
from jishi.actions.people.own_record import OwnRecord, own_record
from jishi.actions.people.reading import Purpose, noted, reveal
from jishi.actions.people.record_paper import paper
from jishi.actions.people.stages import died
from jishi.actions.people.terms import terms
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.people.stages import DATE_OF, next_of
from jishi.core.people.transfers import USUAL_DAYS
from jishi.documents.pdf import pdf
from jishi.store import clock
from jishi.store.home import current
from jishi.store.models.people import Care, Member, Person, Transfer
from jishi.store.queries import members, privacy
from jishi.web.pages.people import words
from jishi.web.pages.people.asked import by_of, version_of
from jishi.web.pages.people.doing import do_about_member, do_about_transfer, do_correct
from jishi.web.pages.people.roster import flash, options
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, hundredths, moment, page_language

#: Fields of class 3, which are opened for a purpose, and for how long.
CLOSE = ("care", "lost")
OPEN_SECONDS = 900


@dataclass(frozen=True)
class Line:
    """A name and what stands beside it."""

    name: str
    value: str


@page("persons/<int:person>", "person", about="person", form=True)
def one(request: HttpRequest, scope: Scope, person: int) -> HttpResponse:
    """Show a person; what the buttons ask is done here."""
    found = members.person(scope, person)
    if found.merged_into_id:
        return HttpResponseRedirect(reverse("person", args=[found.merged_into_id]))
    complaints: list[str] = []
    shown_whole: dict[str, str] = {}
    if request.method == "POST":
        try:
            if request.POST.get("do") == "reveal":
                purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
                shown_whole = reveal(by_of(request, scope), found, purpose)
            elif request.POST.get("do") == "open":
                purpose = Purpose(request.POST.get("purpose", ""), request.POST.get("words", ""))
                noted(by_of(request, scope), found, purpose, CLOSE)
                _open(request, found)
                return HttpResponseRedirect(reverse("person", args=[found.pk]))
            else:
                flash(request, _done(request, scope, found))
                return HttpResponseRedirect(reverse("person", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    record = own_record(scope, person)
    shown = {**_shown(request, scope, record, shown_whole), **_close(request, scope, record)}
    shown["complaints"] = complaints
    return render(request, "people/person.html", shown, status=422 if complaints else 200)


def _done(request: HttpRequest, scope: Scope, person: Person) -> str:
    by, form = by_of(request, scope), request.POST
    if form.get("do") == "correct":
        return do_correct(by, person, form)
    if form.get("do") == "merge":
        text = form.get("double", "")
        copy = members.person(scope, int(text) if text.isdecimal() and len(text) < 18 else 0)
        merge(by, person, version_of(form), copy)
        return _("The two records are one now.")
    here = members.present(person)
    if here is None and form.get("do") == "died":
        died(by, person, version_of(form))
        return _("Saved.")
    if here is None:
        raise Member.DoesNotExist
    return do_about_member(by, scope, members.one(scope, here.pk), form)


def _shown(request: HttpRequest, scope: Scope, record: OwnRecord, whole: dict[str, str]) -> dict[str, object]:
    person = record.person
    here = members.present(person)
    going = next((row for row in record.transfers if row.state in ("asked", "released", "returned")), None)
    following = next_of(here.status) if here else ""
    return {
        **_about(programme(scope), record, whole),
        "here": here,
        "status": words.statuses()[here.status] if here else _("in no branch"),
        "branch": called(here.unit) if here else "",
        "may": here is not None and privacy.may(scope, here.unit),
        "may_die": here is None and person.died_on is None and _keeps(scope, person),
        "died": day(person.died_on) if person.died_on else "",
        "mirrored": here is not None and here.mirrored,
        "following": (following, words.statuses()[following]) if following else None,
        "leavings": [(key, name) for key, name in words.leavings(programme(scope)).items() if key != "transferred"],
        "going": _transfer_line(going) if going else None,
        "floating": next((row for row in record.floating if row.to_on is None), None),
        "purposes": options(words.purposes()),
        "double": _double(request, scope),
        "today": clock.today().isoformat(),
        "key": uuid4().hex,
        "trail": _trail(here),
    }


def _keeps(scope: Scope, person: Person) -> bool:
    """Say whether the reader keeps the record of somebody who is in no branch."""
    return scope.everything if person.unit is None else privacy.may(scope, person.unit)


def _open(request: HttpRequest, person: Person) -> None:
    """Keep what is restricted open to this reader for a while, after a purpose was stated."""
    until = int(clock.now().timestamp()) + OPEN_SECONDS
    request.session["close"] = {**request.session.get("close", {}), str(person.pk): until}


def _close(request: HttpRequest, scope: Scope, record: OwnRecord) -> dict[str, object]:
    """Return what is restricted to the branch and the unit above it; only while it is open."""
    until = request.session.get("close", {}).get(str(record.person.pk), 0)
    if record.care is None or until < clock.now().timestamp():
        return {"near": record.care is not None, "close": False}
    spoken = programme(scope)
    return {
        "near": True,
        "close": True,
        "lost": record.lost[0] if record.lost else None,
        "losses": options(words.losses(spoken)),
        "outcomes": options(words.outcomes(), ("found", "died", "struck-off")),
        "care": [_care_line(spoken, row) for row in record.care],
        "cares": options(words.cares(spoken)),
        "funds": options(words.funds(spoken)),
    }


def _trail(here: Member | None) -> list[Step]:
    first = [Step(_("Members"), reverse("members"))]
    return [*first, Step(called(here.unit), reverse("members-in", args=[here.unit_id]))] if here else first


def _about(spoken: Programme, record: OwnRecord, whole: dict[str, str]) -> dict[str, object]:
    person, names = record.person, words.fields()
    lines = [
        Line(names["sex"], words.sexes().get(person.sex, NOTHING)),
        Line(names["born_on"], day(person.born_on)),
        Line(names["ethnicity"], person.ethnicity or NOTHING),
        Line(names["education"], person.education or NOTHING),
    ]
    numbers = [Line(names[name], whole.get(name) or record.masked[name] or NOTHING) for name in record.masked]
    return {
        "person": person,
        "lines": lines,
        "numbers": numbers,
        "whole": bool(whole),
        "memberships": [_membership(spoken, row) for row in record.memberships],
        "readings": len(record.readings),
    }


def _membership(spoken: Programme, row: Member) -> dict[str, object]:
    dates = [(words.stage_dates()[name], getattr(row, name)) for name in DATE_OF.values() if getattr(row, name)]
    left = words.leavings(spoken).get(row.left_how, row.left_how)
    return {
        "branch": called(row.unit),
        "status": words.statuses()[row.status],
        "from": row.from_on,
        "to": row.to_on,
        "left": left,
        "dates": dates,
        "occupation": row.occupation,
    }


def _transfer_line(row: Transfer) -> dict[str, object]:
    state, tone = words.states()[row.state]
    towards = called(row.to_unit) if row.to_unit else row.to_name
    return {"to": towards, "state": state, "tone": tone, "address": reverse("transfer", args=[row.pk])}


def _care_line(spoken: Programme, row: Care) -> dict[str, object]:
    return {
        "row": row,
        "name": words.cares(spoken).get(row.category, row.category),
        "money": hundredths(row.money),
    }


def _double(request: HttpRequest, scope: Scope) -> dict[str, object] | None:
    text = request.GET.get("double", "")
    if not text.isdecimal() or len(text) > 17:
        return None
    other = members.person(scope, int(text))
    here = members.present(other)
    return {"person": other, "branch": called(here.unit) if here else NOTHING, "born": day(other.born_on)}


@page("persons/<int:person>/record", "person-record", about="person")
def record(request: HttpRequest, scope: Scope, person: int) -> HttpResponse:
    """Show a person's own record on one page to print: what is held, who read it, until when, how to correct it."""
    found = own_record(scope, person)
    if found.care or found.lost:
        noted(By(request.user, scope), found.person, Purpose("record"), CLOSE)
        found = own_record(scope, person)
    kept = terms()
    shown = {
        **_about(programme(scope), found, {}),
        "held_lines": _held(programme(scope), found),
        "reads": [
            {
                "at": moment(row.at),
                "by": row.by or _("the command line"),
                "what": "、".join(words.fields().get(name, name) for name in row.what),
                "why": words.purposes().get(row.purpose, row.purpose) + (f" · {row.words}" if row.words else ""),
            }
            for row in found.readings
        ],
        "months": kept["person"].months,
        "printed": day(clock.today()),
        "trail": [Step(found.person.name, reverse("person", args=[person])), Step(_("Own record"))],
    }
    return render(request, "people/record.html", shown)


@page("persons/<int:person>/record.pdf", "person-record-pdf", about="person")
def record_pdf(request: HttpRequest, scope: Scope, person: int) -> HttpResponse:
    """Give a person's own record as PDF, in large print."""
    made = paper(By(request.user, scope), person, page_language(), _)  # type: ignore[arg-type]
    headers = {"Content-Disposition": content_disposition_header(True, f"person-{person}.pdf")}
    return HttpResponse(pdf(made, fonts=current().fonts), content_type="application/pdf", headers=headers)


def _held(spoken: Programme, record: OwnRecord) -> list[Line]:
    lines = [
        Line(
            _("Transfer"), f"{row.from_unit or row.from_name} → {row.to_unit or row.to_name} · {day(row.asked_on)}"
        )
        for row in record.transfers
    ]
    lines += [Line(_("Lives elsewhere"), f"{row.place} · {day(row.from_on)}") for row in record.floating]
    lines += [Line(_("Care"), words.cares(spoken).get(row.category, row.category)) for row in record.care or ()]
    lines += [Line(_("Lost contact"), f"{day(row.from_on)} · {day(row.expires_on)}") for row in record.lost or ()]
    return lines


@page("transfers/<int:transfer>", "transfer", about="transfer", form=True)
def transfer(request: HttpRequest, scope: Scope, transfer: int) -> HttpResponse:
    """Show a transfer to both sides, each with what is its to do."""
    found = members.transfer(scope, transfer)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            flash(request, do_about_transfer(by_of(request, scope), found, request.POST))
            return HttpResponseRedirect(reverse("members-list", args=["transfers"]))
        except Refusal as refusal:
            complaints = said(refusal)
    state, tone = words.states()[found.state]
    old = found.from_unit is None or privacy.may(scope, found.from_unit)
    new = privacy.may(scope, found.to_unit) if found.to_unit else old
    shown = {
        "transfer": found,
        "name": found.member.person.name,
        "state": state,
        "tone": tone,
        "origin": called(found.from_unit) if found.from_unit else found.from_name,
        "towards": called(found.to_unit) if found.to_unit else found.to_name,
        "status": words.statuses()[found.member.status],
        "may_release": old and found.state in ("asked", "returned"),
        "may_accept": new and found.state == "released",
        "days": USUAL_DAYS,
        "today": clock.today().isoformat(),
        "key": uuid4().hex,
        "complaints": complaints,
        "trail": [Step(_("Transfers"), reverse("members-list", args=["transfers"]))],
    }
    return render(request, "people/transfer.html", shown, status=422 if complaints else 200)
