"""Transfers of the organisational relation: asked, released with a letter, accepted, or turned down."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import ON, PICK, UNIT, UNIT_NAME, choice, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import BORN, NAME, any_unit, by_of, day_of, member_of
from jishi.actions.people import transfers
from jishi.actions.people.transfers import Towards
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store.models.people import Transfer
from jishi.store.queries import members

_STATES = (
    choice("asked", texts("已申请", "已申請", "Asked for"), "申请"),
    choice("returned", texts("退回修改", "退回修改", "Given back")),
    choice("released", texts("已开介绍信", "已開介紹信", "Released"), "转出"),
    choice("accepted", texts("已接收", "已接收", "Accepted"), "接收"),
    choice("refused", texts("未同意", "未同意", "Turned down")),
    choice("lapsed", texts("介绍信过期", "介紹信過期", "Lapsed")),
)
# What comes after what, where nobody turns it down.
_WAY = ("asked", "released", "accepted")


def form(pack: Pack) -> Form:
    """Return the form of transfers."""
    return Form(
        "transfers",
        texts("组织关系转接", "組織關係轉接", "Transfers"),
        (
            UNIT,
            UNIT_NAME,
            NAME,
            BORN,
            column("to", texts("转入组织编码", "轉入組織編碼", "Code of the new branch"), "code"),
            column("to_name", texts("转入组织名称", "轉入組織名稱", "New branch"), synonyms=("转往",)),
            column("state", texts("办理情况", "辦理情況", "State"), "choice", PICK, required=True, choices=_STATES),
            column("letter", texts("介绍信编号", "介紹信編號", "Number of the letter"), synonyms=("介绍信号",)),
            column("reason", texts("原因", "原因", "Reason")),
            ON,
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Bring a transfer to the state that the row says, step by step, each with its own conditions."""
    with at("to"):
        unit = any_unit(row.text("to"))
    towards, state = Towards(unit, row.text("to_name")), row.text("state")
    known = _known(taking, row, towards)
    if known is not None and (known.state == state or known.state in ("accepted", "refused", "lapsed")):
        with at("state"):
            _over(known, state)
        return "same"
    took: Took = "changed"
    if known is None:
        with at("name"):
            member = member_of(taking, row)
        with at("to"):
            known = transfers.ask(by_of(taking, day_of(row, "on")), member, towards)
        took = "added"
    with at("state"):
        _go_on(taking, row, known, state)
    return took


def _known(taking: Taking, row: StagedRow, towards: Towards) -> Transfer | None:
    seen = members.transfers(taking.asked.scope, going=False).filter(
        from_unit__code=row.text("code"), member__person__name=row.text("name"), to_unit=towards.unit
    )
    if towards.unit is None:
        seen = seen.filter(to_name=towards.name)
    return seen.first()


def _over(known: Transfer, state: str) -> None:
    if known.state != state:
        raise refuse(
            known.member.person.name,
            sentence("This transfer is over: %(state)s.", state=known.state),
            sentence("Ask for a new one on the page of the member."),
        )


def _go_on(taking: Taking, row: StagedRow, known: Transfer, state: str) -> None:
    by = by_of(taking, day_of(row, "on"))
    if state == "refused":
        transfers.turn_down(by, known, known.version, row.text("reason"))
        return
    if state == "returned":
        transfers.send_back(by, known, known.version, row.text("reason"))
        return
    if state not in _WAY:
        raise refuse(
            known.member.person.name,
            sentence("A letter lapses by itself on its day."),
            sentence("Leave the row out."),
        )
    if state in ("released", "accepted") and known.state in ("asked", "returned"):
        known = transfers.release(by, known, known.version, row.text("letter"))
    if state == "accepted":
        transfers.accept(by, known, known.version)


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the transfers that the scope sees, the latest first; of those from outside only the letter is known."""
    found = members.transfers(leaving.scope, going=False).filter(from_unit__isnull=False)
    for each in found.iterator(chunk_size=2000):
        born = each.member.person.born_on
        yield (
            each.from_unit.code,
            each.from_unit.name,
            each.member.person.name,
            born.toordinal() if born else None,
            each.to_unit.code if each.to_unit else None,
            each.to_unit.name if each.to_unit else each.to_name or None,
            each.state,
            each.letter or None,
            each.reason or None,
            each.asked_on.toordinal(),
        )


LISTING = Listing("transfers", form, take, rows, field_class=2)
