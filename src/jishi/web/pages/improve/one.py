"""One problem, one remedy, one call on the level above: what happened to it and what may be done now."""

from collections.abc import Callable, Iterator
from typing import Any, get_args
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.improve import photos, problems, remedies
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.core.improve.problems import Event, Step
from jishi.store import clock
from jishi.store.models.improve import Call, Problem, Progress, Remedy
from jishi.store.queries import improve, privacy
from jishi.web.pages.improve import words as named
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, until_when


@page("problems/<int:problem>", "problem", about="problem", form=True)
def problem(request: HttpRequest, scope: Scope, problem: int) -> HttpResponse:
    """Show one problem; accept, reject, solve, reopen it, or pass it up."""
    found = improve.one_problem(scope, problem)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _decide(request, scope, found)
            return HttpResponseRedirect(reverse("problem", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            found.refresh_from_db()
    words, seen = programme(scope), named.reads_names(scope, found.unit)
    rows = found.remedies.select_related("unit", "problem").order_by("due_on", "pk")
    shown = {
        "row": named.problem_row(words, found, [named.remedy_row(words, row, named=seen) for row in rows]),
        "about": list(_about(words, found)),
        "unit": reverse("improve-unit", args=[found.unit_id]),
        "calls": [_call(call) for call in found.calls.select_related("above").order_by("-asked_on", "-pk")],
        "may_enter": named.may_enter(scope, found.unit),
        "may_solve": _may_solve(found),
        "state": found.state,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "improve/problem.html", shown, status=422 if complaints else 200)


def _about(words: Programme, found: Problem) -> Iterator[tuple[str, str]]:
    severities = dict(named.degrees(words, "severities"))
    urgencies = dict(named.degrees(words, "urgencies"))
    yield _("Kind"), named.kinds(words).get(found.kind, found.kind)
    yield _("Where it was found"), named.sources()[found.source]
    degrees = (severities.get(found.severity, "—"), urgencies.get(found.urgency, "—"), found.priority)
    yield _("Severity × urgency"), "{} × {} = {}".format(*degrees)
    yield _("Found on"), day(found.found_on)
    if found.run:
        yield _("By run"), f"{found.run.number}"
    if found.closed_on:
        yield _("Closed on"), day(found.closed_on)
    if found.reason:
        yield _("Reason"), found.reason


def _may_solve(found: Problem) -> bool:
    """Say whether every remedy is verified, so that the button leads somewhere."""
    standing = problems.standing_of(found)
    return found.state == Problem.State.OPEN and bool(standing.remedies) and not standing.unsettled


def _call(call: Call) -> dict[str, Any]:
    waits = call.answered_on is None
    return {
        "above": called(call.above),
        "text": call.text,
        "asked": day(call.asked_on),
        "due": until_when(call.due_on, clock.today(), short=False) if waits else "",
        "late": waits and call.due_on < clock.today(),
        "answer": call.answer,
        "answered": day(call.answered_on) if call.answered_on else "",
        "help": call.help,
        "helper": call.helper,
        "help_due": day(call.help_due_on) if call.help_due_on else "",
        "address": reverse("call", args=[call.pk]) if waits else "",
    }


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""))


def _decide(request: HttpRequest, scope: Scope, found: Problem) -> None:
    asked = request.POST.get("do", "")
    if asked == "pass-up":
        problems.pass_up(_by(request, scope), found, request.POST.get("text", ""))
        return
    event: Event | None = next((each for each in get_args(Event) if each == asked), None)
    if event is None:
        raise Problem.DoesNotExist
    step = Step(event, clock.today(), request.POST.get("reason", ""))
    problems.decide(_by(request, scope), found, version_of(request.POST), step)


