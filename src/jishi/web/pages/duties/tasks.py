"""Tasks of secretaries and joint tasks: who does what until when, and what the unit above found (D207, D229)."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.duties import tasks as acts
from jishi.actions.duties.tasks import Closing, Wish
from jishi.actions.lists.columns import parts
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.models.duties import Task
from jishi.store.models.org import Unit, UnitPath
from jishi.store.queries import duties, units
from jishi.web.pages.people.asked import day_of, unit_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged
from jishi.web.speech import said
from jishi.web.wording import day, until_when, whole


@dataclass(frozen=True)
class Row:
    """One task in a list."""

    text: str
    address: str
    unit: str
    kind: str
    set_by: str
    due: str
    state: str
    tone: str


@page("tasks", "tasks", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List the tasks of the scope, open ones first; whoever enters for a unit above gives one here."""
    complaints: list[str] = []
    if request.method == "POST":
        try:
            row = _give(request, scope)
            return HttpResponseRedirect(reverse("task", args=[row.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    today, found = clock.today(), duties.tasks(scope)
    late = duties.overdue(found, today).count()
    kind, show = request.GET.get("kind", ""), request.GET.get("show", "")
    rows = duties.overdue(found, today) if show == "late" else found
    rows = rows.filter(kind=kind) if kind in kinds() else rows
    pages = paged(request, rows)
    tops = list(units.tops(scope)[:2])
    shown = {
        "rows": [_row(each) for each in pages.rows],
        "pages": pages,
        "title": ngettext("%(count)s task", "%(count)s tasks", pages.total) % {"count": pages.counted},
        "late": ngettext("%(count)s is overdue", "%(count)s are overdue", late) % {"count": whole(late)}
        if late
        else "",
        "kinds": list(kinds().items()),
        "kind": kind,
        "show": show,
        "may_give": scope.has("enter"),
        "above": tops[0].code if len(tops) == 1 else "",
        "typed": request.POST,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "duties/tasks.html", shown, status=422 if complaints else 200)


def kinds() -> dict[str, str]:
    """Return whose a task is."""
    return {"secretary": _("Task of a secretary"), "joint": _("Joint task")}


def states() -> dict[str, tuple[str, str]]:
    """Return state of a task → (what it is called, tone)."""
    return {"open": (_("under way"), "fair"), "done": (_("done"), "good"), "dropped": (_("dropped"), "none")}


def _row(task: Task) -> Row:
    today = clock.today()
    state, tone = states()[task.state]
    late = task.state == Task.State.OPEN and task.due_on < today
    until = day(task.due_on) if task.closed_on else until_when(task.due_on, today, short=False)
    return Row(
        text=task.text,
        address=reverse("task", args=[task.pk]),
        unit=called(task.unit),
        kind=kinds()[task.kind],
        set_by=called(task.set_by),
        due=until,
        state=_("overdue") if late else state,
        tone="poor" if late else tone,
    )


def _give(request: HttpRequest, scope: Scope) -> Task:
    form, today = request.POST, clock.today()
    unit, above = _seen(scope, form.get("code", "")), _seen(scope, form.get("above", ""))
    due = day_of(form, "due")
    if due is None:
        raise refuse(unit.name, sentence("The task has no day."), sentence("Write until when it is due."))
    supports = [each for code in parts(form.get("supports", "")) if (each := unit_of({"c": code}, "c")) is not None]
    by = By(request.user, scope, form.get("key", ""))
    return acts.give(by, Wish(unit, above, form.get("text", ""), due, day_of(form, "since") or today, supports))


def _seen(scope: Scope, code: str) -> Unit:
    try:
        return units.coded(scope, code.strip())
    except Unit.DoesNotExist:
        raise refuse(
            code or "—", sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        ) from None


@page("tasks/<int:task>", "task", about="task", form=True)
def one(request: HttpRequest, scope: Scope, task: int) -> HttpResponse:
    """Show one task: who supports, what the unit above found, what came of it."""
    found = duties.one_task(scope, task)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _done(request, scope, found)
            messages.success(request, _("Saved."), extra_tags="good")
            return HttpResponseRedirect(reverse("task", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    going = found.state == Task.State.OPEN
    shown = {
        "trail": [Step(_("Tasks"), reverse("tasks"))],
        "row": _row(found),
        "since": day(found.since),
        "supports": [called(each.unit) for each in found.supports.select_related("unit").order_by("unit__code")],
        "looks": [(day(each.on), each.text) for each in found.followups.order_by("-on", "-pk")],
        "outcome": found.outcome,
        "closed": day(found.closed_on) if found.closed_on else "",
        "may_follow": going and _may(scope, found.set_by),
        "may_close": going and _may(scope, found.unit),
        "version": found.version,
        "today": clock.today().isoformat(),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "duties/task.html", shown, status=422 if complaints else 200)


def _may(scope: Scope, unit: Unit) -> bool:
    places = UnitPath.objects.filter(unit=unit).values_list("axis", "path")
    return scope.everything or any(scope.may("enter", axis, path) for axis, path in places)


def _done(request: HttpRequest, scope: Scope, task: Task) -> None:
    form = request.POST
    by, do = By(request.user, scope, form.get("key", "")), form.get("do", "")
    if do == "follow":
        acts.follow(by, task, form.get("text", ""), day_of(form, "on"))
        return
    closing = Closing(form.get("outcome", ""), do == "drop", day_of(form, "on"))
    acts.close(by, task, version_of(form), closing)
