"""One circular: words and clauses; who has signed and replied, by level; and what can be done with it."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.exports.circulars import export as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.people.ground import By
from jishi.actions.publish import circulars as actions
from jishi.actions.publish import receipts
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import evidence
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.queries import units
from jishi.web.pages.cases.words import number, paper_of
from jishi.web.pages.circulars.drafting import fields_of, typed, words_of, written
from jishi.web.pages.circulars.listed import state, today
from jishi.web.pages.people.asked import version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import day, page_language, until_when

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = 5


@page("circulars/<int:circular>", "circular", about="circular", form=True)
def circular(request: HttpRequest, scope: Scope, circular: int) -> HttpResponse:
    """Show one circular, or do with it what the form asks."""
    found = queries.one(scope, circular)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            doing = _DO.get(request.POST.get("do", ""))
            if doing is None:
                raise Http404
            doing(request, scope, found)
            return HttpResponseRedirect(request.get_full_path())
        except Refusal as refusal:
            complaints = said(refusal)
            found.refresh_from_db()
    shown = {**_shown(request, scope, found), "complaints": complaints, "posted": request.POST}
    return render(request, "circulars/one.html", shown, status=422 if complaints else 200)


def _shown(request: HttpRequest, scope: Scope, found: Circular) -> dict[str, object]:
    clauses = list(found.clauses.order_by("place"))
    addressed = queries.addressees(found, scope)
    now = today(scope)
    name, tone = state(found)
    publishes = scope.everything or found.sender_id in queries.senders(scope)
    issued = found.issued_on is not None
    return {
        "one": found,
        "sender": called(found.sender),
        "state": name,
        "tone": tone,
        "issued": day(found.issued_on) if issued else "",
        "approved": day(found.approved_on) if found.approved_on else "",
        "receipt_due": day(found.receipt_due_on) if found.receipt_due_on else "",
        "withdrawn": day(found.withdrawn_on) if found.withdrawn_on else "",
        "file": reverse("circular-file", args=[found.pk]) if found.file_id else "",
        "clauses": [_clause(each, now) for each in clauses],
        "may_publish": publishes,
        "open": issued and found.withdrawn_on is None,
        "own": _own(scope, found, clauses) if issued else [],
        **(_draft(request, scope, found, clauses) if publishes and not issued else {}),
        "export": reverse("circular-export", args=[found.pk]),
        "key": uuid4().hex,
        **(_standing(request, scope, found, clauses) if issued else {"addressed": addressed.count()}),
    }


def _draft(request: HttpRequest, scope: Scope, found: Circular, clauses: list[Clause]) -> dict[str, object]:
    """Return the fields in which a draft is changed, with what was typed where it was refused."""
    again = request.method == "POST" and request.POST.get("do") == "rewrite"
    said_ = typed(request.POST) if again else written(found, clauses)
    return {**fields_of(programme(scope), said_), "rewriting": again}


def _clause(clause: Clause, now) -> dict[str, object]:  # type: ignore[no-untyped-def]
    due = until_when(clause.due_on, now, short=False) if clause.due_on else ""
    return {
        "id": clause.pk,
        "place": clause.place,
        "text": clause.text,
        "who": clause.who,
        "due": due,
        "late": clause.due_on is not None and clause.due_on < now,
    }


def _own(scope: Scope, found: Circular, clauses: list[Clause]) -> list[dict[str, object]]:
    """Return what the reader's own units have to do: those for which nobody stands in between."""
    wanted = [holding.unit for holding in scope.holdings if "enter" in holding.duties]
    mine = list(queries.addressees(found, scope).filter(pk__in=wanted)[:OWN])
    signed = dict(Receipt.objects.filter(circular=found, unit__in=mine).values_list("unit_id", "on"))
    rows = ClauseReply.objects.filter(clause__circular=found, unit__in=mine).select_related("file")
    replied = {(row.unit_id, row.clause_id): row for row in rows}
    return [
        {
            "id": unit.pk,
            "name": called(unit),
            "signed": day(signed[unit.pk]) if unit.pk in signed else "",
            "replies": [
                (clause, replied.get((unit.pk, clause.pk))) for clause in clauses if clause.due_on is not None
            ],
        }
        for unit in mine
    ]


def _standing(request: HttpRequest, scope: Scope, found: Circular, clauses: list[Clause]) -> dict[str, object]:
    words, addressed = programme(scope), queries.addressees(found, scope)
    asked = [clause for clause in clauses if clause.due_on is not None]
    levels = queries.by_level(addressed, found, asked)
    order = [str(level.id) for level in words.pack.vocabulary.levels] if words.pack else []
    levels.sort(key=lambda each: order.index(each.level) if each.level in order else len(order))
    chosen, level = request.GET.get("who", "receipt"), request.GET.get("level", "")
    listed = _lacking(found, asked, addressed, chosen)
    if level:
        listed = listed.filter(level=level)
    pages = paged(request, listed)
    return {
        "levels": [
            {
                "id": each.level,
                "name": words.level(each.level),
                "addressed": each.addressed,
                "received": each.received,
                "missing": each.addressed - each.received,
                "replied": [(clause.place, each.replied.get(clause.pk, 0)) for clause in asked],
            }
            for each in levels
        ],
        "asked": asked,
        "chosen": chosen,
        "level": level,
        "choices": _choices(asked, chosen),
        "missing": [(unit.pk, called(unit), words.level(unit.level)) for unit in pages.rows],
        "pages": pages,
        "may_sign": scope.has("enter"),
        "replies": _replies(found, addressed),
        "total": sum(each.addressed for each in levels),
        "received": sum(each.received for each in levels),
    }


