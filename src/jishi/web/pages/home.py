"""What is waiting for me, and until when? The first page of every role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jishi.actions.results import latest
from jishi.core.access import Scope
from jishi.web.current import current_round, day_of
from jishi.web.distribution import distribution
from jishi.web.pages.registry import page
from jishi.web.pages.units import standing
from jishi.web.programme import programme
from jishi.web.waiting import outcomes, progress, waiting
from jishi.web.wording import day


@page("", "home")
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what waits, the latest date first; then how far the round is and what became of what was sent."""
    round_ = current_round(scope)
    words, results = programme(scope, round_), latest(scope)
    shown = {
        "title": _("Waiting for you"),
        "standing": f"{standing(scope)} · {day(day_of(round_))}",
        "waiting": waiting(scope, round_, results),
        "progress": progress(scope, round_, results),
        "distribution": distribution(words, results, results.judged_rows) if results else None,
        "outcomes": outcomes(scope),
    }
    return render(request, "home.html", shown)
