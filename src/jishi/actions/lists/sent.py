"""How a row names an assignment, for the lists of helpers: who, of which kind, sent to which unit or workplace."""

from django.db.models import Q, QuerySet

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import OPTIONAL, PICK, choice, column, unit_of
from jishi.actions.lists.frame import Taking, at
from jishi.actions.lists.people import day_of
from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Choice, FormColumn
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.posts import Dispatch
from jishi.store.queries import coverage, dispatch, privacy

WHO = column(
    "who",
    texts("姓名或队名", "姓名或隊名", "Person or team"),
    required=True,
    synonyms=("姓名", "派驻人员", "工作组名称", "调查组名称"),
)
CODE = column(
    "code",
    texts("帮扶组织编码", "幫扶組織編碼", "Code of the unit"),
    "code",
    texts("派到组织时填。", "派到組織時填。", "Where a unit is helped."),
    synonyms=("组织编码", "派驻组织编码"),
)
WORKPLACE = column(
    "workplace",
    texts("帮扶单位编码", "幫扶單位編碼", "Code of the workplace"),
    "code",
    texts("派到没有组织的单位时填。", "派到沒有組織的單位時填。", "Where a workplace without a unit is helped."),
    synonyms=("单位编码",),
)
PLACE_NAME = column(
    "place_name",
    texts("帮扶对象", "幫扶對象", "Name of it"),
    note=texts("只供核对。", "只供核對。", "For comparison only."),
    synonyms=("派驻村", "组织名称", "单位名称"),
)
SINCE = column(
    "since",
    texts("派驻日期", "派駐日期", "Sent on"),
    "date",
    texts("如 2012-02-07；留空为今天。", "如 2012-02-07；留空為今天。", "For example 2012-02-07; empty = today."),
    synonyms=("起始日期", "任职日期", "派驻时间"),
)
APART = (
    column("born", texts("出生日期", "出生日期", "Born on"), "date", OPTIONAL, synonyms=("出生年月",)),
    column(
        "phone",
        texts("手机号", "手機號", "Telephone"),
        "phone",
        texts("同名时填；导出时不带出。", "同名時填；匯出時不帶出。", "Where two have one name; never exported."),
        synonyms=("联系电话", "手机", "电话"),
    ),
)


def kind_of(pack: Pack, among: frozenset[str] | None = None) -> FormColumn:
    """Return the column of kinds of helpers, in the words of a pack."""
    return column(
        "kind",
        texts("派驻类别", "派駐類別", "Kind"),
        "choice",
        PICK,
        required=True,
        choices=_kinds(pack, among),
        synonyms=("类别", "帮扶力量"),
    )


def _kinds(pack: Pack, among: frozenset[str] | None) -> tuple[Choice, ...]:
    helpers = pack.posts.helpers if pack.posts else ()
    return tuple(choice(str(each.id), each.names) for each in helpers if among is None or each.id in among)


def sender(taking: Taking) -> By:
    """Return who acts."""
    return By(taking.asked.actor, taking.asked.scope)


def target_of(taking: Taking, row: StagedRow) -> Unit | Workplace:
    """Return where a row says that somebody is sent.

    Raises:
        Refusal: it names none, both, or one that lies outside.
    """
    scope, code, workplace = taking.asked.scope, row.text("code"), row.text("workplace")
    if bool(code) == bool(workplace):
        raise refuse(
            row.text("who"), sentence("Nobody says where to."), sentence("Name one unit or one workplace.")
        )
    if code:
        with at("code"):
            return unit_of(scope, code)
    with at("workplace"):
        return workplace_of(scope, workplace)


def workplace_of(scope: Scope, code: str) -> Workplace:
    """Return the workplace of a code that the scope sees.

    Raises:
        Refusal: there is none, or it lies outside; nobody is told which.
    """
    found = coverage.workplaces(scope, clock.today()).filter(code=code).first()
    if found is None:
        raise refuse(
            code,
            sentence("No workplace has the code %(code)s.", code=code),
            sentence("Compare with the list of workplaces, or bring the workplace in first."),
        )
    return found


def called_so(row: StagedRow, target: Unit | Workplace) -> QuerySet[Dispatch]:
    """Return the assignments of the kind and the name in a row to a place, the latest first."""
    there = Q(unit=target) if isinstance(target, Unit) else Q(workplace=target)
    named = Q(person__name=row.text("who").strip()) | Q(team__name=row.text("who").strip())
    found = Dispatch.objects.filter(there, named, kind=row.text("kind"))
    return found.select_related("person", "team", "unit", "workplace__place", "sending").order_by("-from_on", "-pk")


def sent_of(taking: Taking, row: StagedRow) -> Dispatch:
    """Return the assignment that a row with a day is about.

    Raises:
        Refusal: nobody of this kind and name was sent there on the day.
    """
    target = target_of(taking, row)
    found = called_so(row, target).filter(in_force(day_of(row, "on") or clock.today())).first()
    if found is None:
        with at("who"):
            raise refuse(
                row.text("who"),
                sentence(
                    "%(name)s was not sent there on %(day)s.",
                    name=row.text("who"),
                    day=(day_of(row, "on") or clock.today()).isoformat(),
                ),
                sentence("Bring the list of helpers in first, or correct the day."),
            )
    return found


def readable(scope: Scope) -> QuerySet[Dispatch]:
    """Return the assignments of which the scope reads the names."""
    return dispatch.listed(scope).filter(privacy.readable(scope) | privacy.readable(scope, "workplace__place"))


def named_by(sent: Dispatch) -> tuple[Value, ...]:
    """Return the cells that name an assignment: kind, who, unit, workplace, name of the place."""
    place = sent.unit or sent.workplace
    return (
        sent.kind,
        sent.person.name if sent.person else sent.team.name if sent.team else None,
        sent.unit.code if sent.unit else None,
        sent.workplace.code if sent.workplace else None,
        place.name if place else None,
    )
