"""Exemplary units bring weak ones along: who fits whom, who is paired, what came of it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.exports.pairing import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve import pairing as acts
from jishi.actions.improve.standing import standing
from jishi.actions.posts.holding import By
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store.models.assess import Round
from jishi.store.models.improve import Partnership
from jishi.store.queries import practices, units
from jishi.web.current import current_round
from jishi.web.pages.cases.review import SHEET
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, hundredths, page_language

SHOWN = 60


@page("pairing", "pairing", form=True)
def pairing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show who could bring whom along, and who does; begin and end a pairing."""
    complaints: list[str] = []
    if request.method == "POST":
        try:
            return _done(request, scope)
        except Refusal as refusal:
            complaints = said(refusal)
    round_ = current_round(scope)
    shown = _shown(scope, round_) if round_ is not None else {"offers": [], "pairs": []}
    answer = {**shown, "may_enter": scope.has("enter"), "complaints": complaints, "key": uuid4().hex}
    return render(request, "improve/pairing.html", answer, status=422 if complaints else 200)


def _done(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = request.POST
    by = By(request.user, scope, form.get("key", ""))
    if form.get("do") == "end":
        found = practices.partnerships(scope).get(pk=number(form.get("pair", "")))
        acts.end(by, found, number(form.get("version", "")), form.get("outcome", ""))
        messages.success(request, _("The pairing has ended."), extra_tags="good")
    else:
        weak = units.visible(scope).get(pk=number(form.get("unit", "")))
        exemplar = units.visible(scope).get(pk=number(form.get("exemplar", "")))
        acts.pair(by, exemplar, weak, form.get("purpose", ""))
        messages.success(
            request,
            _("%(exemplar)s brings %(unit)s along.") % {"exemplar": exemplar.name, "unit": weak.name},
            extra_tags="good",
        )
    return HttpResponseRedirect(reverse("pairing"))


def _shown(scope: Scope, round_: Round) -> dict[str, Any]:
    words, today = programme(scope, round_), today_of(round_)
    graded = standing(scope, round_)
    pairs = list(acts.under_way(scope, today)[:SHOWN])
    ranks = acts.since(graded, pairs)
    offers = acts.offers(scope, pack_of(round_.cycle), round_, today, SHOWN)
    return {
        "offers": [_offer(words, each) for each in offers],
        "pairs": [_pair(words, each, ranks.get(each.unit_id)) for each in pairs],
    }


def _offer(words: Programme, offer: acts.Offer) -> dict[str, Any]:
    return {
        "unit": offer.unit.pk,
        "name": called(offer.unit),
        "address": reverse("improve-unit", args=[offer.unit.pk]),
        "domain": words.domain(offer.unit.domain),
        "exemplars": [
            {
                "unit": each.pk,
                "name": called(each),
                "near": near,
                "gained": _("+%(points)s") % {"points": hundredths(more)} if more else "",
            }
            for each, near, more in zip(offer.exemplars, offer.near, offer.gained, strict=True)
        ],
    }


def _pair(words: Programme, row: Partnership, rank: int | None) -> dict[str, Any]:
    return {
        "pair": row.pk,
        "version": row.version,
        "exemplar": called(row.exemplar),
        "unit": called(row.unit),
        "address": reverse("unit-rounds", args=[row.unit_id]),
        "since": day(row.from_on),
        "purpose": row.purpose,
        "grade": words.grade(rank),
    }


@page("pairing.xlsx", "pairing-export")
def pairing_export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the pairings and the suggestions as a workbook."""
    round_ = current_round(scope)
    if round_ is None:
        raise Round.DoesNotExist
    pack, today = pack_of(round_.cycle), today_of(round_)
    pairs = list(practices.partnerships(scope))
    sheet = export(pairs, acts.offers(scope, pack, round_, today), Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, "pairing.xlsx")
    return response
