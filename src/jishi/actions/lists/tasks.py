"""Tasks of secretaries and joint tasks, with the follow-up of the unit above: a row for each task (D207, D229)."""

from collections.abc import Iterator, Sequence

from jishi.actions.duties import tasks
from jishi.actions.duties.tasks import Closing, Wish
from jishi.actions.imports.forms import CODE, texts
from jishi.actions.lists.columns import DAY, OPTIONAL, UNIT, UNIT_NAME, choice, column, parts, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import any_unit, day_of
from jishi.actions.lists.sent import sender
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.duties import FollowUp, Task
from jishi.store.models.org import Unit
from jishi.store.queries import duties

_STATES = (
    choice("open", texts("进行中", "進行中", "open")),
    choice("done", texts("已完成", "已完成", "done")),
    choice("dropped", texts("已取消", "已取消", "dropped")),
)


def form(pack: Pack) -> Form:
    """Return the form of tasks."""
    return Form(
        "tasks",
        texts("任务清单", "任務清單", "Tasks"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "set_by",
                texts("下达组织编码", "下達組織編碼", "Code of the unit above"),
                "code",
                CODE.note,
                required=True,
                synonyms=("上级组织编码",),
            ),
            column("text", texts("任务内容", "任務內容", "Task"), required=True, synonyms=("任务", "工作任务")),
            column("since", texts("下达日期", "下達日期", "Since"), "date", DAY),
            column(
                "due", texts("完成期限", "完成期限", "Due"), "date", OPTIONAL, required=True, synonyms=("截止日期",)
            ),
            column(
                "supports",
                texts("配合组织编码", "配合組織編碼", "Codes of supporting units"),
                note=texts(
                    "齐抓共管的任务填，多个用顿号隔开；书记的任务留空。",
                    "齊抓共管的任務填，多個用頓號隔開；書記的任務留空。",
                    "Of a joint task, several with commas; empty for a secretary's task.",
                ),
            ),
            column("followed", texts("跟踪日期", "跟蹤日期", "Looked at on"), "date", DAY),
            column("found", texts("跟踪情况", "跟蹤情況", "What was found"), synonyms=("督办情况",)),
            column("state", texts("状态", "狀態", "State"), "choice", choices=_STATES),
            column("closed", texts("办结日期", "辦結日期", "Closed on"), "date", DAY),
            column("outcome", texts("办理结果", "辦理結果", "Outcome"), synonyms=("完成情况",)),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Give the task, note a look at it, close it, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("set_by"):
        above = any_unit(row.text("set_by"))
        assert above is not None
    text = row.text("text").strip()
    known = Task.objects.filter(unit=unit, set_by=above, text=text[:400]).order_by("-pk").first()
    took: Took = "same"
    if known is None:
        known, took = _given(taking, row, unit, above), "added"
    noted = _followed(taking, row, known)
    closed = _closed(taking, row, known)
    return took if took == "added" or not (noted or closed) else "changed"


def _given(taking: Taking, row: StagedRow, unit: Unit, above: Unit) -> Task:
    due = day_of(row, "due")
    if due is None:
        raise refuse(unit.name, sentence("The task has no day."), sentence("Write until when it is due."))
    with at("supports"):
        supports = [each for code in parts(row.text("supports")) if (each := any_unit(code)) is not None]
    since = day_of(row, "since") or clock.today()
    with at("text"):
        return tasks.give(sender(taking), Wish(unit, above, row.text("text"), due, since, supports))


def _followed(taking: Taking, row: StagedRow, task: Task) -> bool:
    found = row.text("found").strip()
    if not found or FollowUp.objects.filter(task=task, text=found[:400]).exists():
        return False
    with at("found"):
        tasks.follow(sender(taking), task, found, day_of(row, "followed"))
    return True


def _closed(taking: Taking, row: StagedRow, task: Task) -> bool:
    state = row.text("state")
    if state in ("", "open", task.state):
        return False
    with at("outcome"):
        how = Closing(row.text("outcome"), state == "dropped", day_of(row, "closed"))
        tasks.close(sender(taking), task, task.version, how)
    return True


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the tasks that the scope sees, each with the last look at it."""
    found = duties.tasks(leaving.scope, leaving.unit).prefetch_related("supports__unit", "followups")
    for each in found.iterator(chunk_size=500):
        last = max(each.followups.all(), key=lambda look: (look.on, look.pk), default=None)
        yield (
            each.unit.code,
            each.unit.name,
            each.set_by.code,
            each.text,
            each.since.toordinal(),
            each.due_on.toordinal(),
            "、".join(sorted(support.unit.code for support in each.supports.all())) or None,
            last.on.toordinal() if last else None,
            last.text if last else None,
            each.state,
            each.closed_on.toordinal() if each.closed_on else None,
            each.outcome or None,
        )


LISTING = Listing("tasks", form, take, rows)
