"""Who is sent to help: a row for each assignment, sent, corrected and ended by the same sheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from jishi.actions.dispatch import sending
from jishi.actions.dispatch.sending import Sending
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, PICK, choice, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import any_unit, day_of
from jishi.actions.lists.sent import (
    APART,
    CODE,
    PLACE_NAME,
    SINCE,
    WHO,
    WORKPLACE,
    called_so,
    kind_of,
    named_by,
    readable,
    sender,
    target_of,
)
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch

_OUTCOMES = (
    choice("returned", texts("回原单位", "回原單位", "Returned to the sending unit"), "期满返回"),
    choice("renewed", texts("续聘", "續聘", "Contract renewed"), "续签"),
    choice("secretary", texts("任本村书记", "任本村書記", "Became secretary here"), "转任书记"),
    choice("civil-service", texts("考录公务员", "考錄公務員", "Entered the civil service"), "公务员"),
    choice("left", texts("另行择业", "另行擇業", "Left for other work"), "离职"),
    choice("done", texts("任务完成", "任務完成", "Task done"), "完成"),
)


def form(pack: Pack) -> Form:
    """Return the form of helpers, in the words of a pack."""
    channels = pack.posts.channels if pack.posts else ()
    return Form(
        "helpers",
        texts("派驻帮扶人员台账", "派駐幫扶人員台賬", "Sent to help"),
        (
            kind_of(pack),
            WHO,
            CODE,
            WORKPLACE,
            PLACE_NAME,
            column("sending", texts("派出组织编码", "派出組織編碼", "Code of the sending unit"), "code"),
            column(
                "sending_name",
                texts("派出组织", "派出組織", "Sending unit"),
                note=PLACE_NAME.note,
                synonyms=("派出单位",),
            ),
            SINCE,
            column("term_end", texts("届满日期", "屆滿日期", "Term ends on"), "date", DAY, synonyms=("派驻期限",)),
            column(
                "channel",
                texts("来源渠道", "來源渠道", "Where from"),
                "choice",
                PICK,
                choices=tuple(choice(str(each.id), each.names) for each in channels),
                synonyms=("来源",),
            ),
            column("tasks", texts("帮扶任务", "幫扶任務", "Tasks"), synonyms=("任务", "工作任务")),
            column("contract", texts("合同", "合同", "Contract"), synonyms=("合同编号",)),
            *APART,
            column(
                "ended", texts("结束日期", "結束日期", "First day without it"), "date", DAY, synonyms=("离任日期",)
            ),
            column("outcome", texts("去向", "去向", "Outcome"), "choice", PICK, choices=_OUTCOMES),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let an assignment be as the row says; empty cells leave what is known."""
    target, since, ended = target_of(taking, row), day_of(row, "since"), day_of(row, "ended")
    held = called_so(row, target)
    known = held.filter(from_on=since).first() if since else held.filter(in_force(clock.today())).first()
    if known is None:
        known = _send(taking, row, target, since or clock.today())
        took: Took = "added"
    else:
        took = "changed" if _corrected(taking, row, known) else "same"
    if ended is None or known.to_on == ended:
        return took
    with at("ended"):
        sending.end(sender(taking), known, known.version, ended, row.text("outcome"))
    return "added" if took == "added" else "changed"


def _send(taking: Taking, row: StagedRow, target: Unit | object, since: date) -> Dispatch:
    with at("sending"):
        home = any_unit(row.text("sending"))
    is_unit = isinstance(target, Unit)
    wish = Sending(
        row.text("kind"),
        row.text("who"),
        since,
        unit=target if is_unit else None,  # type: ignore[arg-type]
        workplace=None if is_unit else target,  # type: ignore[arg-type]
        sending=home,
        term_ends_on=day_of(row, "term_end"),
        tasks=row.text("tasks"),
        channel=row.text("channel"),
        contract=row.text("contract"),
        born_on=day_of(row, "born"),
        phone=row.text("phone"),
    )
    with at("who"):
        return sending.send(sender(taking), wish)


def _corrected(taking: Taking, row: StagedRow, known: Dispatch) -> bool:
    with at("sending"):
        home = any_unit(row.text("sending"))
    said: Mapping[str, object] = {
        "sending": home,
        "term_ends_on": day_of(row, "term_end"),
        "source_channel": row.text("channel"),
        "tasks": row.text("tasks"),
        "contract": row.text("contract"),
        "outcome": row.text("outcome") if known.to_on else "",
    }
    changes = {name: value for name, value in said.items() if value and value != getattr(known, name)}
    if changes:
        with at("term_end"):
            sending.correct(sender(taking), known, known.version, changes)
    return bool(changes)


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the assignments whose names the scope reads, ended ones too, the latest first."""
    for sent in readable(leaving.scope).iterator(chunk_size=2000):
        yield (
            *named_by(sent),
            sent.sending.code if sent.sending else None,
            sent.sending.name if sent.sending else None,
            sent.from_on.toordinal(),
            sent.term_ends_on.toordinal() if sent.term_ends_on else None,
            sent.source_channel or None,
            sent.tasks or None,
            sent.contract or None,
            None,
            None,
            sent.to_on.toordinal() if sent.to_on else None,
            sent.outcome or None,
        )


LISTING = Listing("helpers", form, take, rows, field_class=2)
