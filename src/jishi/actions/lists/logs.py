"""What helpers did, day by day: a row for each entry of the log."""

from collections.abc import Iterator, Sequence

from jishi.actions.dispatch import sending
from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, column
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
from jishi.store.models.posts import DispatchLog


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
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Note what a helper did, unless the same stands there for that day."""
    sent, on, text = sent_of(taking, row), day_of(row, "on") or clock.today(), row.text("text").strip()
    if DispatchLog.objects.filter(dispatch=sent, on=on, text=text).exists():
        return "same"
    with at("text"):
        sending.note(sender(taking), sent, on, text)
    return "added"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the logs of the assignments whose names the scope reads, by day."""
    mine = readable(leaving.scope).order_by().values("pk")
    found = DispatchLog.objects.filter(dispatch__in=mine).order_by("on", "pk")
    near = ("person", "team", "unit", "workplace")
    for log in found.select_related(*(f"dispatch__{name}" for name in near)).iterator(chunk_size=2000):
        yield (*named_by(log.dispatch), log.on.toordinal(), log.text)


LISTING = Listing("logs", form, take, rows, field_class=2)
