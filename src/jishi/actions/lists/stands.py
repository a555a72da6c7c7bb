"""Where units stand on each axis: the managing body, and a territory or an industry besides (D92, D97, D98)."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DOCUMENT, ON, PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.org.axes import stand
from jishi.actions.org.change import move
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.queries import bodies, units

_AXES = (
    choice("management", texts("隶属", "隸屬", "Management"), "管理", "管理主体"),
    choice("territory", texts("属地", "屬地", "Territory"), "块"),
    choice("industry", texts("行业", "行業", "Industry"), "条", "行业系统"),
)


def form(pack: Pack) -> Form:
    """Return the form of places."""
    return Form(
        "stands",
        texts("隶属、属地和行业关系", "隸屬、屬地和行業關係", "Places on the three axes"),
        (
            UNIT,
            UNIT_NAME,
            column("axis", texts("轴线", "軸線", "Axis"), "choice", PICK, required=True, choices=_AXES),
            column(
                "above",
                texts("上级组织编码", "上級組織編碼", "Code of the unit above"),
                "code",
                texts("留空则不改动。", "留空則不改動。", "Empty changes nothing."),
                synonyms=("上级编码", "上级党组织编码", "parent"),
            ),
            column("above_name", texts("上级组织名称", "上級組織名稱", "Unit above"), note=UNIT_NAME.note),
            column(
                "ended",
                texts("已不在", "已不在", "Ended"),
                "yes-no",
                texts("只用于属地和行业。", "只用於屬地和行業。", "For territory and industry only."),
            ),
            ON,
            DOCUMENT,
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a unit stand where the row says."""
    axis, code, ended = row.text("axis"), row.text("above"), row.values.get("ended") == 1
    scope = taking.asked.scope
    with at("code"):
        unit = _unit(scope, row.text("code"))
    held = Link.objects.filter(in_force(clock.today()), axis=axis, unit=unit).select_related("parent").first()
    now = held.parent.code if held and held.parent else ""
    if (ended and held is None) or (not ended and code in ("", now)):
        return "same"
    order = taking.order(row)
    if axis == Axis.MANAGEMENT:
        with at("ended"):
            _managed(unit, ended=ended)
        with at("above"):
            move(order, unit, unit.version, unit_of(scope, code))
        return "changed" if held else "added"
    with at("above"):
        above = None if ended else unit_of(scope, code)
    stand(order, unit, unit.version, axis, above)
    return "changed" if held else "added"


def _unit(scope: Scope, code: str) -> Unit:
    """Return a unit that the scope sees, or saw last: one that stands nowhere is put back by its last superior."""
    try:
        return unit_of(scope, code)
    except Refusal:
        lost = bodies.lost(scope, code)
        if lost is None:
            raise
        return lost


def _managed(unit: Unit, *, ended: bool) -> None:
    if ended:
        raise refuse(
            unit.name,
            sentence("Exactly one body manages a unit; it cannot be without one."),
            sentence("Name another superior, or dissolve the unit."),
        )


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the places of today: those besides management, then the units that no body manages, to be filled in."""
    scope, today = leaving.scope, clock.today()
    seen = units.visible(scope).order_by().values("pk")
    held = Link.objects.filter(in_force(today), unit__in=seen, parent__isnull=False).exclude(axis=Axis.MANAGEMENT)
    for link in held.select_related("unit", "parent").order_by("axis", "unit__code"):
        yield _row(link.unit, str(link.axis), link.parent, link.from_on.toordinal())
    tops = leaving.pack.vocabulary.tops
    for lack in ("none", "inactive"):
        for unit in bodies.units_with(lack, scope, today, tops):
            yield _row(unit, "management", None, None)


def _row(unit: Unit, axis: str, above: Unit | None, on: int | None) -> Sequence[Value]:
    return (
        unit.code,
        unit.name,
        axis,
        above.code if above else None,
        above.name if above else None,
        0 if axis != "management" else None,
        on,
        None,
    )


LISTING = Listing("stands", form, take, rows)
