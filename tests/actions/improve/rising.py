"""The town of the reviews in its second round: C12 was plain and is to be good, C11 was and stays good."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from jishi.actions.assess import Order, assess
from jishi.actions.cases.opening import open_proposals
from jishi.actions.cases.reviewing import approve
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By as Asker
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, open_consultation, slips
from jishi.actions.programme import RoundDates, open_cycle
from jishi.actions.publish.notices import Wording, decide, publish_grades
from jishi.actions.publish.saying import publish_result
from jishi.ballotbox.box import Handed
from jishi.store import clock
from jishi.store.models.cases import Meeting
from jishi.store.models.publish import Notice
from tests.actions.cases.ground import CIRCLES, GOOD, Town, a_town, enter, pack
from tests.actions.cases.test_review import seen

UP = date(2012, 4, 23)
DECIDED = date(2012, 5, 2)
#: Monday 5 November: the proposals lie open; ten days later the committee meets.
AGAIN = date(2012, 11, 5)
#: Thursday to Wednesday: five working days.
SAID_ON, SAID_UNTIL = date(2012, 11, 8), date(2012, 11, 15)
MET_AGAIN = date(2012, 11, 19)
WORDS = Wording("公示", "现将等次予以公示。")


@dataclass(frozen=True)
class Rising:
    """The first round with its locked grades, and the second one, whose proposals lie open."""

    first: Town
    second: Town

    def meet(self, on: date = MET_AGAIN, number: str = "9") -> Meeting:
        return self.second.meeting(held_on=on, number=number, entered=on)


def a_rising_town(*, better: bool = True) -> Rising:
    """Return the town: C12 is locked as plain, C11 and C13 as good; now C12 is good too, if it is better."""
    first = a_town()
    meeting = first.meeting()
    approve(first.by("town"), first.docket("town"), meeting, seen(first, "C11", "C13"))
    approve(first.by("town"), first.docket("town"), meeting, seen(first, "C12"))
    kind = pack().publication_by_id["grades"]
    notice = publish_grades(first.by("town", UP), first.docket("town"), first.units["C1"], kind, WORDS)
    decide(first.by("town", DECIDED), first.docket("town"), notice)
    cycle = open_cycle(None, "2012b", pack(), (RoundDates(date(2012, 5, 3), date(2012, 10, 31)),))
    round_ = cycle.rounds.get(number=1)
    enter(round_, first.units, dict.fromkeys(CIRCLES, GOOD))
    if not better:
        enter(round_, first.units, {"C12": {"content-share": ("public", 7000)}})
    run = assess(Order(round_))
    open_proposals(first.by("county", AGAIN), run)
    return Rising(first, replace(first, round=round_, run=run))


def ask_readers(town: Rising, code: str = "C12", *, content: int = 18, of: int = 20, people: int = 100) -> None:
    """Ask readers of a circle about the effect, and close: so many of so many are content."""
    at = datetime(2012, 11, 6, 4, tzinfo=UTC)
    with clock.at(at):
        county = Asker(town.second.accounts["county"], town.second.by("county").scope)
        held = open_consultation(county, town.second.round, pack(), "readers")
        asked = Electorate(held, town.second.units[code], "public", pack())
        count_people(county, asked, People(people, "名册", date(2012, 11, 1)))
        codes = slips(county, asked, of)
        box = box_of(held)
        answers = ["yes"] * content + ["no"] * (of - content)
        handed = [Handed(box.digest(each), {"content": said}) for each, said in zip(codes, answers, strict=True)]
        assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}
        close(county, held, pack())


def publish_what_was_said(town: Rising, on: date = SAID_ON) -> Notice:
    """Put what the readers of the town's circles said on the board."""
    kind = pack().publication_by_id["satisfaction"]
    by, unit = town.second.by("town", on), town.second.units["C1"]
    return publish_result(by, town.second.docket("town"), unit, kind, Wording("满意度", "现将结果予以公示。"))
