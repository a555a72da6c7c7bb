"""Visits: who is still to be visited, and one visit written down, at a desk or on a phone without network."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.consult.ground import By
from jishi.actions.consult.visits import AnotherVisit, Kept, Seen, asked, keep
from jishi.actions.exports.sheet import Style
from jishi.actions.exports.visits import export as exported
from jishi.core.access import Scope
from jishi.core.consult.hearing import PARTS, missing_parts
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Visit
from jishi.store.models.org import Unit
from jishi.store.queries import counts, units
from jishi.store.queries import visits as kept
from jishi.store.queries.privacy import PERSONAL
from jishi.web.current import day_of
from jishi.web.pages.consult.ground import count_of, going_on, heard_unit
from jishi.web.pages.people import asked as form
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged, trail
from jishi.web.questions import QuestionShown, open_to_see
from jishi.web.speech import line, said
from jishi.web.wording import day, page_language, text_of, whole

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A phone takes along what one team can visit in some days.
CARRIED = 40


def parts() -> dict[str, str]:
    """Return the names of the three parts of a visit."""
    return {
        "talk": _("Talk with the secretary"),
        "life": _("Party life together with members"),
        "faces": _("Face to face with people"),
    }


@dataclass(frozen=True)
class Row:
    """One unit: whether it was visited, met, and by whom it is due."""

    number: int
    unit: str
    address: str
    team: str
    visited: str
    met: bool
    may: bool


@page("visits", "visits")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the units inside with what was heard of each; ``?show=due`` or ``visited`` cuts the list."""
    round_, _pack = going_on(scope)
    show, text = request.GET.get("show", "due"), request.GET.get("q", "").strip()
    total = counts.count(scope, kept.graded(scope))
    visited = counts.count(scope, kept.heard(kept.graded(scope), round_))
    rows = kept.to_visit(scope, round_)
    if show in ("due", "visited"):
        rows = kept.heard(rows, round_, yes=show == "visited")
    if text:
        rows = units.named(rows, text)
    found = paged(request, rows)
    incomplete = kept.incomplete(kept.visits(scope, round_))
    lacking = counts.count(scope, incomplete)
    shown = {
        "rows": [_row(scope, unit) for unit in found.rows],
        "pages": found,
        "counts": [
            (_("Not visited yet"), total - visited, "?show=due"),
            (_("Visited"), visited, "?show=visited"),
        ],
        "incomplete": _incomplete(incomplete[:10]) if lacking else [],
        "incomplete_said": ngettext(
            "%(count)s visit without all three parts", "%(count)s visits without all three parts", lacking
        )
        % {"count": whole(lacking)},
        "show": show,
        "text": text,
    }
    return render(request, "consult/visits.html", shown)


def _row(scope: Scope, unit: Unit) -> Row:
    return Row(
        number=unit.pk,
        unit=called(unit),
        address=reverse("visit-in", args=[unit.pk]),
        team=unit.team or "",
        visited=day(unit.visited) if unit.visited else "",
        met=unit.met,
        may=_offered(scope, unit),
    )


def _offered(scope: Scope, unit: Unit) -> bool:
    """Say whether a form is offered for a unit that the reader sees, without a query for each row.

    Who stands for the unit itself is never offered one; the form itself asks exactly.
    """
    return scope.everything or any(held.unit != unit.pk and "enter" in held.duties for held in scope.holdings)


def _incomplete(rows: QuerySet[Visit]) -> list[dict[str, str]]:
    found = []
    names = parts()
    for visit in rows:
        missing = missing_parts(visit.talk, visit.life, visit.faces)
        if missing:
            found.append(
                {
                    "unit": called(visit.unit),
                    "address": reverse("visit-in", args=[visit.unit_id]),
                    "said": _("%(day)s, without: %(parts)s")
                    % {"day": day(visit.on), "parts": _(", ").join(names[part] for part in missing)},
                }
            )
    return found


@page("visits/in/<int:unit>", "visit-in", about="unit", form=True)
def visit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponseBase:
    """Show the form of a visit, or keep one; a phone that sends what it kept is answered in JSON."""
    found = heard_unit(scope, unit)
    round_, pack = going_on(scope)
    if request.method != "POST":
        return _form(request, scope, found, round_)
    machine = request.headers.get("Accept", "").startswith("application/json")
    if machine and request.POST.get("account", str(request.user.pk)) != str(request.user.pk):
        # Written by somebody else on the same phone: it waits until that person logs in.
        return JsonResponse({"refused": []}, status=403)
    try:
        done = keep(By(request.user, scope), found, round_, pack, _seen(request.POST))
    except Refusal as refusal:
        if machine:
            return JsonResponse(
                {"refused": said(refusal)}, status=409 if isinstance(refusal, AnotherVisit) else 422
            )
        return _form(request, scope, found, round_, refusal)
    if machine:
        return JsonResponse({"kept": done.visit.pk, "said": _thanks(done)}, status=201 if done.created else 200)
    messages.success(request, _thanks(done), extra_tags="good")
    return HttpResponseRedirect(reverse("visits"))


