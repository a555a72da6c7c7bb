"""The log of reminders, inspections and guidance of departments, with the answers: a row for each (D209)."""

from collections.abc import Iterator, Sequence

from jishi.actions.duties import supervising
from jishi.actions.duties.supervising import Word
from jishi.actions.imports.forms import CODE, texts
from jishi.actions.lists.columns import DAY, PICK, UNIT, UNIT_NAME, choice, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import any_unit, day_of
from jishi.actions.lists.sent import sender
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.duties import Supervision
from jishi.store.queries import duties

_KINDS = (
    choice("reminder", texts("提醒", "提醒", "Reminder"), "督促提醒"),
    choice("inspection", texts("督查", "督查", "Inspection"), "督导", "检查"),
    choice("guidance", texts("指导", "指導", "Guidance")),
)


def form(pack: Pack) -> Form:
    """Return the form of the log."""
    return Form(
        "supervision",
        texts("督促提醒台账", "督促提醒台賬", "Supervision"),
        (
            UNIT,
            UNIT_NAME,
            column(
                "department",
                texts("督促部门组织编码", "督促部門組織編碼", "Code of the department"),
                "code",
                CODE.note,
                required=True,
                synonyms=("上级组织编码",),
            ),
            column("kind", texts("方式", "方式", "Kind"), "choice", PICK, required=True, choices=_KINDS),
            column("on", texts("日期", "日期", "On"), "date", DAY),
            column(
                "text", texts("督促事项", "督促事項", "What was said"), required=True, synonyms=("事项", "内容")
            ),
            column("answer_by", texts("答复期限", "答覆期限", "Answer by"), "date", DAY),
            column("answered", texts("答复日期", "答覆日期", "Answered on"), "date", DAY),
            column("answer", texts("答复情况", "答覆情況", "Answer"), synonyms=("整改情况",)),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Keep an entry of the log, or the answer to it, as the row says."""
    with at("code"):
        unit = unit_of(taking.asked.scope, row.text("code"))
    with at("department"):
        department = any_unit(row.text("department"))
        assert department is not None
    on, text, took = day_of(row, "on") or clock.today(), row.text("text").strip(), "same"
    held = Supervision.objects.filter(unit=unit, department=department, on=on, text=text[:400])
    known = held.select_related("unit").first()
    if known is None:
        with at("text"):
            word = Word(department, unit, row.text("kind"), text, on, day_of(row, "answer_by"))
            known, took = supervising.say(sender(taking), word), "added"
    answer = row.text("answer").strip()
    if not answer or known.answered_on is not None:
        return "added" if took == "added" else "same"
    with at("answer"):
        supervising.answer(sender(taking), known, known.version, answer, day_of(row, "answered"))
    return "added" if took == "added" else "changed"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the log inside the scope, the latest first."""
    for each in duties.supervision(leaving.scope, leaving.unit).iterator(chunk_size=2000):
        yield (
            each.unit.code,
            each.unit.name,
            each.department.code,
            each.kind,
            each.on.toordinal(),
            each.text,
            each.answer_by.toordinal() if each.answer_by else None,
            each.answered_on.toordinal() if each.answered_on else None,
            each.answer or None,
        )


LISTING = Listing("supervision", form, take, rows)
