"""Who I am and what I may see."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.queries.accounts import Given, given_to
from jishi.store.queries.places import counts_below
from jishi.web.pages.registry import page
from jishi.web.programme import role_name
from jishi.web.wording import day


@dataclass(frozen=True)
class GrantRow:
    """One grant as its holder reads it."""

    role: str
    unit: str
    address: str
    reach: str
    count: int
    fields: str
    duties: str
    since: date
    until: str


@dataclass(frozen=True)
class FieldClass:
    """One class of fields and whether the reader may read it somewhere."""

    name: str
    about: str
    mine: bool


@page("me", "me")
def me(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the reader's own grants and what they open."""
    account = request.user
    shown = {
        "name": account.name or account.username,
        "role": role_name(scope, account.role),
        "grants": [_row(scope, given) for given in given_to(scope, clock.today()) if given.path],
        "classes": _classes(max((holding.field_class for holding in scope.holdings), default=-1)),
    }
    return render(request, "me.html", shown)


def _row(scope: Scope, given: Given) -> GrantRow:
    grant = given.grant
    below = counts_below([grant.unit])[grant.unit_id]
    return GrantRow(
        role=role_name(scope, grant.role),
        unit=grant.unit.name,
        address=reverse("unit", args=[grant.unit_id]),
        reach=_("and everything below it") if below else _("this unit alone"),
        count=below + 1,
        fields=_("up to class %(number)s") % {"number": grant.field_class},
        duties=" · ".join(duty_names().get(duty, duty) for duty in grant.duties.split()),
        since=grant.from_on,
        until=day(grant.to_on) if grant.to_on else _("open"),
    )


def duty_names() -> dict[str, str]:
    """Return what the duties of a grant are called."""
    return {
        "enter": _("enter facts"),
        "import": _("import files"),
        "assess": _("compute scores"),
        "grant": _("give roles"),
        "office": _("keep the office"),
    }


def _classes(most: int) -> list[FieldClass]:
    said = (
        (_("Class 0: open"), _("Numbers and names of organisations that may be published.")),
        (_("Class 1: aggregates"), _("Published only as sums over enough units or people.")),
        (_("Class 2: personal"), _("Names, posts and what concerns one person.")),
        (_("Class 3: sensitive"), _("Read only for a stated purpose; every reading is written down.")),
    )
    return [FieldClass(name, about, number <= most) for number, (name, about) in enumerate(said)]
