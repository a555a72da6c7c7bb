"""Searches for members whom nobody can reach: a row for each step; for the branch and the unit above it only."""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.actions.imports.forms import texts
from jishi.actions.lists.columns import DAY, PICK, UNIT, UNIT_NAME, choice, column
from jishi.actions.lists.frame import Leaving, Listing, Taking, Took, at
from jishi.actions.lists.people import BORN, NAME, by_of, day_of, member_of
from jishi.actions.people import contact
from jishi.actions.people.ground import keeps_close
from jishi.actions.people.words import choices
from jishi.core.access import MOST_PRIVATE
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.people import LostContact, Member, Person
from jishi.store.queries import members

_OUTCOMES = (
    choice("searching", texts("查找中", "查找中", "Being searched for")),
    choice("found", texts("已取得联系", "已取得聯繫", "Found"), "找到"),
    choice("died", texts("已去世", "已去世", "Died")),
    choice("struck-off", texts("已除名", "已除名", "Struck off"), "停止党籍"),
)


def form(pack: Pack) -> Form:
    """Return the form of searches, in the words of a pack."""
    return Form(
        "lost",
        texts("失联党员查找台账", "失聯黨員查找台賬", "Searches for lost members"),
        (
            UNIT,
            UNIT_NAME,
            NAME,
            BORN,
            column(
                "since",
                texts("失去联系日期", "失去聯繫日期", "No contact since"),
                "date",
                DAY,
                synonyms=("失联日期",),
            ),
            column(
                "reason",
                texts("失联原因", "失聯原因", "Reason"),
                "choice",
                PICK,
                choices=choices(pack, "losses"),
                synonyms=("原因",),
            ),
            column("on", texts("查找日期", "查找日期", "Day of the step"), "date", DAY),
            column("step", texts("查找措施", "查找措施", "What was done"), synonyms=("查找情况",)),
            column("outcome", texts("查找结果", "查找結果", "Outcome"), "choice", PICK, choices=_OUTCOMES),
            column(
                "expires",
                texts("记录销毁日期", "記錄銷毀日期", "Record ends"),
                "date",
                texts("只供核对。", "只供核對。", "For comparison only."),
            ),
        ),
    )


def take(taking: Taking, row: StagedRow) -> Took:
    """Begin a search, enter one step of it, or end it, as the row says."""
    with at("name"):
        member = member_of(taking, row)
        # Before anything is compared: whether somebody is searched for is told close by only.
        keeps_close(by_of(taking), member.unit)
    held = (
        LostContact.objects.filter(in_force(clock.today()), member=member).select_related("member__person").first()
    )
    took: Took = "same"
    if held is None:
        held, took = _begun(taking, row, member), "added"
    changed = [_stepped(taking, row, held), _over(taking, row, held)]
    return took if took == "added" or not any(changed) else "changed"


def _begun(taking: Taking, row: StagedRow, member: Member) -> LostContact:
    since = day_of(row, "since")
    with at("since"):
        if since is None:
            raise refuse(
                member.person.name,
                sentence("It is not said since when there is no contact."),
                sentence("Write the day of the last contact."),
            )
        with at("reason"):
            return contact.lose(by_of(taking), member, since, row.text("reason"))


def _stepped(taking: Taking, row: StagedRow, held: LostContact) -> bool:
    text, on = row.text("step").strip()[:200], day_of(row, "on") or clock.today()
    if not text or {"on": on.isoformat(), "text": text} in held.steps:
        return False
    with at("step"):
        contact.looked(by_of(taking, on), held, held.version, text)
    return True


def _over(taking: Taking, row: StagedRow, held: LostContact) -> bool:
    outcome = row.text("outcome")
    if outcome in ("", "searching", held.outcome):
        return False
    with at("outcome"):
        contact.search_ended(by_of(taking, day_of(row, "on")), held, held.version, outcome)
    return True


def concerned(leaving: Leaving) -> list[Person]:
    """Return the people who stand in the list, each once."""
    return list({each.member.person_id: each.member.person for each in members.lost(leaving.scope)}.values())


def rows(leaving: Leaving) -> Iterator[Sequence[Value]]:
    """Yield the searches that go on close by, a row for each step; one without steps has a row too."""
    for each in members.lost(leaving.scope):
        member = each.member
        for step in each.steps or [{}]:
            yield (
                member.unit.code,
                member.unit.name,
                member.person.name,
                member.person.born_on.toordinal() if member.person.born_on else None,
                each.from_on.toordinal(),
                each.reason,
                _ordinal(step.get("on")),
                step.get("text"),
                each.outcome,
                each.expires_on.toordinal(),
            )


def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None


LISTING = Listing("lost", form, take, rows, field_class=MOST_PRIVATE, concerned=concerned)
