"""Members who are cared for, and visits to them; restricted to the branch and the unit above it."""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, PICK, UNIT, UNIT_NAME, choice, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import BORN, NAME, by_of, day_of, member_of
from jishi.actions.people import caring
from jishi.actions.people.caring import Brought
from jishi.actions.people.due_care import due_of
from jishi.actions.people.ground import keeps_close
from jishi.actions.people.words import choices
from jishi.core.access import MOST_PRIVATE
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.people import Care, CareVisit, Person
from jishi.store.queries import members

_OUT = texts("只供核对。", "只供核對。", "For comparison only.")
_SO_FAR = texts(
    "累计数，只供核对；本次走访填后两列。",
    "累計數，只供核對；本次走訪填後兩列。",
    "So far, for comparison only; a new visit goes into the columns behind.",
)


def form(pack: Pack) -> Form:
    """Return the form of care, in the words of a pack."""
    return Form(
        "care",
        texts("困难党员帮扶台账", "困難黨員幫扶台賬", "Care"),
        (
            UNIT,
            UNIT_NAME,
            NAME,
            BORN,
            column(
                "category",
                texts("帮扶类别", "幫扶類別", "For"),
                "choice",
                PICK,
                required=True,
                choices=choices(pack, "cares"),
                synonyms=("困难类别", "类别"),
            ),
            column("since", texts("开始日期", "開始日期", "Since"), "date", DAY),
            column(
                "visits", texts("已走访次数", "已走訪次數", "Visits so far"), "count", _SO_FAR, least=0, most=9999
            ),
            column(
                "money",
                texts("已送慰问金（元）", "已送慰問金（元）", "Money so far (yuan)"),
                "money",
                _SO_FAR,
                least=0,
            ),
            column("last", texts("上次走访日期", "上次走訪日期", "Last visit"), "date", _SO_FAR),
            *_new(pack),
        ),
    )


def _new(pack: Pack) -> tuple[FormColumn, ...]:
    """Return the columns of a new visit, and the end of the care."""
    return (
        column("visited", texts("本次走访日期", "本次走訪日期", "Visited on"), "date", DAY, synonyms=("走访日期",)),
        column(
            "brought",
            texts("本次慰问金（元）", "本次慰問金（元）", "Money brought (yuan)"),
            "money",
            least=0,
            synonyms=("慰问金",),
        ),
        column(
            "visit",
            texts("走访方式", "走訪方式", "Visit or talk"),
            "choice",
            texts(
                "留空为走访；谈心不计次数。",
                "留空為走訪；談心不計次數。",
                "Empty = a visit; a talk is not counted.",
            ),
            choices=(
                choice("visit", texts("走访慰问", "走訪慰問", "Visit")),
                choice("talk", texts("谈心", "談心", "Talk"), "谈心谈话"),
            ),
        ),
        column(
            "fund",
            texts("经费来源", "經費來源", "Money from"),
            "choice",
            PICK,
            choices=choices(pack, "funds"),
            synonyms=("资金来源",),
        ),
        column("due", texts("下次到期", "下次到期", "Due next"), "date", _OUT),
        column("ended", texts("结束日期", "結束日期", "Last day"), "date", DAY),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """List a member for care, count a visit, or end the care, as the row says."""
    with at("name"):
        member = member_of(taking, row)
        # Before anything is compared: whether somebody is cared for is told close by only.
        keeps_close(by_of(taking), member.unit)
    category, ended = row.text("category"), day_of(row, "ended")
    held = Care.objects.filter(in_force(clock.today()), member=member, category=category)
    known, took = held.select_related("member__person").first(), "same"
    if known is None:
        if ended:
            return "same"
        with at("category"):
            known, took = caring.care_for(by_of(taking, day_of(row, "since")), member, category), "added"
    changed = [_visited(taking, row, known), _over(taking, row, known)]
    return "added" if took == "added" else "changed" if any(changed) else "same"


def _visited(taking: Taking, row: StagedRow, known: Care) -> bool:
    """Count the visit of a row; one on or before the last day that is counted was counted already."""
    on = day_of(row, "visited")
    counted = known.last_visit_on if row.text("visit") != "talk" else None
    if on is None or (counted is not None and on <= counted):
        return False
    money, kind = row.values.get("brought"), row.text("visit") or "visit"
    brought = Brought(money if isinstance(money, int) else 0, row.text("fund"), kind)
    if kind == "talk" and CareVisit.objects.filter(care=known, on=on, kind=kind).exists():
        return False
    with at("fund" if brought.money and not brought.fund else "visited"):
        caring.visited(by_of(taking, on), known, known.version, brought)
    return True


def _over(taking: Taking, row: StagedRow, known: Care) -> bool:
    ended = day_of(row, "ended")
    if ended is None:
        return False
    with at("ended"):
        caring.care_ended(by_of(taking, ended), known, known.version)
    return True


def concerned(leaving: Leaving) -> list[Person]:
    """Return the people who stand in the list, each once."""
    return list({each.member.person_id: each.member.person for each in members.care(leaving.scope)}.values())


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the care that goes on close by."""
    terms = {str(word.id): word for word in leaving.pack.vocabulary.cares}
    for each in members.care(leaving.scope):
        member = each.member
        yield (
            member.unit.code,
            member.unit.name,
            member.person.name,
            member.person.born_on.toordinal() if member.person.born_on else None,
            each.category,
            each.from_on.toordinal(),
            each.visits,
            each.money,
            each.last_visit_on.toordinal() if each.last_visit_on else None,
            None,
            None,
            None,
            None,
            _ordinal(due_of(terms.get(each.category), each, each.aided_on)),
            None,
        )


def _ordinal(on: date | None) -> int | None:
    return on.toordinal() if on else None


LISTING = Listing("care", form, take, rows, field_class=MOST_PRIVATE, concerned=concerned)
