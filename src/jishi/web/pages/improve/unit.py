"""Problems and remedies of one unit: what was found, what is done, until when, by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.improve import plans, problems, remedies
from jishi.actions.people.ground import By as Publisher
from jishi.actions.posts.holding import By
from jishi.actions.programme import pack_of
from jishi.actions.publish.notices import is_up
from jishi.actions.publish.plans import publication_of, publish_plan
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.improve import Plan, Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.queries import improve, units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.improve import words as named
from jishi.web.pages.improve.orphans import with_choices
from jishi.web.pages.people.asked import day_of, version_of
from jishi.web.pages.publish.written import others, written
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, page_language, text_of

SHOWN = 200
PAPERS = 3


@page("units/<int:unit>/improve", "improve-unit", about="unit", form=True)
def unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show what is wrong at a unit and what is done about it; who may enter does so from here."""
    found = units.one(scope, unit)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            return _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
        except Refusal as refusal:
            complaints = said(refusal)
    words = programme(scope)
    from_words = request.GET.get("from") == "words"
    shown = {
        "unit": found,
        "trail": trail(scope, found),
        "may_enter": named.may_enter(scope, found),
        "complaints": complaints,
        # What people wrote leads here with the form open; the words are always the reader's own.
        "typed": request.POST or {"do": "problem", "source": "consultation"} if from_words else request.POST,
        "from_words": from_words,
        "also": others(request.POST),
        "copied": _copied(request, found),
        "chosen": number(request.GET.get("problem", "")),
        "key": uuid4().hex,
        "today": clock.today(),
        **_lists(scope, words, found),
        **_choices(words),
        **_plan(scope, words, found),
        **_board(scope, words, found),
    }
    return render(request, "improve/unit.html", shown, status=422 if complaints else 200)


def _lists(scope: Scope, words: Programme, found: Unit) -> dict[str, Any]:
    seen = named.reads_names(scope, found)
    own = Remedy.objects.filter(unit=found).select_related("unit", "problem").order_by("due_on", "pk")
    by_problem: dict[int | None, list[named.RemedyRow]] = {}
    for row in own[:SHOWN]:
        by_problem.setdefault(row.problem_id, []).append(named.remedy_row(words, row, named=seen))
    rows = Problem.objects.filter(unit=found).select_related("unit").order_by("-priority", "found_on", "pk")
    every = [named.problem_row(words, row, by_problem.get(row.pk, ())) for row in rows[:SHOWN]]
    return {
        "proposed": [row for row in every if row.is_proposed],
        "open": [row for row in every if row.is_open],
        "closed": [row for row in every if not (row.is_open or row.is_proposed)],
        "alone": with_choices(scope, words, list(improve.without_problem(scope, found).filter(unit=found)[:SHOWN])),
        **_running(words, found),
    }


def _running(words: Programme, found: Unit) -> dict[str, Any]:
    """Return how many problems a unit works on, and how many the pack allows at once (D30)."""
    said_, count = named.pack_says(words), improve.open_count(found)
    most = said_.open_most if said_ else 0
    return {"running": count, "most": most, "full": bool(most) and count >= most}


def _choices(words: Programme) -> dict[str, Any]:
    return {
        "kinds": list(named.kinds(words).items()),
        "sources": [(id, name) for id, name in named.sources().items() if id != "indicator"],
        "severities": named.degrees(words, "severities"),
        "urgencies": named.degrees(words, "urgencies"),
    }


def _plan(scope: Scope, words: Programme, found: Unit) -> dict[str, Any]:
    round_ = current_round(scope)
    plan: Plan | None = plans.plan_of(round_, found) if round_ else None
    said_ = named.pack_says(words)
    templates = said_.templates if said_ else ()
    first = plans.offered(scope, words.pack, round_, found) if words.pack and round_ and plan is None else None
    return {
        "plan": plan,
        "plan_name": next((text_of(one.names) for one in templates if plan and one.id == plan.template), ""),
        "contact": plan.contact if plan and named.reads_names(scope, found) else "",
        "templates": [(one.id, text_of(one.names), first is not None and one.id == first.id) for one in templates],
    }


def _board(scope: Scope, words: Programme, found: Unit) -> dict[str, Any]:
    """Return what of the plan hangs or hung, how many remedies are drafts still, and the words to begin with."""
    kind = publication_of(words.pack) if words.pack else None
    rows = Notice.objects.filter(committee=found, remedies__isnull=False).distinct().order_by("-opens_on", "-pk")
    round_ = current_round(scope)
    today = today_of(round_) if round_ else clock.today()
    return {
        "papers": [
            (
                reverse("notice", args=[row.pk]),
                row.title,
                f"{day(row.opens_on)} – {day(row.until)}",
                is_up(row, today),
            )
            for row in rows[:PAPERS]
        ],
        "drafts": Remedy.objects.filter(unit=found, state=Remedy.State.PLANNED).count(),
        "paper": {"title": text_of(kind.title), "text": text_of(kind.wording)} if kind else None,
    }


def _copied(request: HttpRequest, found: Unit) -> str:
    """Say from whom the last text seems to be copied; the address carries only the number of the row."""
    number = request.GET.get("remedy", "")
    row = Remedy.objects.filter(unit=found, pk=int(number)).first() if number.isdecimal() else None
    others = improve.copies(row.digest, found) if row else []
    if not others:
        return ""
    return _("The same words stand at: %(names)s. Say what this unit does itself.") % {
        "names": _(", ").join(others)
    }


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""))


def _back(found: Unit, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("improve-unit", args=[found.pk]) + query)


def _enter(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    form = request.POST
    wish = problems.Found(
        text=form.get("text", ""),
        kind=form.get("kind", ""),
        source=form.get("source", ""),
        severity=version_of(form, "severity"),
        urgency=version_of(form, "urgency"),
        found_on=day_of(form, "found"),
    )
    problems.enter(_by(request, scope), found, wish)
    return _back(found)


def _remedy(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    form = request.POST
    number = form.get("problem", "")
    problem = Problem.objects.filter(unit=found, pk=int(number)).first() if number.isdecimal() else None
    due: date | None = day_of(form, "due")
    wish = remedies.Wish(form.get("text", ""), problem, form.get("goal", ""), form.get("responsible", ""), due)
    row = remedies.plan(_by(request, scope), found, wish)
    return _back(found, f"?remedy={row.pk}")


def _begin(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    plans.begin(_by(request, scope), found, request.POST.get("template", ""), page_language())
    return _back(found)


def _aim(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    aim = plans.Aim(request.POST.get("goal", ""), request.POST.get("contact", ""))
    plans.aim(_by(request, scope), found, version_of(request.POST), aim)
    return _back(found)


def _publish(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    form, round_ = request.POST, current_round(scope)
    if round_ is None:
        raise Unit.DoesNotExist
    by = Publisher(request.user, scope, form.get("key", ""), today_of(round_))
    notice = publish_plan(by, pack_of(round_.cycle), round_, found, written(form))
    messages.success(
        request, _("It is on the board until %(day)s.") % {"day": day(notice.until)}, extra_tags="good"
    )
    return HttpResponseRedirect(reverse("notice", args=[notice.pk]))


def _nothing(request: HttpRequest, scope: Scope, found: Unit) -> HttpResponse:
    raise Unit.DoesNotExist


_ACTS: dict[str, Callable[[HttpRequest, Scope, Unit], HttpResponse]] = {
    "problem": _enter,
    "remedy": _remedy,
    "begin": _begin,
    "aim": _aim,
    "publish": _publish,
}
