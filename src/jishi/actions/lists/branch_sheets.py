"""Who has the sheet of the last survey: a row for each branch; the day on which it was handed over comes in."""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.actions.imports.forms import texts
from jishi.actions.improve.handing import due, hand_over, watched
from jishi.actions.improve.sheet import due_on
from jishi.actions.lists.columns import UNIT, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.people.ground import By
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.queries import branch_sheets

_SLICE = 900
_TOLD = texts("只供核对。", "只供核對。", "For comparison only.")


def form(pack: Pack) -> Form:
    """Return the form of the list."""
    return Form(
        "branch-sheets",
        texts("反馈单发放台账", "反饋單發放台賬", "Sheets handed over"),
        (
            UNIT,
            UNIT_NAME,
            column("due", texts("应发至支部日期", "應發至支部日期", "Due by"), "date", _TOLD),
            column("over", texts("超期天数", "超期天數", "Days over"), "count", _TOLD),
            column("undecided", texts("未决定的问题", "未決定的問題", "Problems not decided"), "count", _TOLD),
            column("bare", texts("无措施的问题", "無措施的問題", "Problems without a remedy"), "count", _TOLD),
            column("unanswered", texts("上级未答复", "上級未答覆", "Not answered above"), "count", _TOLD),
            column(
                "given",
                texts("发放日期", "發放日期", "Handed over on"),
                "date",
                texts("如 2012-05-07。", "如 2012-05-07。", "For example 2012-05-07."),
                synonyms=("送达日期", "签收日期"),
            ),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Say that a unit has its sheet since a day, as the row says."""
    unit = unit_of(taking.asked.scope, row.text("code"))
    day = row.values.get("given")
    round_ = watched(taking.asked.scope, clock.today())
    if not isinstance(day, int):
        return "same"
    if round_ is None:
        raise refuse(unit.name, sentence("No survey is over yet."), sentence("Come back when it has closed."))
    given = date.fromordinal(day)
    known = branch_sheets.given(round_, [unit.pk]).get(unit.pk)
    if known is not None and known.given_on == given:
        return "same"
    with at("given"):
        hand_over(By(taking.asked.actor, taking.asked.scope, on=given), round_, [unit])
    return "added"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield every unit that gets a sheet, by code."""
    round_ = watched(leaving.scope, clock.today())
    if round_ is None:
        return
    wanted = due(leaving.scope, leaving.pack, leaving.unit).values_list("pk", "code", "name")
    listed = list(wanted)
    for start in range(0, len(listed), _SLICE):
        yield from _slice(leaving.pack, round_, listed[start : start + _SLICE])


def _slice(pack: Pack, round_: Round, part: list[tuple[int, str, str]]) -> Iterator[Sequence[Value]]:
    until, today = due_on(pack, round_), clock.today()
    numbers = [unit for unit, _code, _name in part]
    have, open_ = branch_sheets.given(round_, numbers), branch_sheets.open_matters(round_, numbers)
    for unit, code, name in part:
        row, matters = have.get(unit), open_.get(unit, branch_sheets.Open())
        over = max(0, ((row.given_on if row else today) - until).days)
        yield (
            code,
            name,
            until.toordinal(),
            over,
            matters.undecided,
            matters.bare,
            matters.unanswered,
            row.given_on.toordinal() if row else None,
        )


LISTING = Listing("branch-sheets", form, take, rows)
