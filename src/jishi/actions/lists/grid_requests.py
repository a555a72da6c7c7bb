"""Requests for service in grids, month by month, as counts (D114)."""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.grid_teams import GRID
from jishi.actions.lists.people import by_of, day_of
from jishi.actions.org import grids
from jishi.actions.org.grids import Counted
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store.models.grids import GridRequests
from jishi.store.queries import units

_COUNTS = ("received", "in_time", "late", "overdue")
_NOTE = texts("只填件数。", "只填件數。", "Counts only.")


def form(pack: Pack) -> Form:
    """Return the form of the requests."""
    return Form(
        "grid-requests",
        texts("网格服务诉求统计表", "網格服務訴求統計表", "Requests in grids"),
        (
            UNIT,
            UNIT_NAME,
            GRID,
            column(
                "month",
                texts("月份", "月份", "Month"),
                "date",
                texts(
                    "如 2012-03-01 或 201203。", "如 2012-03-01 或 201203。", "For example 2012-03-01 or 201203."
                ),
                required=True,
            ),
            _count("received", texts("收到件数", "收到件數", "Received")),
            _count("in_time", texts("按期办结", "按期辦結", "Settled in time")),
            _count("late", texts("逾期办结", "逾期辦結", "Settled late")),
            _count("overdue", texts("逾期未办结", "逾期未辦結", "Open and overdue")),
        ),
    )


def _count(name: str, names: object):  # type: ignore[no-untyped-def]
    return column(name, names, "count", _NOTE, least=0, most=100_000)  # type: ignore[arg-type]


def take(taking: Taking, row: StagedRow) -> Took:
    """Keep the counts of a month, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    month = day_of(row, "month")
    if month is None:
        raise refuse(unit.name, sentence("The month is missing."), sentence("Write it, for example 201203."))
    grid, first = row.text("grid").strip(), month.replace(day=1)
    numbers = [row.values.get(name) for name in _COUNTS]
    said = Counted(*(number if isinstance(number, int) else 0 for number in numbers))
    known = GridRequests.objects.filter(unit=unit, grid=grid, month=first).first()
    if known is not None and said == Counted(*(getattr(known, name) for name in _COUNTS)):
        return "same"
    with at("received"):
        grids.count(by_of(taking), unit, grid, first, said)
    return "changed" if known else "added"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the counts inside the scope, by unit, grid and month."""
    place = leaving.unit
    seen = units.subtree(leaving.scope, place) if place else units.visible(leaving.scope)
    found = GridRequests.objects.filter(unit__in=seen.order_by().values("pk")).select_related("unit")
    for each in found.order_by("unit__code", "grid", "month").iterator(chunk_size=2000):
        month: date = each.month
        yield (
            each.unit.code,
            each.unit.name,
            each.grid,
            month.toordinal(),
            *(getattr(each, name) for name in _COUNTS),
        )


LISTING = Listing("grid-requests", form, take, rows)
