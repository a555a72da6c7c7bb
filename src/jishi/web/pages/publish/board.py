"""The board: what hangs, what hung, what waits to be put up; the switch of the public pages."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.cases.ground import opened
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.actions.publish.notices import disclose, is_up, publish_grades
from jishi.actions.publish.spoken import heading
from jishi.actions.publish.switching import PUBLIC_PAGES, is_on, switch
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.assess import Grade, Round
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.queries import publish as queries
from jishi.store.queries import units
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.publish.written import others, written
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import day, page_language, text_of


@dataclass(frozen=True)
class Row:
    """One paper."""

    title: str
    address: str
    kind: str
    committee: str
    days: str
    state: str
    tone: str
    open: int


@page("board", "board", form=True)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show what hangs inside the scope; who publishes for a committee puts something up here."""
    round_ = current_round(scope)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_done(request, scope, round_))
        except Refusal as refusal:
            complaints = said(refusal)
    today = today_of(round_) if round_ is not None else clock.today()
    rows = queries.notices(scope)
    pages = paged(request, rows)
    waiting = queries.objections_waiting(scope, [row.pk for row in pages.rows])
    pack = programme(scope, round_).pack if round_ is not None else None
    mine = _mine(scope)
    shown = {
        "rows": [_row(row, pack, today, waiting.get(row.pk, 0)) for row in pages.rows],
        "pages": pages,
        "public": is_on(PUBLIC_PAGES),
        "may_switch": scope.has("office"),
        "boxes": scope.has("enter"),
        "committees": [(each.pk, called(each)) for each in mine],
        "approved": _approved(round_, mine),
        "grades": _kinds(pack, "grades"),
        "texts": _kinds(pack, "text"),
        "complaints": complaints,
        "typed": request.POST,
        "also": others(request.POST),
        "key": uuid4().hex,
    }
    return render(request, "publish/board.html", shown, status=422 if complaints else 200)


def _kinds(pack: Pack | None, what: str) -> list[dict[str, str]]:
    found = pack.publications if pack else ()
    return [
        {"id": each.id, "name": text_of(each.names), "title": text_of(each.title), "wording": text_of(each.wording)}
        for each in found
        if each.what == what
    ]


def _mine(scope: Scope) -> list[Unit]:
    if scope.everything:
        return list(units.tops(scope))
    own = [holding.unit for holding in scope.holdings if "publish" in holding.duties]
    return list(units.visible(scope).filter(pk__in=own))


def _approved(round_: Round | None, mine: list[Unit]) -> str:
    if round_ is None or not mine:
        return ""
    count = Grade.objects.filter(round=round_, committee__in=mine, state="approved").count()
    if not count:
        return ""
    return ngettext(
        "%(count)s approved grade waits to be put up", "%(count)s approved grades wait to be put up", count
    ) % {"count": count}


def _row(notice: Notice, pack: Pack | None, today: "object", waiting: int) -> Row:
    up = is_up(notice, today)  # type: ignore[arg-type]
    state = _("on the board") if up else _("taken back") if notice.withdrawn_on else _("over")
    return Row(
        title=heading(notice, pack, page_language()),
        address=reverse("notice", args=[notice.pk]),
        kind=_("to members") if notice.audience == Notice.Audience.MEMBERS else _("to the public"),
        committee=called(notice.committee),
        days=f"{day(notice.opens_on)} – {day(notice.until)}",
        state=state,
        tone="good" if up else "poor" if notice.withdrawn_on else "none",
        open=waiting,
    )


def _done(request: HttpRequest, scope: Scope, round_: Round | None) -> str:
    form, do = request.POST, request.POST.get("do", "")
    today = today_of(round_) if round_ is not None else clock.today()
    by = By(request.user, scope, form.get("key", ""), today)
    if do == "switch":
        switch(by, PUBLIC_PAGES, on=form.get("on") == "1")
        return reverse("board")
    committee = next((each for each in _mine(scope) if each.pk == number(form.get("committee", ""))), None)
    if round_ is None or committee is None:
        raise Unit.DoesNotExist
    pack = pack_of(round_.cycle)
    publication = pack.publication_by_id.get(form.get("publication", ""))
    if publication is None:
        raise refuse("—", sentence("The pack has no such paper."), sentence("Choose one of the list."))
    wording = written(form)
    if do == "grades":
        notice = publish_grades(by, opened(scope, round_), committee, publication, wording)
    else:
        notice = disclose(by, pack, committee, publication, wording)
    messages.success(
        request, _("It is on the board until %(day)s.") % {"day": day(notice.until)}, extra_tags="good"
    )
    return reverse("notice", args=[notice.pk])
