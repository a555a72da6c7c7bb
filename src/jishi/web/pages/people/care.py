"""Care in totals, organisation by organisation: how many, how often, how much money and where from (D169)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.queries import units
from jishi.store.queries.care_totals import Total, care_by_unit
from jishi.web.pages.people import words
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.programme import Programme, programme
from jishi.web.wording import hundredths, whole


@page("members/care/in/<int:unit>", "care-totals", about="unit")
def totals(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the care of this year below a unit, without persons; numbers about fewer than five are not told."""
    place, today, spoken = units.one(scope, unit), clock.today(), programme(scope)
    found = care_by_unit(scope, place, today.replace(month=1, day=1), today)
    shown = {
        "unit": {"name": called(place)},
        "trail": trail(scope, place, page="care-totals")[:-1],
        "year": str(today.year),
        "rows": [_row(spoken, each, own=each.unit.pk == place.pk) for each in found],
        "hidden": any(not each.told for each in found),
        "sheet": f"{reverse('sheet', args=['care-totals'])}?unit={place.pk}",
    }
    return render(request, "people/care_totals.html", shown)


def _row(spoken: Programme, each: Total, *, own: bool) -> dict[str, object]:
    named = words.funds(spoken)
    name = _("%(name)s itself") % {"name": called(each.unit)} if own else called(each.unit)
    return {
        "name": name,
        "address": "" if own else reverse("care-totals", args=[each.unit.pk]),
        "told": each.told,
        "people": whole(each.people),
        "visits": whole(each.visits),
        "money": hundredths(each.money),
        "funds": [(named.get(fund, fund), hundredths(fen)) for fund, fen in (each.funds or {}).items()],
    }
