"""What stands alone (R09): problems without a remedy, remedies without a problem; one click mends each."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from jishi.core.access import Scope
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import improve, privacy, units
from jishi.web.pages.improve import words as named
from jishi.web.pages.standing import paged
from jishi.web.programme import Programme

PROBLEMS, REMEDIES = "problems", "remedies"


def shown(request: HttpRequest, scope: Scope, words: Programme, place: Unit | None) -> dict[str, Any]:
    """Return remedies that answer no problem, each with the open problems of its unit to choose from."""
    rows = improve.without_problem(scope, place)
    pages = paged(request, rows)
    listed = list(pages.rows)
    return {
        "alone_rows": with_choices(scope, words, listed),
        "pages": pages,
        "found_title": ngettext(
            "%(count)s remedy without a problem", "%(count)s remedies without a problem", pages.total
        )
        % {"count": pages.counted},
    }


def with_choices(
    scope: Scope, words: Programme, rows: Sequence[Remedy]
) -> list[tuple[named.RemedyRow, int, list[tuple[int, str]], str, bool]]:
    """Return remedies with version, open problems of their units, where one is entered, and whether the reader may.

    As many queries for many rows as for few.
    """
    numbers = [row.pk for row in rows]
    readable = Remedy.objects.filter(privacy.readable(scope), pk__in=numbers).values_list("pk", flat=True)
    seen = set(readable)
    choices: dict[int, list[tuple[int, str]]] = {}
    open_ = Problem.objects.filter(unit__in={row.unit_id for row in rows}, state=Problem.State.OPEN)
    enters = units.entered_by(scope, {row.unit_id for row in rows})
    for problem in open_.order_by("-priority", "pk"):
        choices.setdefault(problem.unit_id, []).append((problem.pk, named.said_of(words, problem)))
    return [
        (
            named.remedy_row(words, row, named=scope.everything or row.pk in seen),
            row.version,
            choices.get(row.unit_id, []),
            reverse("improve-unit", args=[row.unit_id]),
            row.unit_id in enters,
        )
        for row in rows
    ]
