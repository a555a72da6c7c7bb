"""One paper of the board: what it says, what came back, its poster; take it back, answer, decide."""

from collections.abc import Collection, Sequence
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.awards.moving import on_notice
from jishi.actions.cases.ground import Docket, docket, sits
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.actions.publish import objections
from jishi.actions.publish.notices import decide, grades_on, is_up, proves, take_back
from jishi.actions.publish.spoken import Spoken, spoken
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.publish import Notice
from jishi.store.queries import privacy
from jishi.store.queries import publish as queries
from jishi.store.queries.improve import RUNNING
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.improve.words import may_enter, remedy_states
from jishi.web.pages.publish.written import LANGUAGES
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import day, page_language, until_when

#: A share says little without what it is of.
_SHARES = ("members", "public")


@page("board/<int:notice>", "notice", about="notice", form=True)
def notice(request: HttpRequest, scope: Scope, notice: int) -> HttpResponse:
    """Show one paper with its objections, or do what the form asks."""
    one = queries.notice(scope, notice)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            code = _done(request, scope, one)
            if not code:
                return HttpResponseRedirect(reverse("notice", args=[notice]))
            # Told once, on this very page: it is kept nowhere, and so cannot be told again.
            return render(request, "publish/notice.html", {**_shown(scope, one), "receipt": code})
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {**_shown(scope, one), "complaints": complaints, "typed": request.POST}
    return render(request, "publish/notice.html", shown, status=422 if complaints else 200)


def _today(notice: Notice, scope: Scope) -> "object":
    round_ = notice.round or current_round(scope)
    return today_of(round_) if round_ is not None else clock.today()


def _docket(scope: Scope, notice: Notice) -> Docket | None:
    return docket(scope, notice.round) if notice.round is not None else None


def _done(request: HttpRequest, scope: Scope, one: Notice) -> str:
    """Do it; return a receipt code where one was made."""
    form, do = request.POST, request.POST.get("do", "")
    by = By(request.user, scope, form.get("key", ""), _today(one, scope))  # type: ignore[arg-type]
    if do == "take-back":
        take_back(by, _docket(scope, one), one, number(form.get("version", "")), form.get("why", ""))
        messages.success(request, _("Taken off the board."), extra_tags="good")
    elif do == "decide":
        found = _docket(scope, one)
        if found is None:
            raise Http404
        count = decide(by, found, one)
        done = ngettext("%(count)s grade is decided and locked.", "%(count)s grades are decided and locked.", count)
        messages.success(request, done % {"count": count}, extra_tags="good")
    elif do == "answer":
        objection = one.objections.get(pk=number(form.get("objection", "")))
        upheld = form.get("upheld") == "1"
        version = number(form.get("version", ""))
        found = _docket(scope, one)
        objections.answer(by, found, objection, version, objections.Reply(form.get("answer", ""), upheld))
        messages.success(request, _("Answered."), extra_tags="good")
    elif do == "take":
        round_ = one.round or current_round(scope)
        if round_ is None:
            raise Http404
        what = objections.Said(
            form.get("text", ""), form.get("unit", ""), form.get("name", ""), form.get("contact", "")
        )
        return objections.object_to(by, pack_of(round_.cycle), one, what)
    else:
        raise Http404
    return ""


def _shown(scope: Scope, one: Notice) -> dict[str, object]:
    today = _today(one, scope)
    plan = remedies_on(one)
    may_publish = scope.everything or any(
        holding.unit == one.committee_id and "publish" in holding.duties for holding in scope.holdings
    )
    if plan:
        may_publish = may_enter(scope, one.committee)
    named = may_publish and privacy.reads(scope, one.committee)
    hanging, words = grades_on(one), in_page_language(one, scope)
    return {
        "notice": one,
        "committee": called(one.committee),
        "days": f"{day(one.opens_on)} – {day(one.until)}",
        "up": is_up(one, today),  # type: ignore[arg-type]
        "withdrawn": day(one.withdrawn_on) if one.withdrawn_on else "",
        "true": proves(one),
        "digest": one.digest[:16],
        "heads": [_field(field) for field in one.content.get("fields", ())],
        "shown": rows_shown(one, words.rows, plan),
        "words": words,
        "standing": bool(plan),
        "plan": reverse("improve-unit", args=[one.committee_id]) if plan else "",
        "objections": [_objection(each, today, words=named) for each in queries.objections(one)],
        "units": [
            *((row.unit.code, called(row.unit)) for row in (*hanging, *on_notice(one))),
            *((row.unit.code, called(row.unit)) for row in one.units.select_related("unit").order_by("unit__code")),
        ],
        "may_publish": may_publish,
        "may_decide": bool(hanging) and sits(scope, one.committee),
        "takes": one.kind == Notice.Kind.NOTICE,
        "public": reverse("public-notice", args=[one.token]) if queries.is_public(one, today) else "",
        "poster": reverse("notice-poster", args=[one.pk]),
        "posters": [(code, name) for code, name in LANGUAGES if code != page_language()],
        "version": one.version,
        "key": uuid4().hex,
    }


