"""What helpers did, day by day: a row for each entry of the log."""

from collections.abc import Iterator, Sequence

from jishi.actions.dispatch import sending
from jishi.actions.dispatch.matters import MATTER, raise_matter, settle
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, choice, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import day_of
from jishi.actions.lists.sent import (
    CODE,
    PLACE_NAME,
    WHO,
    WORKPLACE,
    kind_of,
    named_by,
    readable,
    sender,
    sent_of,
)
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.posts import Dispatch, DispatchLog


def form(pack: Pack) -> Form:
    """Return the form of the log of helpers."""
    return Form(
        "logs",
        texts("驻村帮扶工作日志", "駐村幫扶工作日誌", "Log of helpers"),
        (
            kind_of(pack),
            WHO,
            CODE,
            WORKPLACE,
            PLACE_NAME,
            column("on", texts("日期", "日期", "Day"), "date", DAY, synonyms=("工作日期",)),
            column(
                "text", texts("工作内容", "工作內容", "What was done"), required=True, synonyms=("内容", "日志")
            ),
            column(
                "kind_of_entry",
                texts("记录类别", "記錄類別", "Kind of entry"),
                "choice",
                texts("留空为工作日志。", "留空為工作日誌。", "Empty = what was done."),
                choices=(
                    choice("visit", texts("走访", "走訪", "Visit")),
                    choice(MATTER, texts("群众事项", "群眾事項", "Matter of the village"), "事项"),
                ),
            ),
            column("settled", texts("办结日期", "辦結日期", "Settled on"), "date", DAY),
            column("outcome", texts("办理结果", "辦理結果", "What came of it"), synonyms=("结果",)),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Note what a helper did, unless the same stands there for that day."""
    sent, on, text = sent_of(taking, row), day_of(row, "on") or clock.today(), row.text("text").strip()
    entry = row.text("kind_of_entry")
    known = DispatchLog.objects.filter(dispatch=sent, on=on, text=text).select_related("dispatch__unit").first()
    if entry == MATTER:
        return _matter(taking, row, sent, known)
    if known is not None:
        return "same"
    with at("text"):
        sending.note(sender(taking), sent, on, text, entry)
    return "added"


def _matter(taking: Taking, row: StagedRow, sent: Dispatch, known: DispatchLog | None) -> Took:
    by, outcome = sender(taking), row.text("outcome").strip()
    took: Took = "same"
    if known is None:
        with at("text"):
            known, took = raise_matter(by, sent, day_of(row, "on") or clock.today(), row.text("text")), "added"
    if outcome and not known.done:
        with at("outcome"):
            settle(by, known, known.version, outcome, day_of(row, "settled"))
        took = "added" if took == "added" else "changed"
    return took


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the logs of the assignments whose names the scope reads, by day."""
    mine = readable(leaving.scope).order_by().values("pk")
    found = DispatchLog.objects.filter(dispatch__in=mine).order_by("on", "pk")
    near = ("person", "team", "unit", "workplace")
    for log in found.select_related(*(f"dispatch__{name}" for name in near)).iterator(chunk_size=2000):
        yield (
            *named_by(log.dispatch),
            log.on.toordinal(),
            log.text,
            log.kind if log.kind in ("visit", MATTER) else None,
            log.done_on.toordinal() if log.done_on else None,
            log.outcome or None,
        )


LISTING = Listing("logs", form, take, rows, field_class=2)