@page("remedies/<int:remedy>", "remedy", about="remedy", form=True)
def remedy(request: HttpRequest, scope: Scope, remedy: int) -> HttpResponse:
    """Show one remedy; report progress with a photograph, verify, send back, drop."""
    found = improve.one_remedy(scope, remedy)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _DONE.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            return HttpResponseRedirect(reverse("remedy", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            found.refresh_from_db()
    words, seen = programme(scope), named.reads_names(scope, found.unit)
    row = named.remedy_row(words, found, named=seen)
    open_ = Problem.objects.filter(unit=found.unit, state=Problem.State.OPEN).select_related("unit")
    shown = {
        "row": row,
        "goal": found.goal,
        "unit": reverse("improve-unit", args=[found.unit_id]),
        "problem": reverse("problem", args=[found.problem_id]) if found.problem_id else "",
        "published": day(found.published_on) if found.published_on else "",
        "history": _history(found, seen=seen),
        "state": found.state,
        "remedy": found,
        "problems": [(each.pk, named.said_of(words, each)) for each in open_],
        "others": _(", ").join(improve.copies(found.digest, found.unit)),
        "may_enter": named.may_enter(scope, found.unit),
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "improve/remedy.html", shown, status=422 if complaints else 200)


def _history(found: Remedy, *, seen: bool) -> list[dict[str, Any]]:
    names = {"report": _("reported"), "verify": _("verified"), "return": _("sent back"), "drop": _("dropped")}
    rows = found.progress.select_related("by", "evidence").order_by("-on", "-pk")[:100]
    return [
        {
            "act": names[row.act],
            "on": day(row.on),
            "by": (row.by.name or row.by.username if row.by else _("the command line")) if seen else "",
            "share": row.share if row.act == "report" else None,
            "text": row.text,
            "file": reverse("progress-file", args=[row.pk]) if row.evidence and seen else "",
            "name": row.evidence.name if row.evidence else "",
        }
        for row in rows
    ]


def _report(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    sent = request.FILES.get("file")
    # One byte too many is enough to see that it is too large.
    content = sent.read(photos.MOST_BYTES + 1) if sent else b""
    share = request.POST.get("share", "")
    told = remedies.Told(
        share=int(share) if share.isdecimal() and len(share) < 4 else -1,
        text=request.POST.get("text", ""),
        file=content,
        name=sent.name if sent and sent.name else "",
    )
    remedies.report(_by(request, scope), found, version_of(request.POST), told)


def _amend(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    form = request.POST
    number = form.get("problem", "")
    chosen = Problem.objects.filter(unit=found.unit, pk=int(number)).first() if number.isdecimal() else None
    wish = remedies.Wish(
        form.get("text", ""), chosen, form.get("goal", ""), form.get("responsible", ""), day_of(form, "due")
    )
    remedies.amend(_by(request, scope), found, version_of(form), wish)


def _link(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    wanted = request.POST.get("problem", "")
    chosen = Problem.objects.filter(unit=found.unit, pk=int(wanted)).first() if wanted.isdecimal() else None
    if chosen is None:
        raise Problem.DoesNotExist
    remedies.link(_by(request, scope), found, version_of(request.POST), chosen)


def _verify(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    remedies.verify(_by(request, scope), found, version_of(request.POST), request.POST.get("text", ""))


def _send_back(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    remedies.send_back(_by(request, scope), found, version_of(request.POST), request.POST.get("text", ""))


def _drop(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    remedies.drop(_by(request, scope), found, version_of(request.POST), request.POST.get("text", ""))


def _nothing(request: HttpRequest, scope: Scope, found: Remedy) -> None:
    raise Remedy.DoesNotExist


_DONE: dict[str, Callable[[HttpRequest, Scope, Remedy], None]] = {
    "report": _report,
    "amend": _amend,
    "link": _link,
    "verify": _verify,
    "return": _send_back,
    "drop": _drop,
}


@page("progress/<int:progress>/file", "progress-file", about="progress")
def file(request: HttpRequest, scope: Scope, progress: int) -> HttpResponse:
    """Give the file of a report to whoever reads names there: people may be seen on it."""
    row = Progress.objects.select_related("remedy__unit", "evidence").get(pk=progress)
    improve.one_remedy(scope, row.remedy_id)
    if not privacy.reads(scope, row.remedy.unit):
        raise Progress.DoesNotExist
    content, media, name = photos.shown(row)
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page("calls/<int:call>", "call", about="call", form=True)
def call(request: HttpRequest, scope: Scope, call: int) -> HttpResponse:
    """Show what was passed up; whoever is asked answers here."""
    found = improve.one_call(scope, call)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            form = request.POST
            reply = problems.Reply(
                form.get("text", ""), form.get("help", ""), form.get("helper", ""), day_of(form, "until")
            )
            problems.answer(_by(request, scope), found, version_of(form), reply)
            return HttpResponseRedirect(reverse("call", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            found.refresh_from_db()
    words = programme(scope)
    shown = {
        "call": _call(found),
        "version": found.version,
        "problem": named.said_of(words, found.problem),
        "unit": called(found.problem.unit),
        "address": reverse("problem", args=[found.problem_id]),
        "may_answer": found.answered_on is None and named.may_enter(scope, found.above),
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "improve/call.html", shown, status=422 if complaints else 200)
