"""The table of coverage: organisation and work, by every division that the page knows (R14, R15)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import choice, column
from jishi.actions.lists.frame import Leaving, Listing
from jishi.actions.org.dividing import groups, in_order
from jishi.core.coverage import share
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.queries import coverage

_DIVISIONS = (
    choice("", texts("合计", "合計", "All together")),
    choice("domain", texts("领域", "領域", "Domain")),
    choice("size_class", texts("规模", "規模", "Size")),
    choice("ownership", texts("所有制", "所有制", "Ownership")),
    choice("kind", texts("单位类别", "單位類別", "Kind of workplace")),
    choice("area", texts("区域类型", "區域類型", "Kind of area")),
    choice("area-type", texts("地区类型", "地區類型", "Area with special support")),
    choice("tier", texts("城市类别", "城市類別", "Tier of the city")),
)
_TOTAL = "all"


def form(pack: Pack) -> Form:
    """Return the form of the table."""
    divisions = (choice(_TOTAL, _DIVISIONS[0].names), *_DIVISIONS[1:])
    counts = (
        column("total", texts("单位数", "單位數", "Workplaces"), "count"),
        column("organised", texts("已建组织", "已建組織", "Covered by a unit"), "count"),
        column("organised_share", texts("组织覆盖率", "組織覆蓋率", "Share covered by a unit"), "share"),
        column("worked", texts("工作覆盖", "工作覆蓋", "Reached at all"), "count"),
        column("worked_share", texts("工作覆盖率", "工作覆蓋率", "Share reached at all"), "share"),
        column("lacking", texts("应建未建", "應建未建", "Should have a unit"), "count"),
        column("overdue", texts("逾期未建", "逾期未建", "Overdue"), "count"),
        column("unknown", texts("党员数不明", "黨員數不明", "Not known"), "count"),
    )
    return Form(
        "coverage",
        texts("组织覆盖和工作覆盖统计表", "組織覆蓋和工作覆蓋統計表", "Coverage"),
        (
            column("by", texts("分类方式", "分類方式", "By"), "choice", choices=divisions),
            column("group", texts("类别", "類別", "Group")),
            *counts,
        ),
    )


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield one line for all and then the lines of every division, at the unit that is asked for and below it."""
    scope, today, least = leaving.scope, clock.today(), leaving.pack.vocabulary.least_full_members
    for by in ("", *coverage.DIVISIONS):
        named = {key: names.zh_hans for key, names in groups(leaving.pack, by).items()}
        for line in in_order(leaving.pack, by, coverage.table(scope, today, by, leaving.unit, least)):
            yield (
                by or _TOTAL,
                named.get(line.key, line.key) or None,
                line.total,
                line.organised,
                share(line.organised, line.total),
                line.worked,
                share(line.worked, line.total),
                line.lacking,
                line.overdue,
                line.unknown,
            )


LISTING = Listing("coverage", form, None, rows)
