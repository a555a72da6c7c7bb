"""What lies before a committee: the run, the pack's procedure, who decides on which unit, how each one stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jishi.actions.org.grading import grader
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.actions.results import Results, of_run
from jishi.core import cases
from jishi.core.access import Scope
from jishi.core.calendar import WorkCalendar
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of, procedure_of
from jishi.store.models.assess import Grade, Round
from jishi.store.models.cases import Answer, Opening
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.paths import ids
from jishi.store.transact import late

ABOUT_GRADES = "grade"
_MANY = 900


@dataclass(frozen=True)
class Docket:
    """A round whose proposals are open.

    Attributes:
        opening: since when, until when the branches answer, and the run whose proposals they are.
        pack: the round's pack.
        results: the run, cut to what the reader sees.
        procedure: the pack's procedure for grades.
        calendar: which days are worked.
    """

    opening: Opening
    pack: Pack
    results: Results
    procedure: cases.Procedure
    calendar: WorkCalendar

    @property
    def round(self) -> Round:
        """Return the round."""
        return self.opening.round

    def clock(self, today: date) -> cases.Clock:
        """Return what day it is, with the days that are worked."""
        return cases.Clock(today, self.calendar)

    def case(self, grade: Grade | None, today: date) -> cases.Case:
        """Return how a unit stands; without a row its proposal is before the branch since the opening."""
        if grade is None:
            begun = cases.begin(self.procedure, self.opening.opened_on, self.calendar)
            return cases.standing(self.procedure, begun, self.clock(today))
        case = cases.Case(grade.state, grade.since, grade.due, {grade.state: grade.since})
        return cases.standing(self.procedure, case, self.clock(today))

    def proposal(self, unit: int) -> str:
        """Return the id of the grade that the run proposes; empty = none."""
        rank = self.results.value("proposal", unit)
        return str(self.pack.grade_at(rank).id) if rank else ""

    @cached_property
    def judged(self) -> list[int]:
        """Return the ids of the judged units inside the scope, in the order of the tree."""
        found: list[int] = self.results.snapshot.tree.id[self.results.judged_rows].tolist()
        return found


def procedure_for_grades(pack: Pack) -> cases.Procedure:
    """Return the pack's procedure for grades.

    Raises:
        Refusal: the pack has none.
    """
    found = next((each for each in pack.procedures if each.about == ABOUT_GRADES), None)
    if found is None:
        raise refuse(
            pack.id,
            sentence("The pack says nothing about how a proposal becomes a grade."),
            sentence("Add a procedure about grades to the pack, and open the next cycle with it."),
        )
    return procedure_of(found)


def docket(scope: Scope, round_: Round) -> Docket | None:
    """Return what lies before the committees in a round; None = its proposals are not open yet.

    Raises:
        Refusal: the pack is gone, or has no procedure for grades.
    """
    opening = Opening.objects.select_related("run__round__cycle", "round__cycle").filter(round=round_).first()
    if opening is None:
        return None
    pack = pack_of(round_.cycle)
    return Docket(opening, pack, of_run(scope, opening.run), procedure_for_grades(pack), calendar_of(pack))


def opened(scope: Scope, round_: Round) -> Docket:
    """Return what lies before the committees in a round.

    Raises:
        Refusal: its proposals are not open yet.
    """
    found = docket(scope, round_)
    if found is None:
        raise refuse(
            str(round_),
            sentence("The proposals of this round are not open yet."),
            sentence("Open them to the branches first; then the committees review."),
        )
    return found


def committees(pack: Pack, wanted: Collection[int]) -> Mapping[int, Unit]:
    """Return unit → the committee that grades it, for units of today's tree; two queries for some thousand."""
    found: dict[int, Unit] = {}
    listed = list(wanted)
    for start in range(0, len(listed), _MANY):
        found |= _committees(pack, listed[start : start + _MANY])
    return found


def _committees(pack: Pack, wanted: Collection[int]) -> Mapping[int, Unit]:
    paths = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit__in=wanted).values_list("unit_id", "path")
    lines = {unit: ids(path) for unit, path in paths}
    everyone = {unit for line in lines.values() for unit in line}
    known = {unit.pk: unit for unit in Unit.objects.filter(pk__in=everyone)}
    graded = {
        unit: grader(pack, known[unit], [known[each] for each in line[:-1] if each in known])
        for unit, line in lines.items()
        if unit in known
    }
    return {unit: committee for unit, committee in graded.items() if committee is not None}


