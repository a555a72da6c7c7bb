"""What villages said of their helpers: counts only, a row for each evaluation."""

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
from jishi.core.dispatch import FEWEST_JUDGING, Opinion
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form, FormColumn, Texts
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.posts import Evaluation

_COUNTS = ("present", "satisfied", "basically", "dissatisfied")
_MOST = 1_000_000


def _count(name: str, names: Texts, *synonyms: str) -> FormColumn:
    note = texts("只填人数，不填姓名。", "只填人數，不填姓名。", "A count, no names.")
    return column(name, names, "count", note, required=True, least=0, most=_MOST, synonyms=synonyms)


def form(pack: Pack) -> Form:
    """Return the form of evaluations."""
    return Form(
        "evaluations",
        texts("驻村干部群众测评表", "駐村幹部群眾測評表", "Evaluations by the village"),
        (
            kind_of(pack),
            WHO,
            CODE,
            WORKPLACE,
            PLACE_NAME,
            column("on", texts("测评日期", "測評日期", "Day"), "date", DAY, synonyms=("日期",)),
            _count("present", texts("到会人数", "到會人數", "People there"), "参加人数"),
            _count("satisfied", texts("满意票", "滿意票", "Satisfied"), "满意"),
            _count("basically", texts("基本满意票", "基本滿意票", "Basically satisfied"), "基本满意"),
            _count("dissatisfied", texts("不满意票", "不滿意票", "Dissatisfied"), "不满意"),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Keep what a village said, unless the same counts stand there for that day."""
    sent, on = sent_of(taking, row), day_of(row, "on") or clock.today()
    counts = [value if isinstance(value := row.values.get(name), int) else 0 for name in _COUNTS]
    known = Evaluation.objects.filter(dispatch=sent, on=on).first()
    if known is not None and [getattr(known, name) for name in _COUNTS] == counts:
        return "same"
    with at("present" if known is None else "on"):
        fewest = taking.pack.posts.fewest_judging if taking.pack.posts else FEWEST_JUDGING
        sending.evaluate(sender(taking), sent, on, Opinion(*counts), fewest)
    return "added"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the evaluations of the helpers whose names the scope reads, by day."""
    mine = readable(leaving.scope).order_by().values("pk")
    found = Evaluation.objects.filter(dispatch__in=mine).order_by("on", "pk")
    near = ("person", "team", "unit", "workplace")
    for each in found.select_related(*(f"dispatch__{name}" for name in near)).iterator(chunk_size=2000):
        yield (*named_by(each.dispatch), each.on.toordinal(), *(getattr(each, name) for name in _COUNTS))


LISTING = Listing("evaluations", form, take, rows, field_class=2)
