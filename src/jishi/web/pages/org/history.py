"""What a unit came from and became, where it stood, and a run's grades as it was and as it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.org.statistics import rows_as_is
from jishi.actions.results import Results, latest
from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Formation, Grid, Succession, Unit, UnitTrait
from jishi.store.queries import lineage, units
from jishi.web.distribution import distribution
from jishi.web.org_words import axis_name, mode_name, step_name
from jishi.web.pages.org.coverage import step_here
from jishi.web.pages.registry import page
from jishi.web.programme import Programme, programme
from jishi.web.wording import day, whole


@dataclass(frozen=True)
class StepShown:
    """One step of the unit's life."""

    on: str
    name: str
    said: str
    address: str
    document: str


@page("units/<int:unit>/history", "unit-history", about="unit")
def history(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the history of a unit."""
    found = units.one(scope, unit)
    words, results = programme(scope), latest(scope)
    path = units.path_of(found)
    shown = {
        "unit": {"name": found.name, "code": found.code, "id": found.pk},
        "trail": step_here(scope, found, _("History")),
        "steps": [_step(scope, words, found, step) for step in lineage.of_unit(scope, found)],
        "places": list(_places(scope, found)),
        "formed": [_formed(each) for each in Formation.objects.filter(unit=found).order_by("-from_on")],
        "traits": [_trait(words, each) for each in UnitTrait.objects.filter(unit=found).order_by("-from_on")],
        "grids": _grids(found),
        "counted": _counted(scope, words, results, found) if results else None,
        "change": reverse("unit-change", args=[found.pk])
        if path and scope.may("import", Axis.MANAGEMENT, path)
        else "",
    }
    return render(request, "org/history.html", shown)


def _step(scope: Scope, words: Programme, unit: Unit, step: Succession) -> StepShown:
    other = step.after if step.before_id == unit.pk else step.before
    seen = other is not None and other.pk != unit.pk and units.visible(scope).filter(pk=other.pk).exists()
    return StepShown(
        day(step.on),
        step_name(step.kind),
        _told(words, unit, step),
        reverse("unit", args=[other.pk]) if seen and other else "",
        step.document,
    )


def _told(words: Programme, unit: Unit, step: Succession) -> str:
    """Return what happened, in one sentence with the names of that day."""
    was, became = step.was, step.became
    if step.kind == Succession.Kind.CONVERT:
        return _("from %(was)s to %(became)s") % {"was": _called(words, was), "became": _called(words, became)}
    if step.kind == Succession.Kind.RECODE:
        return _("from %(was)s to %(became)s") % {"was": was.get("code", ""), "became": became.get("code", "")}
    values = {"was": was.get("name", ""), "became": became.get("name", ""), "count": whole(step.members)}
    if step.kind == Succession.Kind.MERGE:
        return _("%(was)s was merged into %(became)s with %(count)s members") % values
    if step.kind == Succession.Kind.SPLIT:
        return _("%(became)s was split off %(was)s with %(count)s members") % values
    if step.kind == Succession.Kind.MOVE:
        return _("with %(count)s members; see where it stood") % values
    return ""


def _called(words: Programme, said: dict[str, str]) -> str:
    parts = [said.get("name", ""), words.kind(said.get("kind", "")), words.domain(said.get("domain", ""))]
    return " · ".join(part for part in parts if part)


def _places(scope: Scope, unit: Unit) -> Iterable[dict[str, str]]:
    """Yield where it stood; offices above are named, for whoever sees a unit may know what stands above it."""
    for link in lineage.places_of(scope, unit):
        yield {
            "axis": axis_name(link.axis),
            "parent": link.parent.name if link.parent else _("the top"),
            "from": day(link.from_on) if link.from_on.year > 1900 else "",
            "to": day(link.to_on) if link.to_on else _("until now"),
        }


def _formed(each: Formation) -> dict[str, str]:
    return {
        "mode": mode_name(each.mode),
        "from": day(each.from_on),
        "to": day(each.to_on) if each.to_on else "",
        "document": each.document,
    }


def _trait(words: Programme, each: UnitTrait) -> dict[str, str]:
    return {
        "name": _trait_name(words, each),
        "from": day(each.from_on),
        "to": day(each.to_on) if each.to_on else "",
    }


def _trait_name(words: Programme, each: UnitTrait) -> str:
    if each.kind == UnitTrait.Kind.SUBTYPE:
        return _("formerly: %(domain)s") % {"domain": words.domain(each.value.removesuffix("-turned"))}
    return words.word("areas" if each.kind == UnitTrait.Kind.AREA else "tiers", each.value)


def _grids(unit: Unit) -> list[dict[str, str]]:
    held = Grid.objects.filter(in_force(clock.today()), unit=unit).order_by("name")
    return [
        {
            "name": each.name,
            "households": whole(each.households),
            "residents": whole(each.residents),
            "team": each.team,
        }
        for each in held
    ]


def _counted(scope: Scope, words: Programme, results: Results, unit: Unit) -> dict[str, object] | None:
    as_was = distribution(words, results, results.below(unit.pk)) if unit.pk in results.row_of else None
    as_is = distribution(words, results, rows_as_is(scope, results, unit))
    if as_was is None and as_is is None:
        return None
    return {"as_was": as_was, "as_is": as_is, "on": day(results.run.tree_on), "run": results.run.number}
