"""The roster: who is in the branches of the reader; a member is entered here, and the lists beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports.members import export
from jishi.actions.exports.sheet import Style
from jishi.actions.people.registering import Newcomer, enter
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.people.stages import DATE_OF
from jishi.store import persons
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.queries import members, privacy, units
from jishi.store.vault import Keys, keys
from jishi.web.pages.people import words
from jishi.web.pages.people.asked import by_of, day_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import NOTHING, day, page_language, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """One line of a list: a person or a pair, and what is to be known.

    Attributes:
        inside: address of the branch's own roster.
    """

    name: str
    address: str
    branch: str
    state: str
    tone: str
    notes: tuple[str, ...] = ()
    inside: str = ""


def reader(scope: Scope) -> None:
    """Let only those in who read personal fields somewhere.

    Raises:
        PermissionDenied: the reader does not.
    """
    if not scope.everything and all(holding.field_class < privacy.PERSONAL for holding in scope.holdings):
        raise PermissionDenied


@page("members", "members", form=True)
def roster(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show every member whom the reader reads; a whole number is looked up without standing in the address."""
    reader(scope)
    return _shown(request, scope, _only(scope))


@page("members/in/<int:unit>", "members-in", about="unit", form=True)
def roster_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the members of a unit and of those below it; one who comes new is entered here."""
    found = units.one(scope, unit)
    if not privacy.reads(scope, found):
        raise Unit.DoesNotExist
    return _shown(request, scope, found)


def _only(scope: Scope) -> Unit | None:
    """Return the unit of a reader who has no other, so that a secretary enters members at once; else None."""
    found = list(units.visible(scope)[:2])
    return found[0] if len(found) == 1 and privacy.reads(scope, found[0]) else None


def _shown(request: HttpRequest, scope: Scope, unit: Unit | None) -> HttpResponse:
    complaints: list[str] = []
    if request.method == "POST" and request.POST.get("do") == "enter" and unit is not None:
        try:
            member = enter(by_of(request, scope), unit, _newcomer(request.POST))
            return HttpResponseRedirect(reverse("person", args=[member.person_id]))
        except Refusal as refusal:
            complaints = said(refusal)
    found = members.listed(scope, unit)
    query, number = request.GET.get("q", "").strip(), request.POST.get("number", "").strip()
    if query:
        found = members.named(found, query)
    vault = keys()
    if number:
        index = [persons.index_of(vault, name, number) for name in persons.SEALED]
        found = members.numbered(found, index[0]) | members.numbered(found, index[1])
    if request.GET.get("status") in words.statuses():
        found = found.filter(status=request.GET["status"])
    pages = paged(request, found)
    shown = {
        "unit": unit,
        "trail": trail(scope, unit, page="members-in") if unit else [],
        "query": query,
        "status": request.GET.get("status", ""),
        "statuses": words.statuses().items(),
        "standing": ngettext("%(count)s member", "%(count)s members", pages.total) % {"count": pages.counted},
        "rows": [_row(vault, member) for member in pages.rows],
        "pages": pages,
        "lists": tabs(""),
        "may_compare": scope.has("import"),
        "care": _care_totals(scope, unit) if unit else [],
        "may_enter": unit is not None and privacy.may(scope, unit) and unit.kind != "committee",
        "complaints": complaints,
        "typed": request.POST if complaints else {},
        "key": uuid4().hex,
    }
    return render(request, "people/roster.html", shown, status=422 if complaints else 200)


def _care_totals(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    """Return how many are cared for, by category; a number that is too small to tell is a dash."""
    totals = members.care_totals(scope, unit)
    named = words.cares(programme(scope))
    return [(named.get(key, key), NOTHING if count is None else whole(count)) for key, count in totals.items()]


def _newcomer(form: Mapping[str, str]) -> Newcomer:
    status = form.get("status", "")
    dates = {name: day_of(form, name) for name in DATE_OF.values()}
    return Newcomer(
        name=form.get("name", ""),
        status=status if status in words.statuses() else "applicant",
        dates=dates,
        open_fields={"ethnicity": form.get("ethnicity", "")[:40], "education": form.get("education", "")[:40]},
        identity=form.get("identity", ""),
        phone=form.get("phone", ""),
        occupation=form.get("occupation", "")[:40],
    )


def _row(vault: Keys, member: Member) -> Row:
    person = member.person
    return Row(
        name=person.name or NOTHING,
        address=reverse("person", args=[person.pk]),
        branch=called(member.unit),
        state=words.statuses()[member.status],
        tone="good" if member.status == "full" else "fair" if member.status == "probationary" else "none",
        notes=(
            persons.masked(vault, person, "identity")[-8:],
            persons.masked(vault, person, "phone")[-8:],
            day(member.joined_on) if member.joined_on else NOTHING,
        ),
        inside=reverse("members-in", args=[member.unit_id]),
    )


def tabs(now: str) -> list[dict[str, object]]:
    """Return the roster and the lists beside it, for the row of links above each."""
    first = {"name": _("Members"), "address": reverse("members"), "now": not now}
    rest = [
        {"name": name, "address": reverse("members-list", args=[key]), "now": key == now}
        for key, name in words.lists().items()
    ]
    return [first, *rest]


@page("members/export", "members-export")
def taken_out(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the reader's roster as a workbook that can be brought in again; it holds no numbers of persons."""
    reader(scope)
    content = export(scope, Style("xlsx", page_language()), None, request.user).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "members.xlsx")
    return response


def flash(request: HttpRequest, text: str) -> None:
    """Say something on the next page."""
    if text:
        messages.success(request, text)


def options(named: Mapping[str, str], only: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Return choices for a form."""
    return [(key, name) for key, name in named.items() if only is None or key in only]
