"""What departments reminded of, inspected and guided, and what they were answered (D209)."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.duties import supervising
from jishi.actions.duties.supervising import Word
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.models.duties import Supervision
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.queries import duties, units
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged
from jishi.web.speech import said
from jishi.web.wording import day


@page("supervision", "supervision", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the log; who enters for a unit above reminds from here, and a unit answers."""
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _done(request, scope)
            messages.success(request, _("Saved."), extra_tags="good")
            return HttpResponseRedirect(reverse("supervision"))
        except Refusal as refusal:
            complaints = said(refusal)
    found, today = duties.supervision(scope), clock.today()
    waits = found.filter(answered_on__isnull=True, answer_by__isnull=False)
    rows = waits if request.GET.get("show") == "open" else found
    pages = paged(request, rows)
    entering = _enters(scope, {row.unit_id for row in pages.rows})
    tops = list(units.tops(scope)[:2])
    shown = {
        "trail": [Step(_("Tasks"), reverse("tasks"))],
        "rows": [_row(each, answers=each.unit_id in entering) for each in pages.rows],
        "pages": pages,
        "show": request.GET.get("show", ""),
        "kinds": list(kinds().items()),
        "may_enter": scope.has("enter"),
        "above": tops[0].code if len(tops) == 1 else "",
        "today": today.isoformat(),
        "typed": request.POST,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "duties/supervision.html", shown, status=422 if complaints else 200)


def kinds() -> dict[str, str]:
    """Return what a department does."""
    return {"reminder": _("Reminder"), "inspection": _("Inspection"), "guidance": _("Guidance")}


def _enters(scope: Scope, wanted: set[int]) -> set[int]:
    places = UnitPath.objects.filter(unit__in=wanted, axis=Axis.MANAGEMENT).values_list("unit_id", "path")
    return {unit for unit, path in places if scope.may("enter", Axis.MANAGEMENT, path)}


def _row(row: Supervision, *, answers: bool) -> dict[str, object]:
    late = row.answered_on is None and row.answer_by is not None and row.answer_by < clock.today()
    if row.answered_on:
        state, tone = _("answered"), "good"
    elif row.answer_by is None:
        state, tone = _("no answer asked"), "none"
    else:
        state, tone = (_("answer overdue"), "poor") if late else (_("waits for an answer"), "fair")
    return {
        "number": row.pk,
        "version": row.version,
        "unit": called(row.unit),
        "department": called(row.department),
        "kind": kinds().get(row.kind, row.kind),
        "on": day(row.on),
        "text": row.text,
        "by": day(row.answer_by) if row.answer_by else "",
        "answer": row.answer,
        "answered": day(row.answered_on) if row.answered_on else "",
        "state": state,
        "tone": tone,
        "answers": answers and row.answered_on is None,
    }


def _done(request: HttpRequest, scope: Scope) -> None:
    form = request.POST
    by = By(request.user, scope, form.get("key", ""))
    if form.get("do") == "answer":
        number = form.get("row", "")
        row = duties.one_word(scope, int(number) if number.isdecimal() and len(number) < 18 else 0)
        supervising.answer(by, row, version_of(form), form.get("answer", ""))
        return
    found = [_seen(scope, form.get(name, "")) for name in ("above", "code")]
    word = Word(*found, form.get("kind", ""), form.get("text", ""), day_of(form, "on"), day_of(form, "answer_by"))
    supervising.say(by, word)


def _seen(scope: Scope, code: str) -> Unit:
    try:
        return units.coded(scope, code.strip())
    except Unit.DoesNotExist:
        raise refuse(
            code or "—", sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        ) from None