def _choices(asked: list[Clause], chosen: str) -> list[tuple[str, str, bool]]:
    found = [("receipt", _("has not signed"), chosen == "receipt")]
    for clause in asked:
        key = f"clause-{clause.place}"
        found.append((key, _("has not replied to clause %(place)s") % {"place": clause.place}, chosen == key))
    return found


def _lacking(found: Circular, asked: list[Clause], addressed, chosen: str):  # type: ignore[no-untyped-def]
    clause = next((each for each in asked if chosen == f"clause-{each.place}"), None)
    return queries.without_reply(addressed, clause) if clause else queries.without_receipt(addressed, found)


def _replies(found: Circular, addressed) -> list[dict[str, object]]:  # type: ignore[no-untyped-def]
    return [
        {
            "unit": called(row.unit),
            "place": row.clause.place,
            "text": row.text,
            "on": day(row.on),
            "late": row.clause.due_on is not None and row.on > row.clause.due_on,
            "file": reverse("circular-reply-file", args=[row.pk]) if row.file_id else "",
            "name": row.file.name if row.file else "",
        }
        for row in queries.replies(found, addressed).order_by("-on", "-pk")[:20]
    ]


Doing = Callable[[HttpRequest, Scope, Circular], None]


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""), today(scope))  # type: ignore[arg-type]


def _approve(request: HttpRequest, scope: Scope, found: Circular) -> None:
    actions.approve(_by(request, scope), found, version_of(request.POST), request.POST.get("approved_by", ""))
    messages.success(request, _("Approved; it can be issued now."), extra_tags="good")


def _rewrite(request: HttpRequest, scope: Scope, found: Circular) -> None:
    actions.rewrite(_by(request, scope), found, version_of(request.POST), words_of(request))
    messages.success(request, _("The draft is changed; it is to be approved anew."), extra_tags="good")


def _issue(request: HttpRequest, scope: Scope, found: Circular) -> None:
    actions.issue(_by(request, scope), found, version_of(request.POST))
    messages.success(request, _("Issued."), extra_tags="good")


def _withdraw(request: HttpRequest, scope: Scope, found: Circular) -> None:
    actions.withdraw(_by(request, scope), found, version_of(request.POST), request.POST.get("why", ""))
    messages.success(request, _("Withdrawn."), extra_tags="good")


def _sign(request: HttpRequest, scope: Scope, found: Circular) -> None:
    wanted = [number(each) for each in request.POST.getlist("unit")]
    signing = list(units.visible(scope).filter(pk__in=wanted))
    count = receipts.receive(_by(request, scope), found, signing)
    said_ = ngettext("%(count)s unit has signed.", "%(count)s units have signed.", count) % {"count": count}
    messages.success(request, said_, extra_tags="good")


def _reply(request: HttpRequest, scope: Scope, found: Circular) -> None:
    clause = found.clauses.get(pk=number(request.POST.get("clause", "")))
    unit = units.one(scope, number(request.POST.get("unit", "")))
    receipts.reply(_by(request, scope), clause, unit, request.POST.get("text", ""), paper_of(request))
    messages.success(request, _("The reply is kept."), extra_tags="good")


_DO: Mapping[str, Doing] = {
    "rewrite": _rewrite,
    "approve": _approve,
    "issue": _issue,
    "withdraw": _withdraw,
    "sign": _sign,
    "reply": _reply,
}


@page("circulars/<int:circular>/receipts.xlsx", "circular-export", about="circular")
def export(request: HttpRequest, scope: Scope, circular: int) -> HttpResponse:
    """Give the list of receipts and replies as a workbook."""
    found = queries.one(scope, circular)
    pack = programme(scope).pack
    sheet = exported(found, queries.addressees(found, scope), pack, Style("xlsx", page_language()))
    response = HttpResponse(sheet.file("xlsx"), content_type=SHEET)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"receipts-{found.pk}.xlsx")
    return response


@page("circulars/<int:circular>/file", "circular-file", about="circular")
def file(request: HttpRequest, scope: Scope, circular: int) -> HttpResponse:
    """Give the file of a circular."""
    return _given(queries.one(scope, circular).file)


@page("circular-replies/<int:reply>/file", "circular-reply-file", about="reply")
def reply_file(request: HttpRequest, scope: Scope, reply: int) -> HttpResponse:
    """Give the file of a reply to whoever sees the unit that wrote it."""
    row = ClauseReply.objects.select_related("clause__circular", "unit", "file").get(pk=reply)
    units.one(scope, row.unit_id)
    return _given(row.file)


def _given(kept: Evidence | None) -> HttpResponse:
    if kept is None:
        raise Unit.DoesNotExist
    response = HttpResponse(evidence.content_of(kept), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, kept.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
