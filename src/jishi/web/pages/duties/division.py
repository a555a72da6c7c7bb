"""The division of work of a unit: leaders by areas, as a matrix (D208)."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.duties.dividing import Division, areas, divide, held_at, seen_of
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import posts, privacy, units
from jishi.web.pages.posts import words as named
from jishi.web.pages.registry import page
from jishi.web.pages.standing import trail
from jishi.web.programme import programme
from jishi.web.speech import said
from jishi.web.wording import text_of


@page("units/<int:unit>/division", "unit-division", about="unit", form=True)
def division(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show which leader answers for what; names are shown to who may read names here."""
    found = units.one(scope, unit)
    words, today = programme(scope), clock.today()
    complaints: list[str] = []
    if request.method == "POST" and words.pack is not None:
        try:
            asked = Division(_wanted(request), seen=request.POST.get("seen", ""))
            divide(By(request.user, scope, request.POST.get("key", "")), words.pack, found, asked)
            messages.success(request, _("The division of work is kept."), extra_tags="good")
            return HttpResponseRedirect(reverse("unit-division", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    reads = privacy.reads(scope, found)
    rows = list(posts.listed(scope, today, found).filter(unit=found))
    held = set(held_at(found, today))
    known = areas(words.pack)
    shown = {
        "unit": {"name": found.name, "id": found.pk},
        "trail": trail(scope, found),
        "areas": [
            text_of(each.names) for each in (words.pack.posts.areas if words.pack and words.pack.posts else ())
        ],
        "rows": [
            {
                "post": named.posts(words).get(row.kind, row.kind),
                "holder": row.holder if reads else "",
                "cells": [(f"{row.pk}:{area}", (row.pk, area) in held) for area in known],
            }
            for row in rows
        ],
        "nobody": [
            text_of(each.names)
            for each in (words.pack.posts.areas if words.pack and words.pack.posts else ())
            if rows and not any(area == each.id for _post, area in held)
        ],
        "reads": reads,
        "may_enter": bool(known) and _may(scope, found),
        "sheet": reverse("sheet", args=["responsibilities"]) + f"?unit={found.pk}",
        "seen": seen_of(held),
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "duties/division.html", shown, status=422 if complaints else 200)


def _may(scope: Scope, unit: Unit) -> bool:
    return scope.everything or scope.may("enter", Axis.MANAGEMENT, units.path_of(unit))


def _wanted(request: HttpRequest) -> list[tuple[int, str]]:
    found = []
    for cell in request.POST.getlist("cell"):
        post, _colon, area = cell.partition(":")
        if post.isdecimal() and len(post) < 18:
            found.append((int(post), area))
    return found
