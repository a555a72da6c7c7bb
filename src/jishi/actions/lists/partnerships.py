"""Exemplary units that bring weak ones along (D74, D79): a row for each pair of units."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import CODE, texts
from jishi.actions.improve.pairing import end, pair
from jishi.actions.lists.columns import DAY, OPTIONAL, UNIT_NAME, column, unit_of
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import day_of
from jishi.actions.lists.sent import sender
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.queries import practices


def form(pack: Pack) -> Form:
    """Return the form of pairings of units."""
    return Form(
        "partnerships",
        texts("先进与薄弱组织结对台账", "先進與薄弱組織結對台賬", "Paired units"),
        (
            column(
                "exemplar",
                texts("先进组织编码", "先進組織編碼", "Code of the exemplary unit"),
                "code",
                CODE.note,
                required=True,
                synonyms=("先进党组织编码", "帮扶组织编码"),
            ),
            column("exemplar_name", texts("先进组织", "先進組織", "Exemplary unit"), note=UNIT_NAME.note),
            column(
                "unit",
                texts("薄弱组织编码", "薄弱組織編碼", "Code of the weak unit"),
                "code",
                CODE.note,
                required=True,
                synonyms=("后进组织编码", "受帮扶组织编码"),
            ),
            column("weak_name", texts("薄弱组织", "薄弱組織", "Weak unit"), note=UNIT_NAME.note),
            column("purpose", texts("结对事项", "結對事項", "What for"), note=OPTIONAL, synonyms=("帮扶内容",)),
            column("since", texts("结对日期", "結對日期", "Since"), "date", DAY, synonyms=("起始日期",)),
            column("ended", texts("结束日期", "結束日期", "First day without"), "date", OPTIONAL),
            column(
                "outcome",
                texts("结对成效", "結對成效", "What came of it"),
                note=texts("结束时必填。", "結束時必填。", "Needed where the pairing ends."),
                synonyms=("帮扶成效",),
            ),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Pair two units, or end that with what came of it, as the row says."""
    scope = taking.asked.scope
    with at("exemplar"):
        exemplar = unit_of(scope, row.text("exemplar"))
    with at("unit"):
        unit = unit_of(scope, row.text("unit"))
    ended = day_of(row, "ended")
    held = practices.partnerships(scope).filter(in_force(clock.today()), exemplar=exemplar, unit=unit)
    known = held.first()
    if known is not None and ended is not None:
        with at("outcome"):
            end(sender(taking), known, known.version, row.text("outcome"), ended)
        return "changed"
    if known is not None or ended is not None:
        return "same"
    with at("unit"):
        pair(sender(taking), exemplar, unit, row.text("purpose"), day_of(row, "since") or clock.today())
    return "added"


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield today's pairings of which the scope sees the weak side, by its code."""
    found = practices.partnerships(leaving.scope).filter(in_force(clock.today()))
    for each in found.iterator(chunk_size=2000):
        pair_of = each.exemplar.code, each.exemplar.name, each.unit.code, each.unit.name
        yield (*pair_of, each.purpose or None, each.from_on.toordinal(), None, each.outcome or None)


LISTING = Listing("partnerships", form, take, rows)
