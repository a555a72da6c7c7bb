"""Care in totals below a unit, without persons: a list that only goes out (D169)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import UNIT, UNIT_NAME, column
from jishi.actions.lists.frame import Leaving, Listing
from jishi.actions.people.words import choices
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.queries import units
from jishi.store.queries.care_totals import care_by_unit


def form(pack: Pack) -> Form:
    """Return the form of the totals: a column for each source of money."""
    funds = (column(f"fund-{each.id}", each.names, "money") for each in choices(pack, "funds"))
    return Form(
        "care-totals",
        texts("关怀帮扶汇总表", "關懷幫扶匯總表", "Care in totals"),
        (
            UNIT,
            UNIT_NAME,
            column("people", texts("帮扶人数", "幫扶人數", "People"), "count"),
            column("visits", texts("走访次数", "走訪次數", "Visits"), "count"),
            column("money", texts("慰问金合计（元）", "慰問金合計（元）", "Money (yuan)"), "money"),
            *funds,
        ),
    )


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield this year's totals of the units right below; what is too small to be told stays empty."""
    today = clock.today()
    funds = [each.id for each in choices(leaving.pack, "funds")]
    places = [leaving.unit] if leaving.unit else list(units.tops(leaving.scope))
    for place in places:
        for each in care_by_unit(leaving.scope, place, today.replace(month=1, day=1), today):
            given = each.funds or {}
            told = (each.people, each.visits, each.money, *(given.get(fund, 0) for fund in funds))
            yield each.unit.code, each.unit.name, *(told if each.told else (None,) * len(told))


LISTING = Listing("care-totals", form, None, rows)
