"""A sheet of the month is typed in: its answers become facts, and both names are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.actions import self_assessment
from jishi.actions.monthly.asking import Sheet, sheets
from jishi.core.access import Scope
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.core.text import tidy
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.models.assess import Source
from jishi.store.models.office import Account
from jishi.store.models.paper import MonthlySheet
from jishi.store.transact import action, change

_LONGEST = 100


@dataclass(frozen=True)
class Given:
    """What stands on the sheet.

    Attributes:
        texts: question id → as typed; an empty text = no answer.
        giver, post: who filled it in.
        on: the day beside the signature; None = not written.
        seen: the sheet's ``seen`` when its page was opened.
        key: the sender's own key: the same key enters once.
    """

    texts: Mapping[str, str]
    giver: str
    post: str
    on: date | None
    seen: str
    key: str = ""


def enter(actor: Account | None, scope: Scope, sheet: Sheet, pack: Pack, given: Given) -> int:
    """Keep the answers of a sheet as facts from the source ``self``; return how many are new or changed.

    Raises:
        Refusal: the reader may not enter facts here, nobody signed, the day cannot be, the round is locked,
            somebody typed it in meanwhile, or an answer is no value of its fact; nothing is kept then.
    """
    if not self_assessment.may_enter(scope, sheet.unit):
        raise refuse(
            sheet.unit.name,
            sentence("Your role does not enter facts of this unit."),
            sentence("Ask its secretary, or the clerk of the committee above."),
        )
    unsigned = _signed(sheet, given)
    if unsigned:
        raise Refusal(unsigned)
    asked = (sheet.unit, sheet.round, sheet.form, Source.SELF.value, sheet.questions, sheet.seen)
    entries = self_assessment.entries_of(self_assessment.Sheet(*asked), given.texts)
    # Not the names: what was asked is only compared, and a name would stay with its key.
    content = {"unit": sheet.unit.pk, "month": sheet.month.isoformat(), "texts": dict(given.texts)}
    with action(actor, "monthly-sheet.enter", key=given.key, content=content) as event:
        if event.repeated:
            return int(event.result["written"])
        _unchanged(scope, sheet, pack, given)
        written = stored.write(sheet.round, entries)
        event.about(_kept(actor, sheet, given))
        event.note(unit=sheet.unit.pk, month=sheet.month.isoformat(), added=written.added, changed=written.changed)
        event.result = {"written": written.added + written.changed}
    return written.added + written.changed


def _signed(sheet: Sheet, given: Given) -> list[Complaint]:
    found = []
    if not tidy(given.giver):
        what = sentence("Who filled in the sheet is not entered.")
        found.append(Complaint("giver", what, sentence("Write the name as it is signed.")))
    if max(len(given.giver), len(given.post)) > _LONGEST:
        what = sentence("A name is longer than %(most)s letters.", most=_LONGEST)
        found.append(Complaint("giver", what, sentence("Write the name alone.")))
    if given.on is not None and not sheet.month <= given.on <= clock.today():
        what = sentence("The day on the sheet is not in its month or later, up to today.")
        found.append(Complaint("on", what, sentence("Correct the day, or open the sheet of the right month.")))
    return found


def _unchanged(scope: Scope, sheet: Sheet, pack: Pack, given: Given) -> None:
    if sheets(scope, [sheet.unit], sheet.month, (sheet.round, pack))[0].seen != given.seen:
        raise refuse(
            sheet.unit.name,
            sentence("Somebody else answered for this unit meanwhile."),
            sentence("Load the page again to see those answers, then confirm."),
        )


def _kept(actor: Account | None, sheet: Sheet, given: Given) -> MonthlySheet:
    fields = {
        "round": sheet.round,
        "given_by": tidy(given.giver),
        "given_post": tidy(given.post),
        "given_on": given.on or clock.today(),
        "entered_by": actor,
        "entered_at": clock.now(),
    }
    if sheet.received is not None:
        change(sheet.received, sheet.received.version, **fields)
        return sheet.received
    return MonthlySheet.objects.create(unit=sheet.unit, month=sheet.month, **fields)
