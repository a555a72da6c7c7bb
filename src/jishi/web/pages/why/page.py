"""Why this grade: the page that makes the product. One unit, one run, one sheet of paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.explained import Explained, chosen, explained
from jishi.actions.results import newest, of_run
from jishi.core.access import Scope
from jishi.store.models.assess import Run
from jishi.store.models.org import Unit
from jishi.store.queries import rounds, units
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.pages.why.dimensions import dimensions
from jishi.web.pages.why.helps import helps
from jishi.web.pages.why.private import looking, private
from jishi.web.pages.why.sides import sides
from jishi.web.pages.why.verdict import title, verdict
from jishi.web.pages.why.ways import ways, ways_note
from jishi.web.phrases import value_of
from jishi.web.programme import Programme, programme
from jishi.web.said import place_of, source_name
from jishi.web.wording import NOTHING, moment, text_of, whole


@dataclass(frozen=True)
class FactRow:
    """One fact that decided something, and where it stood."""

    name: str
    value: str
    source: str
    also: str
    place: str
    address: str
    on: date | None
    tally: str = ""
    tally_address: str = ""


@page("units/<int:unit>/why", "why", about="unit", form=True)
def why(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Explain a unit's proposed grade by the newest run, or by the one asked for (``?run=``)."""
    one = units.one(scope, unit)
    run = _run(request, scope)
    if run is None:
        raise Unit.DoesNotExist
    results = of_run(scope, run)
    words = programme(scope, run.round)
    found = explained(scope, results, one, looking(request))
    rows = _facts(scope, words, found)
    shown: dict[str, Any] = {
        "unit": {"id": one.pk, "name": one.name},
        "trail": trail(scope, one),
        "title": title(words, found),
        "changed": _changed(found, run),
        "verdict": verdict(words, found, run),
        "dimensions": dimensions(words, results, found),
        "dimensions_note": _("The dark line: half of the units of the same domain reach it."),
        "sides": sides(words, found),
        "ways": ways(words, found),
        "ways_note": ways_note(words, found),
        "helps": helps(scope, results, found),
        "facts": rows,
        "facts_title": ngettext(
            "%(count)s fact that this rests on", "%(count)s facts that this rests on", len(rows)
        )
        % {"count": whole(len(rows))},
        "private": private(scope, words, found),
        "foot": _foot(run, words),
    }
    return render(request, "why.html", shown)


def _run(request: HttpRequest, scope: Scope) -> Run | None:
    asked = request.GET.get("run", "")
    return rounds.runs(scope).get(pk=int(asked)) if asked.isdecimal() else newest(scope)


def _changed(found: Explained, run: Run) -> str:
    count = len(found.changed)
    if not count:
        return ""
    return ngettext(
        "%(count)s fact has changed since run %(run)s; the grade below is that run’s.",
        "%(count)s facts have changed since run %(run)s; the grade below is that run’s.",
        count,
    ) % {"count": count, "run": run.number}


def _foot(run: Run, words: Programme) -> str:
    return _("%(pack)s %(version)s · run %(run)s of %(moment)s · result %(digest)s") % {
        "pack": text_of(words.pack.names) if words.pack else run.pack,
        "version": run.pack_version,
        "run": run.number,
        "moment": moment(run.created_at),
        "digest": run.result_digest[:16],
    }


def _facts(scope: Scope, words: Programme, found: Explained) -> list[FactRow]:
    counts = chosen(found.pack, found.said)
    rows = []
    for name in found.explanation.facts:
        fact = words.fact(name)
        if fact is None or (name not in counts and name not in found.tallies):
            continue
        tallied = found.tallies.get(name)
        tally = " ".join(each.say(_) for each in tallied.says()) if tallied else ""
        asked = f"{reverse('asked-in', args=[found.unit.pk])}?c={tallied.code}" if tallied else ""
        if name not in counts:
            rows.append(FactRow(text_of(fact.names), NOTHING, "", "", "", "", None, tally, asked))
            continue
        first, *others = counts[name]
        also = " · ".join(f"{source_name(each.source)} {value_of(fact, each.value)}" for each in others)
        address = reverse("import", args=[first.origin_id]) if first.origin_id and scope.has("office") else ""
        rows.append(
            FactRow(
                name=text_of(fact.names),
                value=value_of(fact, first.value),
                source=source_name(first.source),
                also=f"({also})" if also else "",
                place=place_of(first),
                address=address,
                on=first.on,
                tally=tally,
                tally_address=asked,
            )
        )
    return rows
