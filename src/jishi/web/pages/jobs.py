"""Jobs: how far something is that takes longer than a page, and what came of it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.jobs import mark_lost
from jishi.actions.sentences import spoken
from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.store import clock
from jishi.store.models.office import Job
from jishi.store.queries import jobs
from jishi.web.charts.bar import bar
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step
from jishi.web.wording import percent

# A worker looks for work every second; one that is busy has said so by then.
PATIENCE = timedelta(minutes=2)
GOING_ON = (Job.State.WAITING, Job.State.RUNNING)


@page("jobs/<int:job>", "job", about="job")
def progress(request: HttpRequest, scope: Scope, job: int) -> HttpResponse:
    """Show how far a job is; when it is done, go to what came of it."""
    found = watched(scope, job)
    address = _outcome(found)
    if address and request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    if address:
        return HttpResponseRedirect(address)
    name, above = _names(found)
    shown = {
        "name": name,
        "by": request.user.name or request.user.username,
        "at": found.created_at,
        "trail": [above],
        "again": above,
        "progress_address": reverse("job", args=[found.pk]),
        **shown_progress(found),
    }
    return render(request, "imports/progress.html" if request.htmx else "job.html", shown)


def watched(scope: Scope, number: int) -> Job:
    """Return a job; one whose worker was ended is marked lost by whoever looks at it.

    Raises:
        Job.DoesNotExist: there is none, or somebody else asked for it.
    """
    found = jobs.one(scope, number)
    if found.state == Job.State.RUNNING and mark_lost():
        found.refresh_from_db()
    return found


def _names(job: Job) -> tuple[str, Step]:
    return {
        "assess": (_("Compute scores and grades"), Step(_("Runs"), reverse("runs"))),
        "slips": (_("Print slips"), Step(_("Consultations"), reverse("consultations"))),
        "phones": (job.parameters.get("name", ""), Step(_("Answers from phones"), reverse("phones"))),
        "upload": (job.parameters.get("name", ""), Step(_("Imports"), reverse("imports"))),
    }.get(job.kind, (_("Work"), Step(_("Home"), reverse("home"))))


def jobs_trail(job: Job) -> list[Step]:
    """Return the way to what a job was asked for from."""
    return [_names(job)[1]]


def _outcome(job: Job) -> str:
    """Return the address of what came of a job; empty while there is none."""
    if job.state != Job.State.DONE:
        return ""
    if job.kind == "slips":
        return reverse("slips-printed", args=[job.pk])
    if job.kind == "phones":
        return f"{reverse('phones')}?job={job.pk}"
    for kind in ("run", "import"):
        if kind in job.result:
            return reverse(kind, args=[job.result[kind]])
    return reverse("home")


def shown_progress(job: Job) -> dict[str, object]:
    """Return what a page says of a job: its state, its last words, its bar, its complaints."""
    named = {
        "waiting": (_("waiting"), "none"),
        "running": (_("running"), "fair"),
        "done": (_("finished"), "good"),
        "refused": (_("refused"), "poor"),
        "failed": (_("failed"), "poor"),
        "lost": (_("interrupted"), "poor"),
    }
    state, tone = named[job.state]
    share = job.progress * 10000 // job.total if job.total else 0
    return {
        "state": state,
        "tone": tone,
        "said": _said(job),
        "running": job.state in GOING_ON,
        "bar": bar(share, None, f"{state}: {percent(share)}"),
        "complaints": [
            {"where": each["where"], "what": spoken(each["what"]).say(_), "fix": spoken(each["fix"]).say(_)}
            for each in job.result.get("refused", [])
        ],
    }


def _said(job: Job) -> str:
    if job.state == Job.State.WAITING and clock.now() - job.created_at > PATIENCE:
        stopped = sentence(
            "Nobody has begun this yet. Whoever keeps the program starts the worker with: jishi work"
        )
        return stopped.say(_)
    return spoken(job.message).say(_) if job.message else ""
