"""Cards of a unit: the clerk of the committee above prints them, renews a PIN, takes one back."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions import cards as acts
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.documents.cards import CardPaper
from jishi.documents.cards import card as paper_of
from jishi.documents.pdf import pdf
from jishi.store import clock
from jishi.store.home import current
from jishi.store.models.org import Unit
from jishi.store.models.paper import Card
from jishi.store.queries import cards, units
from jishi.web.pages.people.asked import version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.speech import said
from jishi.web.wording import day


@page("units/<int:unit>/cards", "cards", about="unit", form=True)
def of_unit(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the cards of a unit; what is sent answers with the printed card, the only place where its PIN stands."""
    found = units.one(scope, unit)
    if not acts.may_issue(scope, found):
        raise PermissionDenied
    complaints: list[str] = []
    if request.method == "POST":
        try:
            return _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {
        "unit": {"name": found.name},
        "trail": trail(scope, found),
        "rows": [_row(each) for each in cards.of_unit(scope, found)],
        "complaints": complaints,
        "holder": request.POST.get("holder", ""),
        "key": uuid4().hex,
    }
    return render(request, "cards.html", shown, status=422 if complaints else 200)


def _row(card: Card) -> dict[str, object]:
    in_force = card.withdrawn_at is None
    return {
        "number": card.pk,
        "version": card.version,
        "holder": card.holder,
        "login": card.account.username,
        "issued": day(timezone.localdate(card.issued_at)),
        "renewed": day(timezone.localdate(card.renewed_at)) if card.renewed_at else "",
        "in_force": in_force,
        "tone": "good" if in_force else "none",
        "state": _("in force") if in_force else _("withdrawn"),
        "key": uuid4().hex,
    }


def _by(request: HttpRequest, scope: Scope) -> acts.By:
    return acts.By(request.user, scope, request.POST.get("key", ""))


def _card(request: HttpRequest, scope: Scope, unit: Unit) -> Card:
    number = request.POST.get("card", "")
    return cards.of_unit(scope, unit).get(pk=int(number) if number.isdecimal() else 0)


def _issue(request: HttpRequest, scope: Scope, unit: Unit) -> HttpResponse:
    return _printed(request, acts.issue(_by(request, scope), unit, request.POST.get("holder", "")))


def _renew(request: HttpRequest, scope: Scope, unit: Unit) -> HttpResponse:
    card = _card(request, scope, unit)
    return _printed(request, acts.renew(_by(request, scope), card, version_of(request.POST)))


def _withdraw(request: HttpRequest, scope: Scope, unit: Unit) -> HttpResponse:
    card = _card(request, scope, unit)
    acts.withdraw(_by(request, scope), card, version_of(request.POST))
    messages.success(
        request, _("The card of %(holder)s is withdrawn.") % {"holder": card.holder}, extra_tags="good"
    )
    return HttpResponseRedirect(reverse("cards", args=[unit.pk]))


def _nothing(request: HttpRequest, scope: Scope, unit: Unit) -> HttpResponse:
    raise Unit.DoesNotExist


def _printed(request: HttpRequest, told: acts.Told) -> HttpResponse:
    made = told.card
    address = request.build_absolute_uri(reverse("account_login"))
    paper = CardPaper(made.unit.name, made.holder, made.account.username, told.pin, day(clock.today()), address)
    headers = {"Content-Disposition": content_disposition_header(True, f"card-{made.account.username}.pdf")}
    return HttpResponse(
        pdf(paper_of(paper, _), fonts=current().fonts), content_type="application/pdf", headers=headers
    )


_ACTS: dict[str, Callable[[HttpRequest, Scope, Unit], HttpResponse]] = {
    "issue": _issue,
    "renew": _renew,
    "withdraw": _withdraw,
}
