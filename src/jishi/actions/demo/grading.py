"""The committees of the demo: proposals open, meetings held, grades approved, on notice, locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from jishi.actions.cases.ground import Docket, committees, grades_of
from jishi.actions.cases.marks import Marks
from jishi.actions.cases.meeting import Sitting, conflicts, hold, members_of
from jishi.actions.cases.reviewing import Seen, approve, give_back, keep
from jishi.actions.improve.promoting import candidates
from jishi.actions.people.ground import By
from jishi.actions.publish.notices import Wording, decide, publish_grades
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Meeting
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.transact import action

#: Made-up members of committees whose posts name too few.
NAMES = ("赵某甲", "钱某乙", "孙某丙", "李某丁", "周某戊")
ENTITLED, ENOUGH = 7, 4
#: After the branches' five working days.
MEETS_AFTER = timedelta(days=5)
KEPT = "整改满意度测评未达到晋级条件，维持上一轮等次"

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Committees:
    """The committees that decide in a round."""

    docket: Docket

    @property
    def met_on(self) -> date:
        """Return the day on which all of them meet."""
        return self.docket.opening.answer_until + MEETS_AFTER

    @cached_property
    def by_unit(self) -> Mapping[int, Unit]:
        """Return unit → committee."""
        return committees(self.docket.pack, self.docket.judged)

    @cached_property
    def all(self) -> list[Unit]:
        """Return the committees by code."""
        return sorted({each.pk: each for each in self.by_unit.values()}.values(), key=lambda each: each.code)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.docket, self.met_on)

    def review(self, wanted: Sequence[Unit], tell: Tell) -> None:
        """Let committees meet: plain ones together, marked ones one by one, what a rule stops goes back."""
        for number, committee in enumerate(wanted, start=1):
            with action(None, "demo.review", f"unit:{committee.pk}"):
                self._meet(committee)
            tell(number, len(wanted))

    def _meet(self, committee: Unit) -> None:
        own = [unit for unit, above in self.by_unit.items() if above == committee]
        meeting, by = self._held(committee), By(on=self.met_on)
        out, rows = conflicts(meeting, own), grades_of(self.docket.round, own)
        waiting = [unit for unit in own if self.docket.case(rows.get(unit), self.met_on).step == "review"]
        plain = [u for u in waiting if not self._marks.of(u, rows.get(u), conflict=u in out)]
        if plain:
            approve(by, self.docket, meeting, self._seen(plain))
        gated = {each.unit for each in candidates(self.docket, self.met_on) if not each.may_rise}
        stay = [unit for unit in waiting if unit in gated]
        if stay:
            keep(by, self.docket, meeting, self._seen(stay), KEPT)
        for unit in set(waiting) - set(plain) - set(stay):
            self._alone(by, meeting, unit)

    def _alone(self, by: By, meeting: Meeting, unit: int) -> None:
        look = self._seen([unit])
        try:
            with action(None, "demo.decide", f"unit:{unit}"):
                approve(by, self.docket, meeting, look)
        except Refusal as refusal:
            give_back(by, self.docket, look, " ".join(str(complaint) for complaint in refusal.complaints))

    def _held(self, committee: Unit) -> Meeting:
        people = tuple(members_of(committee, self.met_on)[:ENTITLED])
        names = NAMES[: max(0, ENOUGH - len(people))]
        sitting = Sitting(self.met_on, f"{self.met_on:%Y-%m}", ENTITLED, people=people, names=names)
        return hold(By(on=self.met_on), committee, sitting)

    def _seen(self, wanted: Sequence[int]) -> Seen:
        rows = grades_of(self.docket.round, wanted)
        return Seen(
            self.docket.opening.run_id, {unit: rows[unit].version if unit in rows else 0 for unit in wanted}
        )

    def put_up(self, wanted: Sequence[Unit]) -> list[Notice]:
        """Put on notice what committees approved, on the day after their meeting."""
        kind = self.docket.pack.publication_by_id["grades"]
        wording, on = Wording(kind.title.zh_hans, kind.wording.zh_hans), self.met_on + timedelta(days=1)
        approved = Grade.objects.filter(round=self.docket.round, state=Grade.State.APPROVED)
        have = set(approved.values_list("committee", flat=True))
        with action(None, "demo.publish", "demo"):
            return [
                publish_grades(By(on=on), self.docket, each, kind, wording) for each in wanted if each.pk in have
            ]

    def lock(self, notices: Sequence[Notice]) -> None:
        """Lock what stands on notices, on the day after their last."""
        with action(None, "demo.lock", "demo"):
            for notice in notices:
                decide(By(on=notice.until + timedelta(days=1)), self.docket, notice)