def committee_of(pack: Pack, unit: Unit) -> Unit:
    """Return the committee that grades a unit.

    Raises:
        Refusal: nobody above it has the duty.
    """
    found = committees(pack, [unit.pk]).get(unit.pk)
    if found is None:
        raise refuse(
            unit.name,
            sentence("No committee above this unit has the duty to grade it."),
            sentence("See with: jishi tree graders --missing, and put the unit where it belongs."),
        )
    return found


def committee_above(pack: Pack, committee: Unit) -> Unit:
    """Return the committee one level up, which alone lifts a limit.

    Raises:
        Refusal: there is none.
    """
    kinds = {kind for duty in pack.vocabulary.grading for kind in duty.by_kinds}
    line = ids(UnitPath.objects.filter(unit=committee, axis=Axis.MANAGEMENT).values_list("path", flat=True).get())
    known = {unit.pk: unit for unit in Unit.objects.filter(pk__in=line[:-1])}
    found = next((known[each] for each in reversed(line[:-1]) if known[each].kind in kinds), None)
    if found is None:
        raise refuse(
            committee.name,
            sentence("No committee stands above this one."),
            sentence("Here a limit holds; mend what it names."),
        )
    return found


def sits(scope: Scope, committee: Unit) -> bool:
    """Say whether the reader acts for this very committee; a committee further up does not decide in its place."""
    return scope.everything or any(
        holding.unit == committee.pk and "review" in holding.duties and holding.axis == Axis.MANAGEMENT
        for holding in scope.holdings
    )


def sits_anywhere(scope: Scope) -> frozenset[int] | None:
    """Return the committees for which the reader acts; None = for every one."""
    if scope.everything:
        return None
    return frozenset(h.unit for h in scope.holdings if "review" in h.duties and h.axis == Axis.MANAGEMENT)


def belongs_to(scope: Scope, unit: int) -> bool:
    """Say whether the reader belongs to the unit itself: nobody decides on their own."""
    return any(holding.unit == unit for holding in scope.holdings)


def refuse_others(by: By, committee: Unit, judged: Iterable[Unit]) -> None:
    """Let only who acts for the committee decide, and nobody on their own unit.

    Raises:
        Refusal: somebody else's committee, or one's own unit.
    """
    if not sits(by.scope, committee):
        raise refuse(
            committee.name,
            sentence("Your role does not decide for this committee."),
            sentence("Leave it to the committee that grades this unit."),
        )
    own = [unit for unit in judged if belongs_to(by.scope, unit.pk)]
    if own:
        raise refuse(
            own[0].name,
            sentence("You belong to this unit; nobody decides on their own."),
            sentence("Leave it to somebody else of the committee."),
        )


def grades_of(round_: Round, wanted: Collection[int]) -> Mapping[int, Grade]:
    """Return unit → its row, for those that have one; the units were found through a scope."""
    rows = Grade.objects.filter(round=round_).select_related("meeting", "run")
    if len(wanted) <= _MANY:
        rows = rows.filter(unit__in=list(wanted))
    asked = set(wanted)
    return {row.unit_id: row for row in rows if row.unit_id in asked}


def answers_of(round_: Round, wanted: Collection[int]) -> Mapping[int, Answer]:
    """Return unit → what it answered, for those that did."""
    rows = Answer.objects.filter(round=round_)
    if len(wanted) <= _MANY:
        rows = rows.filter(unit__in=list(wanted))
    asked = set(wanted)
    return {row.unit_id: row for row in rows if row.unit_id in asked}


def said_meanwhile(unit: Unit, pack: Pack, grade: Grade | None) -> Refusal:
    """Return the refusal for the second of two: it tells what the first one decided."""
    if grade is None or not grade.grade:
        return late(unit.name)
    names = next((each.names for each in pack.grades.grades if each.id == grade.grade), None)
    return refuse(
        unit.name,
        sentence(
            "Somebody else decided this meanwhile: %(grade)s, minutes %(minutes)s.",
            grade=cases.Named({"zh-Hans": names.zh_hans, "zh-Hant": names.zh_hant, "en": names.en})
            if names
            else grade.grade,
            minutes=grade.meeting.minute_number if grade.meeting else "—",
        ),
        sentence("Load the page again to see the decision."),
    )
