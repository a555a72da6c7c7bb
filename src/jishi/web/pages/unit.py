"""The page of one unit: where it stands, what is known of it, what is not in order, what stands below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.cards import may_issue
from jishi.actions.explained import PERSONAL, open_class
from jishi.actions.monthly.asking import form_of
from jishi.actions.org import grading
from jishi.actions.results import Results, latest
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.queries import facts, places, posts, units
from jishi.web.current import current_round
from jishi.web.distribution import distribution
from jishi.web.org_words import axis_name
from jishi.web.pages.posts.words import posts as post_kinds
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.pages.units import rows
from jishi.web.phrases import value_of
from jishi.web.programme import Programme, programme
from jishi.web.said import place_of, source_name
from jishi.web.violations import violations
from jishi.web.wording import day, hundredths, text_of, whole

GUIDED = 60


@dataclass(frozen=True)
class Act:
    """Something to do from here."""

    name: str
    address: str


@dataclass(frozen=True)
class About:
    """One thing about the unit."""

    name: str
    value: str


@dataclass(frozen=True)
class FactRow:
    """One fact from one source."""

    name: str
    value: str
    source: str
    place: str
    on: date | None


@dataclass(frozen=True)
class FactGroup:
    """Facts of one group of the pack."""

    name: str
    count: str
    facts: tuple[FactRow, ...]


@page("units/<int:unit>", "unit", about="unit")
def unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show a unit."""
    found = units.one(scope, unit)
    words, results = programme(scope), latest(scope)
    judged = results is not None and results.judged(found.pk)
    below = list(units.children(scope, found)[:60])
    shown = {
        "unit": {"name": found.name, "kind": words.kind(found.kind), "domain": words.domain(found.domain)}
        | {"code": found.code, "id": found.pk},
        "trail": trail(scope, found),
        "acts": _acts(scope, found, words, judged=judged),
        "grade": words.grade(results.value("proposal", found.pk)) if judged and results else None,
        "grade_said": _grade_said(results, found) if judged and results else "",
        "why": reverse("why", args=[found.pk]) if judged else "",
        "about": list(_about(scope, found, words)),
        "posts": _posts(scope, found, words),
        "distribution": _distribution(words, results, found) if below else None,
        "violations": violations(words, results, found.pk) if judged and results else [],
        "units": rows(scope, below),
        "guided": rows(scope, list(places.guided(scope, found)[:GUIDED])),
        "groups": _groups(scope, found, words),
    }
    return render(request, "unit.html", shown)


def _posts(scope: Scope, unit: Unit, words: Programme) -> list[dict[str, str]]:
    """Return the posts of the unit; names of people are fields of class 2."""
    if open_class(scope, unit) < PERSONAL:
        return []
    kinds = {**post_names(), **post_kinds(words)}
    return [
        {
            "name": kinds.get(post.kind) or words.role(post.kind),
            "holder": post.holder,
            "since": _("since %(day)s") % {"day": day(post.since)} if post.since else "",
        }
        for post in posts.of_unit(scope, unit)
    ]


def _acts(scope: Scope, unit: Unit, words: Programme, *, judged: bool) -> list[Act]:
    acts = []
    if judged:
        acts.append(Act(_("Why this grade?"), reverse("why", args=[unit.pk])))
    if words.pack and words.pack.standard_for(unit.domain) and may_enter(scope, unit):
        acts.append(Act(_("Self-assessment"), reverse("self-assessment", args=[unit.pk])))
        acts.append(Act(_("Our proposal"), reverse("proposal", args=[unit.pk])))
    acts.append(Act(_("Problems and remedies"), reverse("improve-unit", args=[unit.pk])))
    acts.append(Act(_("Round by round"), reverse("unit-rounds", args=[unit.pk])))
    if words.pack and form_of(words.pack) and words.pack.standard_for(unit.domain) and may_enter(scope, unit):
        acts.append(Act(_("Monthly sheet"), reverse("monthly-sheet", args=[unit.pk])))
    if words.pack and words.pack.standard_for(unit.domain) and may_issue(scope, unit):
        acts.append(Act(_("Cards"), reverse("cards", args=[unit.pk])))
    acts.append(Act(_("History"), reverse("unit-history", args=[unit.pk])))
    acts.append(Act(_("Who answers"), reverse("unit-chain", args=[unit.pk])))
    if open_class(scope, unit) >= PERSONAL:
        acts.append(Act(_("Posts"), reverse("posts-in", args=[unit.pk])))
    return acts


def _grade_said(results: Results, unit: Unit) -> str:
    return _("%(score)s of 100 points, run %(run)s") % {
        "score": hundredths(results.value("score", unit.pk)),
        "run": results.run.number,
    }


def _about(scope: Scope, unit: Unit, words: Programme) -> Iterable[About]:
    yield About(_("Level"), words.level(unit.level))
    if words.pack and words.pack.grading_for(unit.kind, unit.domain or None):
        grader = grading.grader(words.pack, unit, units.above(unit)[:-1])
        yield About(_("Graded by"), called(grader) if grader else _("nobody above has this duty"))
    for axis, above in places.beside(scope, unit).items():
        yield About(_("Above it: %(axis)s") % {"axis": axis_name(axis)}, called(above))
    if unit.founded_on:
        yield About(_("Founded"), day(unit.founded_on))
    for kind, count in places.levels_below(scope, unit).items():
        yield About(_("%(kind)s below it") % {"kind": words.kind(kind)}, whole(count))


def _distribution(words: Programme, results: Results | None, unit: Unit) -> dict[str, object] | None:
    if results is None or unit.pk not in results.row_of:
        return None
    found = distribution(words, results, results.below(unit.pk))
    if found is None:
        return None
    return {"chart": found.chart, "legend": found.legend, "address": reverse("overview-unit", args=[unit.pk])}


def _groups(scope: Scope, unit: Unit, words: Programme) -> list[FactGroup]:
    round_ = current_round(scope)
    if round_ is None or words.pack is None:
        return []
    most = open_class(scope, unit)
    by_group: dict[str, list[FactRow]] = {}
    for said in facts.of_unit(scope, unit, round_):
        fact = words.fact(said.fact.code)
        if fact is None or fact.privacy > most:
            continue
        row = FactRow(
            text_of(fact.names), value_of(fact, said.value), source_name(said.source), place_of(said), said.on
        )
        by_group.setdefault(fact.group, []).append(row)
    return [
        FactGroup(
            text_of(group.names),
            ngettext("%(count)s value", "%(count)s values", len(by_group[group.id]))
            % {"count": len(by_group[group.id])},
            tuple(by_group[group.id]),
        )
        for group in words.pack.groups
        if group.id in by_group
    ]


def post_names() -> dict[str, str]:
    """Return what posts are called where the pack names none."""
    return {"secretary": _("Secretary"), "deputy-secretary": _("Deputy secretary"), "member": _("Committee member")}
