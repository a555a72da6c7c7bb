"""Small pieces that many pages show: trails, grades, pages of a long list, texts of the pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.queries import units

Row = TypeVar("Row")
ROWS = 30


@dataclass(frozen=True)
class Step:
    """One step of the trail above a heading."""

    name: str
    address: str = ""


def trail(scope: Scope, unit: Unit, page: str = "unit") -> list[Step]:
    """Return the units above a unit as steps, the unit itself last."""
    line = [*units.ancestors(scope, unit), unit]
    return [Step(called(each), reverse(page, args=[each.pk])) for each in line]


def called(unit: Unit) -> str:
    """Return the unit's short name where it has one."""
    return unit.short_name or unit.name


@dataclass(frozen=True)
class Pages(Generic[Row]):
    """One page of a long list.

    Attributes:
        rows: what it shows.
        first, last: the numbers of its rows in the whole list, from 1.
        total: how many there are.
        before, after: addresses of the neighbouring pages; empty at the ends.
    """

    rows: Sequence[Row]
    first: int
    last: int
    total: int
    before: str
    after: str


def paged(request: HttpRequest, rows: Sequence[Row], total: int) -> Pages[Row]:
    """Cut the page that the request asks for (``?page=``, from 1) out of a list or query."""
    asked = request.GET.get("page", "1")
    most = max(1, -(-total // ROWS))
    number = min(max(1, int(asked)), most) if asked.isdecimal() and len(asked) < 9 else 1
    start = (number - 1) * ROWS
    shown = rows[start : start + ROWS]
    return Pages(
        shown,
        start + 1 if total else 0,
        min(start + ROWS, total),
        total,
        _with(request.GET, number - 1) if number > 1 else "",
        _with(request.GET, number + 1) if number < most else "",
    )


def _with(query: Mapping[str, str], number: int) -> str:
    return "?" + urlencode({**{key: query[key] for key in query}, "page": number})
