"""The responsibility chain from the top down to a unit, on one page (D222)."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.explained import PERSONAL, open_class
from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.queries import units
from jishi.store.queries.chain import Holder, Step, chain
from jishi.web.org_words import helper_name, post_name
from jishi.web.pages.org.coverage import step_here
from jishi.web.pages.registry import page
from jishi.web.programme import Programme, programme
from jishi.web.wording import day


@dataclass(frozen=True)
class PersonShown:
    """Somebody in the chain."""

    name: str
    work: str
    since: str
    term: str
    over: bool


@page("units/<int:unit>/chain", "unit-chain", about="unit")
def shown(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show who answers at each step; names are shown to those who may read names at the unit itself."""
    found = units.one(scope, unit)
    words, today = programme(scope), clock.today()
    named = open_class(scope, found) >= PERSONAL
    seen = set(
        units.visible(scope).filter(pk__in=[each.pk for each in units.above(found)]).values_list("pk", flat=True)
    )
    steps = [
        _step(words, step, today, named=named, seen=step.unit.pk in seen) for step in chain(scope, found, today)
    ]
    return render(
        request,
        "org/chain.html",
        {
            "unit": {"name": found.name, "id": found.pk},
            "trail": step_here(scope, found, _("Who answers")),
            "steps": steps,
            "named": named,
        },
    )


def _step(words: Programme, step: Step, today: date, *, named: bool, seen: bool) -> dict[str, object]:
    return {
        "name": step.unit.name,
        "level": words.level(step.unit.level),
        "kind": words.kind(step.unit.kind),
        "address": reverse("unit", args=[step.unit.pk]) if seen else "",
        "first": [_person(each, post_name(each.work, words.role(each.work)), today, named) for each in step.first],
        "several": len(step.first) > 1,
        "helpers": [_person(each, helper_name(each.work), today, named) for each in step.helpers],
        "paired": [
            _person(each, post_name(each.work, words.role(each.work)), today, named) for each in step.paired
        ],
    }


def _person(holder: Holder, work: str, today: date, named: bool) -> PersonShown:
    ends = holder.term_ends_on
    return PersonShown(
        name=holder.name if named else "",
        work=work,
        since=_("since %(day)s") % {"day": day(holder.since)},
        term=_("term until %(day)s") % {"day": day(ends)} if ends else "",
        over=ends is not None and ends < today,
    )
