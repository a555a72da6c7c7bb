"""Change the tree from the page of a unit: one form for each verb."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.org import axes, change, join, places
from jishi.actions.org.found import Wish, found
from jishi.actions.org.order import Order
from jishi.core.access import Scope
from jishi.core.calendar import read_date
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.org import Axis, Unit, Workplace
from jishi.store.queries import coverage, units
from jishi.web.pages.org.coverage import step_here
from jishi.web.pages.org.fields import Asking, fields_of, verbs
from jishi.web.pages.registry import page
from jishi.web.programme import programme
from jishi.web.speech import said

_DIVIDERS = str.maketrans("、，；; ", ",,,,,")


@page("units/<int:unit>/change", "unit-change", about="unit", form=True)
def shown(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the form of a verb (``?do=``), or do it."""
    asked = units.one(scope, unit)
    if not scope.may("import", Axis.MANAGEMENT, units.path_of(asked)):
        raise PermissionDenied
    verb = request.POST.get("do") or request.GET.get("do", "move")
    pack = programme(scope).pack
    if verb not in verbs() or pack is None:
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        try:
            after = _DO[verb](_order(request, scope, pack), asked, request.POST)
            messages.success(request, _("Done: %(name)s.") % {"name": after.name}, extra_tags="good")
            return HttpResponseRedirect(reverse("unit-history", args=[after.pk]))
        except Refusal as refusal:
            complaints = said(refusal)
            asked.refresh_from_db()
    typed = {name: request.POST.getlist(name) for name in request.POST}
    context = {
        "unit": {"name": asked.name, "code": asked.code, "id": asked.pk, "version": asked.version},
        "trail": step_here(scope, asked, _("Change")),
        "verbs": [(name, called, name == verb) for name, called in verbs().items()],
        "verb": verb,
        "called": verbs()[verb],
        "fields": fields_of(verb, Asking(scope, pack, asked, typed)),
        "on": request.POST.get("on") or clock.today().isoformat(),
        "document": request.POST.get("document", ""),
        "key": uuid4().hex,
        "complaints": complaints,
    }
    return render(request, "org/change.html", context, status=422 if complaints else 200)


def _order(request: HttpRequest, scope: Scope, pack: Pack) -> Order:
    said_ = request.POST
    on = read_date(said_.get("on", ""), _("From which day"))
    return Order(scope, pack, on, request.user, said_.get("document", ""), said_.get("key", ""))


def _version(said_: QueryDict) -> int:
    text = said_.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _coded(order: Order, code: str) -> Unit:
    try:
        return units.coded(order.scope, code.strip())
    except Unit.DoesNotExist:
        # Not there, or outside: nobody is told which.
        raise refuse(
            code or "—",
            sentence("No unit of yours has the code %(code)s.", code=code or "—"),
            sentence("Look the code up on the page of units."),
        ) from None


def _move(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    return change.move(order, unit, _version(asked), _coded(order, asked.get("parent", "")))


def _merge(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    wanted = {int(each) for each in asked.getlist("units") if each.isdecimal() and len(each) < 12}
    going = list(units.visible(order.scope).filter(pk__in=wanted))
    if len(going) < len(wanted):
        # One that lies outside is not passed over in silence, and not told apart from one that is gone.
        raise refuse(
            unit.name,
            sentence("%(count)s of the units chosen are not here any more.", count=len(wanted) - len(going)),
            sentence("Load the page again; units of another area are merged by the committee above both."),
        )
    return join.merge(order, going, unit, _version(asked))


def _split(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    members = tuple(int(each) for each in asked.getlist("members") if each.isdecimal() and len(each) < 12)
    part = join.Part(asked.get("code", ""), asked.get("name", ""), members)
    return join.split(order, unit, _version(asked), [part])[0]


def _convert(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    wish = Wish(unit.code, asked.get("name", ""), asked.get("kind", ""), domain=asked.get("domain", ""))
    return change.convert(order, unit, _version(asked), wish)


def _recode(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    return change.recode(order, unit, _version(asked), asked.get("code", ""))


def _dissolve(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    superior = units.above(unit)[:-1]
    change.dissolve(order, unit, _version(asked))
    # The unit itself is out of the tree: whoever dissolved it goes on at its superior.
    return superior[-1] if superior else unit


def _found(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    chosen = {int(each) for each in asked.getlist("hosts") if each.isdecimal() and len(each) < 12}
    codes = {each for each in asked.get("others", "").translate(_DIVIDERS).split(",") if each}
    seen = coverage.workplaces(order.scope, order.on, None)
    hosts = tuple(seen.filter(pk__in=chosen)) + tuple(seen.filter(code__in=codes).exclude(pk__in=chosen))
    _all_there(codes, hosts)
    industry = asked.get("industry", "").strip()
    wish = Wish(
        asked.get("code", ""),
        asked.get("name", ""),
        asked.get("kind", ""),
        domain=asked.get("domain", ""),
        mode=asked.get("mode", "alone"),
        hosts=hosts,
        industry=_coded(order, industry) if industry else None,
    )
    return found(order, unit, wish)


def _all_there(codes: set[str], hosts: tuple[Workplace, ...]) -> None:
    unknown = sorted(codes - {host.code for host in hosts})
    if unknown:
        raise refuse(
            ", ".join(unknown),
            sentence("No workplace of yours has the code %(code)s.", code=", ".join(unknown)),
            sentence("Look the code up in the sheet of workplaces."),
        )


def _stand(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    code = asked.get("parent", "").strip()
    return axes.stand(order, unit, _version(asked), asked.get("axis", ""), _coded(order, code) if code else None)


def _places(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    traits = [("area", each) for each in asked.getlist("areas")] + [("tier", asked.get("tier", ""))]
    places.set_traits(order, unit, _version(asked), traits)
    return unit


def _grid(order: Order, unit: Unit, asked: QueryDict) -> Unit:
    counts = places.Counts(
        asked.get("name", ""),
        _count(asked.get("households", "")),
        _count(asked.get("residents", "")),
        asked.get("team", ""),
        ended="yes" in asked.getlist("ended"),
    )
    places.set_grid(order, unit, counts)
    return unit


def _count(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 8:
        raise refuse(text, sentence("“%(typed)s” is no count.", typed=text[:40]), sentence("Write digits only."))
    return int(text)


_DO: dict[str, Callable[[Order, Unit, QueryDict], Unit]] = {
    "move": _move,
    "merge": _merge,
    "split": _split,
    "convert": _convert,
    "recode": _recode,
    "dissolve": _dissolve,
    "found": _found,
    "stand": _stand,
    "places": _places,
    "grid": _grid,
}
