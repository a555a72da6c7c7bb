"""Workplaces: the lists that coverage counts, and one workplace to enter or correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.actions.org.hosting import Said, keep
from jishi.actions.org.order import Order
from jishi.core.access import Scope
from jishi.core.calendar import read_date
from jishi.core.coverage import Covering, covered_by, deadline
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.org import Axis, Unit, Workplace
from jishi.store.queries import coverage, units
from jishi.web.pages.org.coverage import divided, divisions, key_name
from jishi.web.pages.org.hosts import COUNTS, DATES, FLAGS, LISTS, fields_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged_of, trail
from jishi.web.programme import Programme, programme
from jishi.web.speech import said
from jishi.web.wording import day, days_away, whole
from jishi.web.worksheet import Filter, Option


@dataclass(frozen=True)
class Row:
    """One workplace of a list."""

    name: str
    code: str
    address: str
    about: str
    place: str
    covered: str
    tone: str
    members: str
    since: str
    due: str
    left: str


def cuts() -> dict[coverage.Cut, str]:
    """Return the lists, and what they are called."""
    return {
        "all": _("all workplaces"),
        "lacking": _("should have a unit and have none"),
        "overdue": _("the deadline has passed"),
        "uncovered": _("reached by nobody"),
        "unknown": _("full members not known"),
    }


@page("workplaces", "workplaces")
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the workplaces of the whole scope."""
    return _shown(request, scope, None)


@page("workplaces/in/<int:unit>", "workplaces-in", about="unit")
def listed_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the workplaces at and below a unit."""
    return _shown(request, scope, units.one(scope, unit))


def _shown(request: HttpRequest, scope: Scope, unit: Unit | None) -> HttpResponse:
    words, today = programme(scope), clock.today()
    # Those for which no unit answers lie in nobody's scope: only the command line lists them.
    which = next((each for each in cuts() if each == request.GET.get("list")), "all")
    found = coverage.cut(scope, today, which, unit, words.least_full_members)
    for by in ("domain", "size_class", "ownership", "area"):
        if asked := request.GET.get(by, ""):
            found = found.filter(**{by: asked})
    if query := request.GET.get("q", "").strip():
        found = found.filter(name__contains=query) | found.filter(code=query)
    pages = paged_of(request, scope, found)
    shown = {
        "unit": unit,
        "trail": trail(scope, unit, page="workplaces-in") if unit else [],
        "filters": list(_filters(request, words, which)),
        "query": query,
        "found_title": ngettext("%(count)s workplace", "%(count)s workplaces", pages.total)
        % {"count": pages.counted},
        "rows": [_row(words, each, today) for each in pages.rows],
        "pages": pages,
        "file": reverse("workplaces-file") + (f"?unit={unit.pk}&" if unit else "?") + f"list={which}",
        "may_enter": scope.has("import"),
    }
    return render(request, "org/workplaces.html", shown)


def _filters(request: HttpRequest, words: Programme, which: str) -> Iterable[Filter]:
    yield Filter("list", _("List"), tuple(Option(each, name, each == which) for each, name in cuts().items()))
    for by in ("domain", "size_class", "ownership", "area"):
        chosen = request.GET.get(by, "")
        offered = [("", _("all")), *divided(words, by)]
        yield Filter(by, divisions()[by], tuple(Option(value, name, value == chosen) for value, name in offered))


def _row(words: Programme, each: Workplace, today: date) -> Row:
    organised = each.unit_id is not None or each.joint
    by = covered_by(Covering(organised, each.helped, each.union, each.league, each.full_members))
    state = deadline(each.formation_due, today) if not organised else "none"
    names = {"organisation": _("covered by a unit"), "work": _("reached in work"), "nobody": _("reached by nobody")}
    about = [key_name(words, by_, getattr(each, by_)) for by_ in ("domain", "size_class") if getattr(each, by_)]
    return Row(
        name=each.name,
        code=each.code,
        address=reverse("workplace", args=[each.pk]),
        about=" · ".join(about),
        place=called(each.place) if each.place else called(each.unit) if each.unit else "",
        covered=names[by],
        tone={"organisation": "good", "work": "fair", "nobody": "poor"}[by],
        members="" if each.full_members is None else whole(each.full_members),
        since=day(each.since) if each.since else "",
        due=day(each.formation_due) if each.formation_due and state != "none" else "",
        left=days_away(each.formation_due, today) if each.formation_due and state != "none" else "",
    )


@page("workplaces/new", "workplace-new", duty="import", form=True)
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Enter a workplace."""
    return _form(request, scope, None)