def rows_shown(
    one: Notice, rows: Sequence[Sequence[str]], standing: list[tuple[str, str]], without: Collection[str] = ()
) -> list[dict[str, object]]:
    """Return the rows of a paper, of a plan with how each remedy stands.

    Args:
        rows: its cells in the language of the page.
        without: fields that are left out.
    """
    fields = list(one.content.get("fields", ()))
    found = []
    for place, row in enumerate(rows):
        state, tone = standing[place] if place < len(standing) else ("", "")
        told = ((field, text) for field, text in zip(fields, row, strict=False) if field not in without)
        cells = [{"head": _field(field), "text": text, "named": field in _SHARES} for field, text in told]
        found.append({"cells": cells, "state": state, "tone": tone})
    return found


def remedies_on(one: Notice) -> list[tuple[str, str]]:
    """Return how each remedy on a plan's paper stands today, and its tone, in the order of the paper's rows."""
    rows = one.remedies.select_related("remedy").order_by("pk")
    today, states = clock.today(), remedy_states()
    found = []
    for row in rows:
        remedy = row.remedy
        late = remedy.state in RUNNING and remedy.due_on is not None and remedy.due_on < today
        found.append((_("overdue"), "poor") if late else states[remedy.state])
    return found


def in_page_language(one: Notice, scope: Scope) -> Spoken:
    """Return what a paper says in the language of the page."""
    round_ = one.round or current_round(scope)
    return spoken(one, programme(scope, round_).pack if round_ is not None else None, page_language())


def _field(field: str) -> str:
    return {
        "unit": _("Unit"),
        "domain": _("Domain"),
        "grade": _("Grade"),
        "members": _("Members satisfied"),
        "public": _("Public satisfied"),
        "problem": _("Problem"),
        "remedy": _("Remedy"),
        "due": _("Deadline"),
        "responsible": _("Responsible"),
    }[field]


def _objection(row: "object", today: "object", *, words: bool) -> dict[str, object]:
    found: objections.NoticeObjection = row  # type: ignore[assignment]
    due = "" if found.answered_on else until_when(found.due_on, today, short=False)  # type: ignore[arg-type]
    return {
        "id": found.pk,
        "version": found.version,
        "about": called(found.unit) if found.unit else _("the whole notice"),
        "received": day(found.received_on),
        "due": due,
        "late": not found.answered_on and found.due_on < today,  # type: ignore[operator]
        "text": objections.words_of(found, "text") if words else "",
        "name": objections.words_of(found, "name") if words else "",
        "contact": objections.words_of(found, "contact") if words else "",
        "erased": found.erased_on is not None,
        "answer": found.answer,
        "answered": day(found.answered_on) if found.answered_on else "",
        "upheld": found.upheld,
    }


@page("board/<int:notice>/poster.pdf", "notice-poster", about="notice")
def poster(request: HttpRequest, scope: Scope, notice: int) -> HttpResponse:
    """Give the paper as it is pinned to the board, with the code that proves it; ``?in=`` = in another language."""
    from jishi.actions.publish.poster import poster as made

    one = queries.notice(scope, notice)
    round_ = one.round or current_round(scope)
    words = programme(scope, round_) if round_ is not None else None
    address = request.build_absolute_uri(reverse("public-notice", args=[one.token]))
    asked = request.GET.get("in", "")
    language = asked if asked in dict(LANGUAGES) else page_language()
    online = queries.may_be_public(one)
    content = made(one, words.pack if words else None, address, online=online, language=language)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="notice-{one.pk}.pdf"'
    return response
