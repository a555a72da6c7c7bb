"""The circulars that a reader sees; who publishes for a committee drafts one here."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.people.ground import By
from jishi.actions.publish.circulars import draft
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.circulars import Circular
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.queries import units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.circulars.drafting import fields_of, typed, words_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import day


def today(scope: Scope) -> date:
    """Return the day on which the pages act."""
    round_ = current_round(scope)
    return today_of(round_) if round_ is not None else clock.today()


@page("circulars", "circulars", form=True)
def circulars(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the circulars of the scope, or keep a draft."""
    complaints: list[str] = []
    mine = _mine(scope)
    if request.method == "POST":
        try:
            found = _draft(request, scope, mine)
            messages.success(request, _("The draft is kept; only the sender sees it."), extra_tags="good")
            return HttpResponseRedirect(reverse("circular", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    rows = queries.circulars(scope)
    pages = paged(request, rows)
    words = programme(scope)
    shown = {
        "rows": [_row(row) for row in pages.rows],
        "pages": pages,
        "senders": [(unit.pk, called(unit)) for unit in mine],
        "complaints": complaints,
        **fields_of(words, typed(request.POST)),
        "key": uuid4().hex,
    }
    return render(request, "circulars/list.html", shown, status=422 if complaints else 200)


def state(row: Circular) -> tuple[str, str]:
    """Return how a circular stands: its word and its tone."""
    if row.withdrawn_on:
        return _("withdrawn"), "poor"
    if row.issued_on:
        return _("issued"), "good"
    return (_("approved, not issued"), "fair") if row.approved_on else (_("draft"), "none")


def _row(row: Circular) -> dict[str, object]:
    name, tone = state(row)
    return {
        "title": row.title,
        "number": row.number,
        "address": reverse("circular", args=[row.pk]),
        "sender": called(row.sender),
        "issued": day(row.issued_on) if row.issued_on else "",
        "due": day(row.receipt_due_on) if row.receipt_due_on else "",
        "state": name,
        "tone": tone,
    }


def _mine(scope: Scope) -> list[Unit]:
    if scope.everything:
        return list(units.tops(scope))
    return list(units.visible(scope).filter(pk__in=queries.senders(scope)))


def _draft(request: HttpRequest, scope: Scope, mine: list[Unit]) -> Circular:
    form = request.POST
    sender = next((unit for unit in mine if unit.pk == number(form.get("sender", ""))), None)
    if sender is None:
        raise Unit.DoesNotExist
    by = By(request.user, scope, form.get("key", ""), today(scope))  # type: ignore[arg-type]
    return draft(by, sender, words_of(request))
