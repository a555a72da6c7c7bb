"""What became of units from one round to the next: the matrix, the shares, who did not move."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.improve.moving import Moved, compared
from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.programme import programme
from jishi.web.wording import percent, whole

SHOWN = 60


@page("movement", "movement")
def movement(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the movement in the reader's whole scope."""
    return _shown(request, scope, None)


@page("movement/in/<int:unit>", "movement-in", about="unit")
def movement_in(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show the movement at and below a unit."""
    return _shown(request, scope, units.one(scope, unit))


def _shown(request: HttpRequest, scope: Scope, place: Unit | None) -> HttpResponse:
    moved = compared(scope, place)
    shown: dict[str, Any] = {
        "title": called(place) if place else _("Movement between rounds"),
        "trail": trail(scope, place, "movement-in") if place else [],
        "below": [
            (called(each), reverse("movement-in", args=[each.pk])) for each in units.children(scope, place)[:SHOWN]
        ]
        if place
        else [(called(each), reverse("movement-in", args=[each.pk])) for each in units.tops(scope)[:SHOWN]],
        "moved": panel(scope, moved) if moved else None,
    }
    return render(request, "improve/movement.html", shown)


def panel(scope: Scope, moved: Moved) -> dict[str, Any]:
    """Return a movement as pages show it."""
    found, words = moved.found, programme(scope, moved.after.round)
    first = units.visible(scope).filter(pk__in=moved.stuck.tolist()[:SHOWN])
    return {
        "said": _("Round %(before)s → round %(after)s")
        % {"before": moved.before.round.number, "after": moved.after.round.number},
        "decided": moved.after.decided,
        "note": _("%(decided)s of %(graded)s grades of the later round are decided; the rest is proposed.")
        % {"decided": whole(moved.after.decided), "graded": whole(found.graded)},
        "counts": [
            (_("transformed"), found.transformed, "good"),
            (_("lifted"), found.lifted, "good"),
            (_("consolidated"), found.consolidated, "fair"),
            (_("not moved"), found.unmoved, "plain"),
            (_("fallen"), found.fallen, "poor"),
        ],
        "shares": [
            (_("Units with a better grade"), percent(found.share_risen)),
            (_("Units whose score rose"), percent(found.share_improved)),
        ],
        "grades": words.grades,
        "rows": [
            (grade, [(count, place == here) for here, count in enumerate(row)])
            for place, (grade, row) in enumerate(zip(words.grades, found.matrix.tolist(), strict=True))
        ],
        "stuck": [(called(unit), reverse("why", args=[unit.pk])) for unit in first],
        "stuck_count": len(moved.stuck),
        "more": max(0, len(moved.stuck) - SHOWN),
    }
