"""What came into the boxes of one's units, and what became of it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.people.ground import By
from jishi.actions.publish import feedback
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.queries import publish as queries
from jishi.web.pages.cases.words import number
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged
from jishi.web.speech import said
from jishi.web.wording import day


@page("box", "box", duty="enter", form=True)
def box(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the words for units inside the scope that the reader enters for; say what became of one."""
    complaints: list[str] = []
    if request.method == "POST":
        row = queries.feedback(scope).get(pk=number(request.POST.get("word", "")))
        by = By(request.user, scope, request.POST.get("key", ""), clock.today())
        try:
            feedback.settle(by, row, number(request.POST.get("version", "")), request.POST.get("outcome", ""))
            messages.success(request, _("Kept."), extra_tags="good")
            return HttpResponseRedirect(reverse("box"))
        except Refusal as refusal:
            complaints = said(refusal)
    rows = queries.feedback(scope)
    pages = paged(request, rows)
    shown = {
        "rows": [
            {
                "id": row.pk,
                "version": row.version,
                "unit": called(row.unit),
                "on": day(row.on),
                "text": feedback.words_of(row, "text"),
                "contact": feedback.words_of(row, "contact"),
                "outcome": row.outcome,
                "read": day(row.read_on) if row.read_on else "",
            }
            for row in pages.rows
        ],
        "pages": pages,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "publish/box.html", shown, status=422 if complaints else 200)
