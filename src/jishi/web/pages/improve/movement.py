"""What became of units from one round to the next: the matrix, the shares, who did not move."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jishi.actions.exports.movement import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve.moving import Moved, Year, compared, history
from jishi.actions.improve.obstacles import stuck
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Promotion
from jishi.store.models.org import Unit
from jishi.store.queries import improve, units
from jishi.web.charts.line import line
from jishi.web.pages.cases.review import SHEET
from jishi.web.pages.cases.words import number, today_of
from jishi.web.pages.registry import page
from jishi.web.pages.standing import called, trail
from jishi.web.programme import GradeShown, programme
from jishi.web.wording import day, hundredths, page_language, percent, text_of, whole

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
        "stuck": _stuck(scope, moved) if moved else [],
        "file": reverse("movement-export") + (f"?unit={place.pk}" if place else ""),
    }
    return render(request, "improve/movement.html", shown)


def _stuck(scope: Scope, moved: Moved) -> list[dict[str, Any]]:
    words = programme(scope, moved.after.round)
    return [
        {
            "name": called(row.unit),
            "address": reverse("unit-rounds", args=[row.unit.pk]),
            "before": words.grade(row.before),
            "after": words.grade(row.after),
            "scores": row.scores,
            "why": [line.say(_) for line in row.why],
        }
        for row in stuck(scope, moved, today_of(moved.after.round), SHOWN)
    ]


@page("movement.xlsx", "movement-export")
def movement_export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give the units that did not move as a workbook."""
    asked = number(request.GET.get("unit", ""))
    moved = compared(scope, units.one(scope, asked) if asked else None)
    if moved is None:
        raise Round.DoesNotExist
    rows = stuck(scope, moved, today_of(moved.after.round))
    response = HttpResponse(
        export(moved.pack, rows, Style("xlsx", page_language()), _).file("xlsx"), content_type=SHEET
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, "movement.xlsx")
    return response


@page("units/<int:unit>/rounds", "unit-rounds", about="unit")
def unit_rounds(request: HttpRequest, scope: Scope, unit: int) -> HttpResponse:
    """Show a unit's grades and scores over the rounds and years, and what raised them."""
    one = units.one(scope, unit)
    years = history(scope, one)
    risen = {row.grade.round_id: row for row in improve.promotions(one)}
    decided = {row.round_id: row for row in improve.decided(one)}
    points = [
        (str(year.round), year.score, hundredths(year.score)) for year in reversed(years) if year.score is not None
    ]
    shown = {
        "unit": {"id": one.pk, "name": one.name},
        "trail": trail(scope, one),
        "chart": line(points, " · ".join(f"{name} {said}" for name, _value, said in points)),
        "rows": [_year(year, decided.get(year.round.pk), risen.get(year.round.pk)) for year in years],
    }
    return render(request, "improve/rounds.html", shown)


def _year(year: Year, grade: Grade | None, risen: Promotion | None) -> dict[str, Any]:
    pack = pack_of(year.round.cycle)
    found = pack.grade_at(year.rank) if year.rank else None
    held = grade.meeting if grade else None
    return {
        "round": _("%(cycle)s, round %(number)s") % {"cycle": year.round.cycle.code, "number": year.round.number},
        "grade": GradeShown(text_of(found.names), found.tone, year.rank or 0) if found else None,
        "score": year.score,
        "state": _("decided") if grade else _("proposed"),
        "tone": "good" if grade else "none",
        "meeting": _("%(day)s, minutes %(minutes)s") % {"day": day(held.held_on), "minutes": held.minute_number}
        if held
        else "",
        "reason": grade.reason if grade else "",
        "risen": _("rose: %(share)s satisfied") % {"share": percent(risen.share)} if risen else "",
        "notice": reverse("notice", args=[risen.notice_id]) if risen else "",
    }


def panel(scope: Scope, moved: Moved) -> dict[str, Any]:
    """Return a movement as pages show it."""
    found, words = moved.found, programme(scope, moved.after.round)
    return {
        "said": _("Round %(before)s → round %(after)s")
        % {"before": moved.before.round.number, "after": moved.after.round.number},
        "decided": moved.after.decided,
        "note": _("%(decided)s of %(graded)s grades of the later round are decided; the rest is proposed.")
        % {"decided": whole(moved.after.decided), "graded": whole(found.graded)},
        "counts": [
            (_("transformed"), found.transformed, "good"),
            (_("rose a grade"), found.lifted, "good"),
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
        "stuck_count": len(moved.stuck),
        "more": max(0, len(moved.stuck) - SHOWN),
    }
