"""Small pieces that many pages show: trails, grades, pages of a long list, texts of the pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.store.queries.counts import COUNTED, few, ids
from jishi.web.wording import whole

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
        total: how many there are, as far as they were counted.
        before, after: addresses of the neighbouring pages; empty at the ends.
        more: there are more than were counted.
    """

    rows: Sequence[Row]
    first: int
    last: int
    total: int
    before: str
    after: str
    more: bool = False

    @property
    def counted(self) -> str:
        """Say how many there are."""
        return _("more than %(count)s") % {"count": whole(self.total)} if self.more else whole(self.total)


def paged(request: HttpRequest, rows: Sequence[Row], total: int | None = None) -> Pages[Row]:
    """Cut the page that the request asks for (``?page=``, from 1) out of a list or query.

    Args:
        request: asks.
        rows: everything, in order.
        total: how many they are; None = a query is counted as far as anybody turns pages.
    """
    more = False
    if total is None and isinstance(rows, QuerySet):
        total = few(rows)
        more, total = total > COUNTED, min(total, COUNTED)
    total = len(rows) if total is None else total
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
        more,
    )


def paged_of(request: HttpRequest, scope: Scope, found: QuerySet) -> Pages[Any]:
    """Cut a page out of a list that takes long to find: who sees a province finds it once in some minutes."""
    kept = ids(scope, found)
    if kept is None:
        return paged(request, found)
    page = paged(request, kept[:COUNTED])
    rows = {row.pk: row for row in found.filter(pk__in=page.rows)} if page.rows else {}
    return replace(page, rows=[rows[each] for each in page.rows if each in rows], more=len(kept) > COUNTED)


def _with(query: Mapping[str, str], number: int) -> str:
    return "?" + urlencode({**{key: query[key] for key in query}, "page": number})
