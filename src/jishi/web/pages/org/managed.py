"""Units without exactly one managing body (R16): each list whole, page by page."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.queries import bodies
from jishi.web.pages.registry import page
from jishi.web.pages.standing import Step, called, paged_of
from jishi.web.programme import programme


def lacks() -> dict[bodies.Lack, str]:
    """Return the lists, and what they are called."""
    return {
        "none": _("No managing body"),
        "several": _("Several managing bodies"),
        "inactive": _("The managing body is gone"),
        "hollow": _("Nobody answers first for the managing body"),
        "gap": _("Without a managing body for some days in the past"),
    }


@page("coverage/managed/<slug:lack>", "coverage-managed")
def listed(request: HttpRequest, scope: Scope, lack: str) -> HttpResponse:
    """Show one list of the whole scope."""
    named = next((name for key, name in lacks().items() if key == lack), None)
    pack = programme(scope).pack
    if named is None or pack is None:
        raise Http404
    which = next(key for key in bodies.LACKS if key == lack)
    found = bodies.units_with(which, scope, clock.today(), pack.vocabulary.tops)
    pages = paged_of(request, scope, found)
    shown = {
        "title": named,
        "count": pages.counted,
        "rows": list(rows(pages.rows)),
        "pages": pages,
        "sheet": reverse("sheet", args=["stands"]) if lack in ("none", "inactive") else "",
        "trail": [Step(_("Coverage"), reverse("coverage"))],
    }
    return render(request, "org/managed.html", shown)


def rows(found: Iterable[Unit]) -> Iterable[dict[str, str]]:
    """Yield units with the superior that each had last."""
    shown = list(found)
    last = bodies.last_superiors(shown)
    for each in shown:
        yield {"name": each.name, "code": each.code, "last": called(last[each.pk]) if each.pk in last else ""}
