"""The library of practices: found by words, by indicator, by domain; taken over, with what they changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.improve import practices
from jishi.actions.improve.ground import pack_now
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.improve import Adoption, Practice
from jishi.store.models.org import Unit
from jishi.store.queries import practices as library
from jishi.store.queries import units
from jishi.web.pages.improve import words as named
from jishi.web.pages.people.asked import version_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, paged_of
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, percent, text_of, whole

SHOWN = 100


@page("practices", "practices", form=True)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the library; who may enter writes a practice down from here."""
    complaints: list[str] = []
    if request.method == "POST":
        try:
            row = _write(request, scope)
            return HttpResponseRedirect(reverse("practice", args=[row.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    words = programme(scope)
    query, indicator, domain = (request.GET.get(key, "").strip() for key in ("q", "indicator", "domain"))
    rows = library.helping(library.search(library.listed(scope), query[:100]), indicator, domain)
    pages = paged_of(request, scope, rows)
    shown = {
        "rows": [_row(words, row) for row in pages.rows],
        "pages": pages,
        "found_title": ngettext("%(count)s practice", "%(count)s practices", pages.total)
        % {"count": pages.counted},
        "query": query,
        "indicator": indicator,
        "domain": domain,
        "indicators": _indicators(words),
        "domains": [(str(each.id), text_of(each.names)) for each in words.pack.vocabulary.domains]
        if words.pack
        else [],
        "may_enter": scope.has("enter"),
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "improve/practices.html", shown, status=422 if complaints else 200)


def _indicators(words: Programme) -> list[tuple[str, str]]:
    rows = {
        str(row.id): text_of(row.names)
        for standard in (words.pack.standards if words.pack else ())
        if standard.status == "binding"
        for row in standard.indicators
    }
    return list(rows.items())


def _row(words: Programme, row: Practice) -> dict[str, Any]:
    names = (named.indicator_of(words.pack, each) for each in row.indicators.split())
    return {
        "title": row.title,
        "address": reverse("practice", args=[row.pk]),
        "unit": called(row.unit),
        "indicators": _(", ").join(text_of(each.names) for each in names if each),
        "domains": _(", ").join(words.domain(each) for each in row.domains.split()),
        "taken": row.taken,
        "state": _state(row),
    }


def _state(row: Practice) -> tuple[str, str]:
    if row.withdrawn_on:
        return _("withdrawn"), "none"
    return (_("published"), "good") if row.published_on else (_("draft"), "none")


def _write(request: HttpRequest, scope: Scope) -> Practice:
    form = request.POST
    unit = _unit(scope, form.get("code", ""))
    written = practices.Written(
        form.get("title", ""),
        form.get("text", ""),
        tuple(form.getlist("indicators"))[:20],
        tuple(form.getlist("domains"))[:40],
    )
    return practices.write(By(request.user, scope, form.get("key", "")), unit, pack_now(), written)


def _unit(scope: Scope, code: str) -> Unit:
    """Return the unit of a code inside the scope; nothing typed = where the scope begins."""
    top = units.tops(scope).first()
    try:
        found = units.coded(scope, code.strip()) if code.strip() else top
    except Unit.DoesNotExist:
        found = None
    if found is None:
        raise refuse(
            code or "—", sentence("There is no such unit."), sentence("Look at the codes in the register.")
        )
    return found


@page("practices/<int:practice>", "practice", about="practice", form=True)
def one(request: HttpRequest, scope: Scope, practice: int) -> HttpResponse:
    """Show one practice and who took it over."""
    found = library.one(scope, practice)
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("do", ""), _nothing)(request, scope, found)
            return HttpResponseRedirect(reverse("practice", args=[found.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            found.refresh_from_db()
    words = programme(scope)
    own = named.may_enter(scope, found.unit)
    shown = {
        "practice": found,
        "row": _row(words, library.one(scope, practice)),
        "written": day(found.written_on),
        **_adoptions(scope, words, found),
        "may_publish": own and (found.published_on is None or found.withdrawn_on is not None),
        "may_withdraw": own and found.published_on is not None and found.withdrawn_on is None,
        "may_adopt": scope.has("enter"),
        "complaints": complaints,
        "typed": request.POST,
        "key": uuid4().hex,
    }
    return render(request, "improve/practice.html", shown, status=422 if complaints else 200)


def _adoptions(scope: Scope, words: Programme, found: Practice) -> dict[str, Any]:
    rows = list(library.adoptions(scope, found)[:SHOWN])
    effects = practices.effects(scope, rows)
    rose = sum(after > before for before, after in effects.values())
    return {
        "adoptions": [_adoption(words, row, effects.get(row.pk)) for row in rows],
        "rose": _("It rose at %(rose)s of %(known)s of which two figures are known.")
        % {"rose": whole(rose), "known": whole(len(effects))}
        if effects
        else "",
    }


def _adoption(words: Programme, row: Adoption, effect: tuple[int, int] | None) -> dict[str, Any]:
    indicator = named.indicator_of(words.pack, row.indicator)
    return {
        "unit": called(row.unit),
        "address": reverse("improve-unit", args=[row.unit_id]),
        "on": day(row.on),
        "changed": row.changed,
        "moved": _("%(before)s → %(after)s") % {"before": percent(effect[0]), "after": percent(effect[1])}
        if effect
        else "",
        "indicator": text_of(indicator.names) if indicator else "",
    }


def _by(request: HttpRequest, scope: Scope) -> By:
    return By(request.user, scope, request.POST.get("key", ""))


def _publish(request: HttpRequest, scope: Scope, found: Practice) -> None:
    practices.publish(_by(request, scope), found, version_of(request.POST))


def _withdraw(request: HttpRequest, scope: Scope, found: Practice) -> None:
    practices.withdraw(_by(request, scope), found, version_of(request.POST))


def _adopt(request: HttpRequest, scope: Scope, found: Practice) -> None:
    form = request.POST
    taken = practices.Taken(form.get("changed", ""), form.get("indicator", "")[:80])
    practices.adopt(_by(request, scope), found, _unit(scope, form.get("code", "")), taken)


def _nothing(request: HttpRequest, scope: Scope, found: Practice) -> None:
    raise Practice.DoesNotExist


_ACTS: dict[str, Callable[[HttpRequest, Scope, Practice], None]] = {
    "publish": _publish,
    "withdraw": _withdraw,
    "adopt": _adopt,
}
