"""What is waiting for me, and until when? The first page of every role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.results import Results, latest
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.store.queries import units
from jishi.web.current import current_round, day_of
from jishi.web.distribution import distribution
from jishi.web.pages.cases.waiting import matters
from jishi.web.pages.cases.waiting import outcomes as decided
from jishi.web.pages.circulars import waiting as circulars
from jishi.web.pages.duties import waiting as duties
from jishi.web.pages.improve import sheets
from jishi.web.pages.papers import waiting as papers
from jishi.web.pages.registry import page
from jishi.web.pages.units import standing
from jishi.web.programme import Programme, programme
from jishi.web.waiting import outcomes, progress, waiting, watch
from jishi.web.wording import day, hundredths


@page("", "home")
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what waits, the latest date first; then how far the round is and what became of what was sent."""
    round_ = current_round(scope)
    words, results = programme(scope, round_), latest(scope)
    alone = len(results.judged_rows) <= 1 if results else False
    shown = {
        "own": _own(scope, words, results),
        "title": _("Waiting for you"),
        "standing": f"{standing(scope)} · {day(day_of(round_))}",
        "waiting": sorted(
            [
                *waiting(scope, round_, results),
                *matters(scope, round_),
                *circulars.matters(scope),
                *papers.matters(scope, round_),
                *duties.matters(scope),
                *sheets.matters(scope, round_),
            ],
            key=lambda matter: matter.on,
        ),
        "progress": [] if alone else progress(scope, round_, results),
        "distribution": distribution(words, results, results.judged_rows) if results and not alone else None,
        "watch": watch(words, results) if results and not alone else [],
        "outcomes": [*decided(scope, round_), *sheets.outcomes(scope, round_), *outcomes(scope)],
    }
    return render(request, "home.html", shown)


def _own(scope: Scope, words: Programme, results: Results | None) -> dict[str, object] | None:
    """Return the reader's own unit when it is one that is judged itself; else None."""
    tops = list(units.tops(scope)[:2])
    if len(tops) != 1 or results is None or not results.judged(tops[0].pk):
        return None
    unit = tops[0]
    return {
        "name": unit.name,
        "address": reverse("unit", args=[unit.pk]),
        "why": reverse("why", args=[unit.pk]),
        "self_assessment": reverse("self-assessment", args=[unit.pk]) if may_enter(scope, unit) else "",
        "grade": words.grade(results.value("proposal", unit.pk)),
        "said": _("%(score)s of 100 points, run %(run)s")
        % {"score": hundredths(results.value("score", unit.pk)), "run": results.run.number},
    }
