"""Runs: what was computed when, from what, by which engine."""

from collections.abc import Iterable
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions import assess_job
from jishi.actions.results import of_run
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store.models.assess import Run
from jishi.store.queries import jobs, rounds
from jishi.web.current import current_round
from jishi.web.distribution import distribution
from jishi.web.pages.grading import standing
from jishi.web.pages.jobs import shown_progress
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, paged
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, moment, text_of

TONES = {"done": "good", "running": "fair", "failed": "poor"}


@page("runs", "runs", form=True)
def runs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List the runs; who may assess starts one here."""
    complaints: list[str] = []
    if request.method == "POST":
        if not scope.has("assess"):
            raise PermissionDenied
        try:
            return _asked(request, scope)
        except Refusal as refusal:
            complaints = said(refusal)
    found = rounds.runs(scope)
    pages = paged(request, found)
    shown = {
        "runs": [_row(scope, run) for run in pages.rows],
        "pages": pages,
        "going": [
            {"address": reverse("job", args=[each.pk]), **shown_progress(each)}
            for each in jobs.going_on(scope, assess_job.KIND)
        ],
        "may_run": scope.has("assess") and current_round(scope) is not None,
        "key": uuid4().hex,
        "complaints": complaints,
    }
    return render(request, "runs.html", shown, status=422 if complaints else 200)


def _asked(request: HttpRequest, scope: Scope) -> HttpResponse:
    round_ = current_round(scope)
    if round_ is None:
        raise PermissionDenied
    asked = assess_job.send(request.user, round_, key=request.POST.get("key", ""))
    return HttpResponseRedirect(reverse("job", args=[asked.pk]))


def _row(scope: Scope, run: Run) -> dict[str, object]:
    words = programme(scope, run.round)
    return {
        "name": _("Run %(number)s") % {"number": run.number},
        "address": reverse("run", args=[run.pk]),
        "round": f"{run.round.cycle.code} · {run.round.number}",
        "pack": f"{text_of(words.pack.names) if words.pack else run.pack} {run.pack_version}",
        "state": state_names()[run.state],
        "tone": TONES[run.state],
        "units": run.units,
        "at": run.created_at,
    }


def state_names() -> dict[str, str]:
    """Return what the states of a run are called."""
    return {"done": _("finished"), "running": _("running"), "failed": _("failed")}


@page("runs/<int:run>", "run", about="run")
def run(request: HttpRequest, scope: Scope, run: int) -> HttpResponse:
    """Show one run: what came of it inside the reader's scope, and what it was computed from."""
    found = rounds.runs(scope).get(pk=run)
    words = programme(scope, found.round)
    shown = {
        "run": found,
        "title": _("Run %(number)s") % {"number": found.number},
        "trail": [Step(_("Runs"), reverse("runs"))],
        "standing": standing(words, found),
        "distribution": _distribution(scope, words, found),
        "origin": list(_origin(words, found)),
    }
    return render(request, "run.html", shown)


def _distribution(scope: Scope, words: Programme, run: Run) -> object:
    if run.state != Run.State.DONE:
        return None
    results = of_run(scope, run)
    return distribution(words, results, results.judged_rows)


def _origin(words: Programme, run: Run) -> Iterable[dict[str, object]]:
    asked = run.asked_by.name or run.asked_by.username if run.asked_by else _("the command line")
    plain = (
        (_("Pack"), f"{text_of(words.pack.names) if words.pack else run.pack} {run.pack_version}"),
        (_("Tree of"), day(run.tree_on)),
        (_("Engine"), run.engine),
        (_("Asked by"), asked),
        (_("Computed"), moment(run.created_at)),
    )
    yield from ({"name": name, "value": value} for name, value in plain)
    digests = (
        (_("Digest of the pack"), run.pack_digest),
        (_("Digest of the snapshot"), run.snapshot_digest),
        (_("Digest of the result"), run.result_digest),
    )
    yield from ({"name": name, "value": value, "code": True} for name, value in digests)
