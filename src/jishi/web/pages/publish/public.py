"""What anybody may read without logging in, when the office has switched it on; works without JavaScript."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.actions.publish import feedback, objections
from jishi.actions.publish.notices import proves
from jishi.actions.publish.plans import RESPONSIBLE
from jishi.actions.publish.switching import PUBLIC_PAGES, is_on
from jishi.core.access import NOBODY, OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.queries import publish as queries
from jishi.store.queries import rounds
from jishi.web.pages.cases.words import today_of
from jishi.web.pages.publish.allowance import allowed
from jishi.web.pages.publish.notice import _field as field_name
from jishi.web.pages.publish.notice import in_page_language, remedies_on, rows_shown
from jishi.web.pages.registry import open_page
from jishi.web.pages.standing import called
from jishi.web.speech import said
from jishi.web.wording import day


@open_page("n/<str:token>", "public-notice")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed
def public_notice(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice within its term; take an objection; tell the answer to who has the receipt."""
    notice = Notice.objects.select_related("committee", "round__cycle").filter(token=token).first()
    today = _today(notice)
    if notice is None or not queries.is_public(notice, today):
        raise Http404
    complaints: list[str] = []
    receipt, answer = "", None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "look":
                answer = _looked_up(notice, request.POST.get("code", ""))
            else:
                receipt = _taken(request, notice, today)
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {
        **_shown(notice),
        "receipt": receipt,
        "answer": answer,
        "complaints": complaints,
        "typed": request.POST,
    }
    return render(request, "publish/public.html", shown, status=422 if complaints else 200)


def _today(notice: Notice | None) -> date:
    return today_of(notice.round) if notice is not None and notice.round is not None else clock.today()


def _taken(request: HttpRequest, notice: Notice, today: date) -> str:
    """Take an objection. Nobody is asked who they are, and who is logged in is not told either."""
    form = request.POST
    round_ = notice.round or rounds.current(OPERATOR)
    if round_ is None:
        raise Http404
    what = objections.Said(
        form.get("text", ""), form.get("unit", ""), form.get("name", ""), form.get("contact", "")
    )
    return objections.object_to(By(None, NOBODY, "", today), pack_of(round_.cycle), notice, what)


def _looked_up(notice: Notice, code: str) -> dict[str, str]:
    found = objections.by_receipt(notice, code)
    if found is None:
        return {"said": _("There is no objection with this code."), "text": ""}
    if found.answered_on is None:
        return {"said": _("It is answered by %(day)s.") % {"day": day(found.due_on)}, "text": ""}
    return {"said": _("Answered on %(day)s:") % {"day": day(found.answered_on)}, "text": found.answer}


def _shown(notice: Notice) -> dict[str, object]:
    rows = notice.content.get("rows", ())
    fields = list(notice.content.get("fields", ()))
    unit = fields.index("unit") + 1 if "unit" in fields else 0
    standing, words = remedies_on(notice), in_page_language(notice, OPERATOR)
    return {
        "notice": notice,
        "committee": notice.committee.name,
        "days": f"{day(notice.opens_on)} – {day(notice.until)}",
        # Who is responsible stands on the board; no person stands on the internet.
        "heads": [field_name(field) for field in fields if field != RESPONSIBLE],
        "shown": rows_shown(notice, words.rows, standing, {RESPONSIBLE}),
        "words": words,
        "standing": bool(standing),
        "box": reverse("public-box", args=[notice.committee.code]) if standing else "",
        "units": [(row[0], row[unit]) for row in rows],
        "takes": notice.kind == Notice.Kind.NOTICE,
        "true": proves(notice),
        "digest": notice.digest[:16],
    }


@open_page("box/<str:code>", "public-box")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed
def public_box(request: HttpRequest, code: str) -> HttpResponse:
    """Take a word for a unit; nothing is kept about who sends it."""
    unit = Unit.objects.filter(code=code, dissolved_on__isnull=True).first()
    if unit is None or not is_on(PUBLIC_PAGES):
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        word = feedback.Word(request.POST.get("text", ""), request.POST.get("contact", ""))
        try:
            feedback.leave(By(None, NOBODY), unit, word)
            return render(request, "publish/box_thanks.html", {"unit": called(unit)})
        except Refusal as refusal:
            complaints = said(refusal)
    shown = {"unit": called(unit), "complaints": complaints, "typed": request.POST}
    return render(request, "publish/public_box.html", shown, status=422 if complaints else 200)
