"""Print slips: fresh codes on paper at once, in an order that says nothing; the box keeps their digests only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, slips
from jishi.ballotbox.boxes import address_of
from jishi.core.consult import codes
from jishi.core.names import Translate
from jishi.documents.slips import About, Slip, slip_sheets
from jishi.packs.questions import named
from jishi.store.home import current

#: Slips in one file.
MOST = 1000


@dataclass(frozen=True)
class Wanted:
    """How many slips are printed.

    Attributes:
        until: the last day, as the paper says it; empty = not said.
        told: told after each file: slips done, and in all.
    """

    count: int
    until: str = ""
    told: Callable[[int, int], None] | None = None


def sheets(by: By, asked: Electorate, wanted: Wanted, say: Translate) -> Iterator[bytes]:
    """Yield PDF files of fresh slips, a thousand in each.

    Raises:
        Refusal: the role does not allow it, the consultation is closed, or nobody has said where phones reach it.
    """
    kept = boxes()
    # Before codes are made: a slip that leads nowhere would be a slip lost.
    site = address_of(kept, "")
    ask = asked.wanted()
    fresh = slips(by, asked, wanted.count)
    about = About(
        unit=asked.unit.name,
        round=str(asked.consultation.round),
        electorate=named(ask.names).say(say),
        minutes=asked.pack.questionnaire_by_id[ask.questionnaire].minutes,
        until=wanted.until,
    )
    printed = [Slip(codes.grouped(code), address_of(kept, code).upper(), site.removesuffix("/")) for code in fresh]
    yield from slip_sheets(printed, about, say, fonts=current().fonts, progress=wanted.told)
