"""Who serves the grids: a row for each person of a team (D114)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import by_of, day_of
from jishi.actions.lists.sent import APART
from jishi.actions.org import grids
from jishi.actions.people.finding import Named
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.grids import GridServer
from jishi.store.queries import privacy, units

GRID = column(
    "grid",
    texts("网格名称", "網格名稱", "Grid"),
    note=texts("与网格台账一致。", "與網格台賬一致。", "As in the list of grids."),
    required=True,
    synonyms=("网格",),
)


def form(pack: Pack) -> Form:
    """Return the form of the teams."""
    return Form(
        "grid-teams",
        texts("网格服务团队名册", "網格服務團隊名冊", "Who serves the grids"),
        (
            UNIT,
            UNIT_NAME,
            GRID,
            column("name", texts("姓名", "姓名", "Name"), required=True, synonyms=("成员姓名",)),
            column("role", texts("团队职责", "團隊職責", "What for"), synonyms=("职责", "身份")),
            column("since", texts("起始日期", "起始日期", "Since"), "date", DAY),
            *APART,
            column("ended", texts("结束日期", "結束日期", "First day without"), "date", DAY),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a person serve a grid, or no more, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    name, ended, born = row.text("name").strip(), day_of(row, "ended"), day_of(row, "born")
    held = GridServer.objects.filter(
        in_force(clock.today()), unit=unit, grid=row.text("grid").strip(), person__name=name
    )
    known = (held.filter(person__born_on=born) if born else held).select_related("unit").first()
    if known is None and ended is None:
        named = Named(unit.pk, name, born, phone=row.text("phone"))
        with at("grid"):
            grids.join(by_of(taking, day_of(row, "since")), unit, row.text("grid").strip(), named, row.text("role"))
        return "added"
    if known is None or ended is None:
        return "same"
    with at("ended"):
        grids.leave(by_of(taking, ended), known, known.version)
    return "changed"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield today's teams of the grids whose names the scope reads."""
    found = GridServer.objects.filter(privacy.readable(leaving.scope), in_force(clock.today()))
    if leaving.unit is not None:
        found = found.filter(units.inside(leaving.scope, leaving.unit))
    found = found.select_related("unit", "person").order_by("unit__code", "grid", "from_on", "pk")
    for each in found.iterator(chunk_size=2000):
        yield (
            each.unit.code,
            each.unit.name,
            each.grid,
            each.person.name,
            each.role or None,
            each.from_on.toordinal(),
            None,
            None,
            None,
        )


LISTING = Listing("grid-teams", form, take, rows, field_class=2)
