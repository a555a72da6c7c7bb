"""Grids of villages and communities: counts and a team, no households (D114)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import ON, UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.org.places import Counts, set_grid
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Grid
from jishi.store.queries import units

_UNKNOWN = texts(
    "只填合计数；不知道的留空。", "只填合計數；不知道的留空。", "Only the total; empty where not known."
)
_MOST = 2_000_000


def form(pack: Pack) -> Form:
    """Return the form of grids."""
    return Form(
        "grids",
        texts("网格台账", "網格台賬", "Grids"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "grid",
                texts("网格名称", "網格名稱", "Grid"),
                note=texts("如 第一网格。", "如 第一網格。", "For example Grid 1."),
                required=True,
                synonyms=("网格",),
            ),
            column(
                "households", texts("户数", "戶數", "Households (count)"), "count", _UNKNOWN, least=0, most=_MOST
            ),
            column(
                "residents", texts("人口数", "人口數", "Residents (count)"), "count", _UNKNOWN, least=0, most=_MOST
            ),
            column("team", texts("服务团队", "服務團隊", "Service team"), synonyms=("服务团队成员", "网格员")),
            column("ended", texts("已撤销", "已撤銷", "Ended"), "yes-no"),
            ON,
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a grid be as the row says; empty cells leave what is known."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    order, name = taking.order(row), row.text("grid").strip()
    held = Grid.objects.filter(in_force(order.on), unit=unit, name=name).first()
    ended = row.values.get("ended") == 1
    counts = Counts(
        name,
        _count(row, "households", held.households if held else None),
        _count(row, "residents", held.residents if held else None),
        row.text("team").strip() or (held.team if held else ""),
        ended=ended,
    )
    known = held is not None and counts == Counts(name, held.households, held.residents, held.team)
    if known or (held is None and ended):
        return "same"
    set_grid(order, unit, counts)
    return "changed" if held else "added"


def _count(row: StagedRow, name: str, known: int | None) -> int | None:
    value = row.values.get(name)
    return value if isinstance(value, int) else known


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the grids of today that the scope sees, by unit."""
    place = leaving.unit
    seen = units.subtree(leaving.scope, place) if place else units.visible(leaving.scope)
    held = Grid.objects.filter(in_force(clock.today()), unit__in=seen.order_by().values("pk")).select_related(
        "unit"
    )
    for grid in held.order_by("unit__code", "name").iterator(chunk_size=2000):
        yield (
            grid.unit.code,
            grid.unit.name,
            grid.name,
            grid.households,
            grid.residents,
            grid.team or None,
            0,
            grid.from_on.toordinal(),
        )


LISTING = Listing("grids", form, take, rows)