@page("workplaces/<int:workplace>", "workplace", about="workplace", form=True)
def one(request: HttpRequest, scope: Scope, workplace: int) -> HttpResponse:
    """Show one workplace; whoever brings workplaces in corrects it here."""
    return _form(request, scope, coverage.workplaces(scope, clock.today()).get(pk=workplace))


def _form(request: HttpRequest, scope: Scope, found: Workplace | None) -> HttpResponse:
    pack = programme(scope).pack
    if pack is None:
        raise Workplace.DoesNotExist
    home = (found.place or found.unit) if found else None
    may = scope.has("import") and (home is None or scope.may("import", Axis.MANAGEMENT, units.path_of(home)))
    complaints: list[str] = []
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        try:
            kept = _kept(request, scope, pack, found)
            messages.success(request, _("Done: %(name)s.") % {"name": kept.name}, extra_tags="good")
            return HttpResponseRedirect(reverse("workplace", args=[kept.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
    typed = request.POST if complaints else None
    shown = {
        "title": found.name if found else _("Enter a workplace"),
        "code": found.code if found else "",
        "trail": [Step(_("Workplaces"), reverse("workplaces")), Step(found.name if found else _("New"))],
        "fields": fields_of(pack, found, typed),
        "version": found.version if found else 0,
        "covering": [called(each.unit) for each in found.covering.select_related("unit")] if found else [],
        "may": may,
        "complaints": complaints,
        "key": uuid4().hex,
    }
    return render(request, "org/workplace.html", shown, status=422 if complaints else 200)


def _kept(request: HttpRequest, scope: Scope, pack: Pack, found: Workplace | None) -> Workplace:
    form = request.POST
    version = form.get("version", "")
    said_ = Said(
        form.get("code", "").strip(),
        form.get("name", "").strip()[:200],
        _typed(pack, form),
        _unit(scope, form.get("place", "")),
        _unit(scope, form.get("unit", "")),
    )
    order = Order(scope, pack, clock.today(), request.user, key=form.get("key", ""))
    return keep(order, found, int(version) if version.isdecimal() and len(version) < 9 else 0, said_)


def _typed(pack: Pack, form: QueryDict) -> dict[str, object]:
    typed: dict[str, object] = {name: form.get(name, "").strip()[:40] for name in ("kind", "credit_code")}
    for name, words in LISTS.items():
        known = {each.id for each in words(pack)}
        typed[name] = form.get(name, "") if form.get(name, "") in known else ""
    typed |= {name: _count(form.get(name, "")) for name in COUNTS}
    typed |= {name: {"yes": True, "no": False}.get(form.get(name, "")) for name in FLAGS}
    for name in DATES:
        text = form.get(name, "").strip()
        typed[name] = read_date(text, text) if text else None
    return typed


def _count(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        raise refuse(text, sentence("“%(typed)s” is no count.", typed=text[:40]), sentence("Write digits only."))
    return int(text)


def _unit(scope: Scope, code: str) -> Unit | None:
    code = code.strip()
    if not code:
        return None
    try:
        return units.coded(scope, code)
    except Unit.DoesNotExist:
        raise refuse(
            code,
            sentence("No unit of yours has the code %(code)s.", code=code),
            sentence("Look the code up on the page of units."),
        ) from None