def _seen(sent: Mapping[str, str]) -> Seen:
    answers = {name.removeprefix("a-"): value for name, value in sent.items() if name.startswith("a-")}
    return Seen(
        on=form.day_of(sent, "on") or clock.today(),
        visitors=sent.get("visitors", ""),
        talk=sent.get("talk", ""),
        life=sent.get("life", ""),
        faces=count_of(sent, "faces"),
        heard=sent.get("heard", ""),
        answers=answers,
        key=sent.get("key", "")[:64],
    )


def _thanks(done: Kept) -> str:
    if not done.missing:
        return _("The visit is kept.")
    names = parts()
    return _("The visit is kept; not done: %(parts)s.") % {
        "parts": _(", ").join(names[part] for part in PARTS if part in done.missing)
    }


def _form(
    request: HttpRequest, scope: Scope, unit: Unit, round_: Round, refusal: Refusal | None = None
) -> HttpResponse:
    _round, pack = going_on(scope)
    sheet = asked(scope, unit, round_, pack)
    sent = request.POST
    wrong = {each.where: line(each) for each in refusal.complaints} if refusal else {}
    questions = [open_to_see(number, each) for number, each in enumerate(sheet.questions, 1)] if sheet else []
    shown = {
        "unit": {"id": unit.pk, "name": unit.name, "code": unit.code, "address": reverse("unit", args=[unit.pk])},
        "trail": trail(scope, unit, "visit-in"),
        "purpose": text_of(sheet.form.purpose) if sheet else "",
        "questions": [_answered(each, sent, wrong) for each in questions],
        "parts": parts(),
        "given": {name: sent.get(name, "") for name in ("visitors", "talk", "life", "faces", "heard")},
        "on": sent.get("on", "") or min(day_of(round_), clock.today()).isoformat(),
        "complaints": said(refusal) if refusal else [],
        # A page that is taken along holds nothing of others.
        "before": []
        if "carry" in request.GET
        else [_before(each) for each in kept.visits(scope, round_).filter(unit=unit)[:5]],
        "key": sent.get("key", "") or uuid4().hex,
        "closed": _("The facts of this round are locked.") if round_.locked_at else "",
    }
    return render(request, "consult/visit.html", shown, status=422 if refusal else 200)


def _answered(question: QuestionShown, sent: Mapping[str, str], wrong: Mapping[str, str]) -> QuestionShown:
    value = sent.get(f"a-{question.id}", "")
    choices = tuple(replace(each, chosen=each.value == value) for each in question.choices)
    return replace(question, value=value, choices=choices, wrong=wrong.get(question.id, ""))


def _before(visit: Visit) -> dict[str, str]:
    missing = missing_parts(visit.talk, visit.life, visit.faces)
    names = parts()
    return {
        "on": day(visit.on),
        "visitors": visit.visitors,
        "heard": visit.heard,
        "missing": _(", ").join(names[part] for part in missing),
    }


@page("visits/carry", "visits-carry")
def carry(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what a phone takes along: forms of units still to be visited, and what is still to be sent."""
    round_, _pack = going_on(scope)
    rows = kept.to_visit(scope, round_).filter(visited__isnull=True)
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(pk__in=units.search(scope, text).order_by().values("pk"))
    found = [unit for unit in rows[:CARRIED] if _offered(scope, unit)]
    shown = {
        "rows": [
            {
                "name": called(u),
                "team": u.team or "",
                "address": reverse("visit-in", args=[u.pk]),
                "paper": reverse("visit-paper", args=[u.pk]),
            }
            for u in found
        ],
        "text": text,
        "more": rows.count() > CARRIED,
    }
    return render(request, "consult/carry.html", shown)


@page("visits.xlsx", "visits-export")
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the visits of the round whose words the reader may read as a workbook."""
    round_, _pack = going_on(scope)
    if not scope.everything and all(held.field_class < PERSONAL for held in scope.holdings):
        raise PermissionDenied
    content = exported(kept.visits(scope, round_), Style("xlsx", page_language())).file("xlsx")
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "visits.xlsx")
    return response
