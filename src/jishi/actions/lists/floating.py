"""Members who live elsewhere, as both ends see them: home, receiving branch, certificate, last contact."""

from collections.abc import Iterator, Sequence

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, UNIT, UNIT_NAME, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import BORN, NAME, any_unit, by_of, day_of, member_of
from jishi.actions.people import contact
from jishi.actions.people.contact import Away
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.people import Floating, Member
from jishi.store.queries import members


def form(pack: Pack) -> Form:
    """Return the form of members who live elsewhere."""
    return Form(
        "floating",
        texts("流动党员台账", "流動黨員台賬", "Members who live elsewhere"),
        (
            UNIT,
            UNIT_NAME,
            NAME,
            BORN,
            column("place", texts("流入地", "流入地", "Where to"), synonyms=("流动去向", "外出地点")),
            column("receiving", texts("接收组织编码", "接收組織編碼", "Code of the receiving branch"), "code"),
            column(
                "certificate", texts("流动党员活动证号", "流動黨員活動證號", "Certificate"), synonyms=("活动证号",)
            ),
            column("since", texts("流出日期", "流出日期", "Away since"), "date", DAY, synonyms=("外出日期",)),
            column(
                "heard", texts("最近联系日期", "最近聯繫日期", "Last contact"), "date", DAY, synonyms=("联系日期",)
            ),
            column("back", texts("返回日期", "返回日期", "Came back on"), "date", DAY),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Let a member be away as the row says; empty cells leave what is known."""
    with at("name"):
        member = member_of(taking, row)
    with at("receiving"):
        receiving = any_unit(row.text("receiving"))
    held = Floating.objects.filter(in_force(clock.today()), member=member).select_related("member__person").first()
    away = Away(receiving, row.text("place"), row.text("certificate"))
    if held is None:
        if day_of(row, "back"):
            return "same"
        with at("place"):
            begun = contact.go_away(by_of(taking, day_of(row, "since")), member, away)
        _heard(taking, row, begun)
        return "added"
    changes = [_described(taking, held, away), _heard(taking, row, held), _back(taking, row, held)]
    return "changed" if any(changes) else "same"


def _described(taking: Taking, held: Floating, away: Away) -> bool:
    wanted = Away(away.receiving or held.receiving, away.place or held.place, away.certificate or held.certificate)
    if wanted == Away(held.receiving, held.place, held.certificate):
        return False
    contact.described(by_of(taking), held, held.version, wanted)
    return True


def _heard(taking: Taking, row: StagedRow, held: Floating) -> bool:
    heard = day_of(row, "heard")
    if heard is None or (held.last_contact_on and heard <= held.last_contact_on):
        return False
    with at("heard"):
        contact.heard(by_of(taking, heard), held, held.version)
    return True


def _back(taking: Taking, row: StagedRow, held: Floating) -> bool:
    back = day_of(row, "back")
    if back is None:
        return False
    with at("back"):
        contact.came_back(by_of(taking, back), held, held.version)
    return True


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the members away whom the scope reads at either end."""
    for each in members.floating(leaving.scope).select_related("member__person", "home", "receiving"):
        member: Member = each.member
        yield (
            each.home.code,
            each.home.name,
            member.person.name,
            member.person.born_on.toordinal() if member.person.born_on else None,
            each.place or None,
            each.receiving.code if each.receiving else None,
            each.certificate or None,
            each.from_on.toordinal(),
            each.last_contact_on.toordinal() if each.last_contact_on else None,
            None,
        )


LISTING = Listing("floating", form, take, rows, field_class=2)
