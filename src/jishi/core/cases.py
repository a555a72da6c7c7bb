"""Procedures as data: a state, an event and a date give the next state, or every reason why not.

A procedure is a list of steps and of moves between them. A move says who makes it, what must be there first (its
gates), and whether it needs a reason or evidence. A term is counted in days or in working days; a move ``by`` time
happens by itself on the day after the term. Nothing here knows what a procedure is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from jishi.core.calendar import WorkCalendar, months_before
from jishi.core.errors import Complaint, Refusal, Sentence, sentence
from jishi.core.names import Named, Names

By = Literal["unit", "committee", "above", "office", "time"]
GateKind = Literal["given", "share", "term-over", "none-open", "apart"]

NOBODY: Final = Named({})


@dataclass(frozen=True)
class Term:
    """How long a step lasts: so many days after the one on which it began."""

    days: int
    working: bool = True


@dataclass(frozen=True)
class Gate:
    """What must hold before a move.

    Attributes:
        kind: ``given`` = a matter is there; ``share`` = one number is a large enough part of another;
            ``term-over`` = the term of the step has ended; ``none-open`` = a number is 0; ``apart`` = long enough
            since a step.
        of: name of the matter or number.
        among: of a share, the whole.
        parts, whole, over: of a share, at least (or ``over``: more than) ``parts / whole``.
        step, months, days: of ``apart``, since which step, and how long.
    """

    id: str
    kind: GateKind
    names: Named = NOBODY
    of: str = ""
    among: str = ""
    parts: int = 1
    whole: int = 2
    over: bool = False
    step: str = ""
    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Step:
    """A state in which a case can be; a final one is the end, and is locked."""

    id: str
    names: Named = NOBODY
    term: Term | None = None
    final: bool = False


@dataclass(frozen=True)
class Move:
    """A way from some steps to another one.

    Attributes:
        by: who makes it; ``time`` = it happens by itself on the day after the term.
        reason, evidence: it needs one.
    """

    id: str
    sources: tuple[str, ...]
    to: str
    by: By
    names: Named = NOBODY
    gates: tuple[Gate, ...] = ()
    reason: bool = False
    evidence: bool = False


@dataclass(frozen=True)
class Procedure:
    """Steps, the first one first, and the moves between them."""

    id: str
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]
    names: Named = NOBODY

    def step(self, id: str) -> Step:
        """Return a step by its id.

        Raises:
            KeyError: there is none.
        """
        return {step.id: step for step in self.steps}[id]

    def move(self, id: str) -> Move | None:
        """Return a move by its id; None = there is none."""
        return next((move for move in self.moves if move.id == id), None)


@dataclass(frozen=True)
class Case:
    """One run of a procedure.

    Attributes:
        step: where it stands.
        since: the day on which it came there.
        due: the last day of the step's term; None = it has none.
        entered: step → the day on which it was entered last.
    """

    step: str
    since: date
    due: date | None = None
    entered: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """What somebody wants to do.

    Attributes:
        given: matter → a number; what is not named is 0.
    """

    move: str
    on: date
    by: By
    given: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    evidence: bool = False


@dataclass(frozen=True)
class Fault:
    """Why a move cannot be made.

    Attributes:
        code: ``order``, ``by``, ``date``, ``reason``, ``evidence``, or the id of a gate: for examples in packs.
    """

    code: str
    what: Sentence
    fix: Sentence


@dataclass(frozen=True)
class Clock:
    """What day it is, and which days are worked."""

    today: date
    calendar: WorkCalendar


def begin(procedure: Procedure, on: date, calendar: WorkCalendar) -> Case:
    """Return a case at the first step."""
    first = procedure.steps[0]
    return Case(first.id, on, _due(first, on, calendar), {first.id: on})


def standing(procedure: Procedure, case: Case, clock: Clock) -> Case:
    """Return the case as it stands today: where a term has passed, what happens by itself has happened."""
    now = case
    # Every step at most once: a circle of terms would turn for ever.
    for _ in procedure.steps:
        move = next((move for move in procedure.moves if move.by == "time" and now.step in move.sources), None)
        if move is None or now.due is None or clock.today <= now.due:
            return now
        now = _moved(procedure, now, move, now.due + timedelta(days=1), clock.calendar)
    return now


def moves_open(procedure: Procedure, case: Case, by: By) -> tuple[Move, ...]:
    """Return the moves that somebody can make from where a case stands; their gates may still be closed."""
    return tuple(move for move in procedure.moves if case.step in move.sources and move.by == by)


def advance(procedure: Procedure, case: Case, event: Event, clock: Clock, where: str) -> Case:
    """Return the case after an event.

    Args:
        procedure: the rules.
        case: as it was written down; what happens by itself is added here.
        event: what is asked for.
        clock: nothing happens in the future.
        where: how messages call the case.

    Raises:
        Refusal: with every reason why not.
    """
    now = standing(procedure, case, clock)
    found = list(faults(procedure, now, event, clock))
    if found:
        raise Refusal([Complaint(where, fault.what, fault.fix) for fault in found])
    move = procedure.move(event.move)
    assert move is not None, "a move that does not exist is a fault"
    return _moved(procedure, now, move, event.on, clock.calendar)


def faults(procedure: Procedure, case: Case, event: Event, clock: Clock) -> Iterator[Fault]:
    """Yield every reason why an event cannot happen now; nothing = it can."""
    move = procedure.move(event.move)
    if move is None or case.step not in move.sources:
        yield _out_of_order(procedure, case)
        return
    if event.by != move.by:
        yield Fault("by", sentence("This is not yours to decide."), sentence("Leave it to whoever must decide it."))
    yield from _dates(case, event, clock)
    if move.reason and not event.reason.strip():
        yield Fault("reason", sentence("No reason is given."), sentence("Say in a few words why."))
    if move.evidence and not event.evidence:
        yield Fault("evidence", sentence("There is no evidence."), sentence("Attach the paper that shows it."))
    for gate in move.gates:
        yield from _GATES[gate.kind](gate, case, event, clock.calendar)


def _out_of_order(procedure: Procedure, case: Case) -> Fault:
    ways = [move.names for move in procedure.moves if case.step in move.sources and move.by != "time"]
    what = sentence("This step is not next: it stands at “%(step)s”.", step=procedure.step(case.step).names)
    if not ways:
        return Fault("order", what, sentence("Nothing more is to be done."))
    return Fault("order", what, sentence("What can follow now: %(moves)s.", moves=Names(ways)))


def _dates(case: Case, event: Event, clock: Clock) -> Iterator[Fault]:
    if event.on > clock.today:
        yield Fault(
            "date",
            sentence("%(on)s lies in the future.", on=event.on.isoformat()),
            sentence("Enter it when it has happened."),
        )
    if event.on < case.since:
        yield Fault(
            "date",
            sentence("This day lies before the step that precedes it, %(first)s.", first=case.since.isoformat()),
            sentence("Correct the date."),
        )


def _moved(procedure: Procedure, case: Case, move: Move, on: date, calendar: WorkCalendar) -> Case:
    to = procedure.step(move.to)
    return Case(to.id, on, _due(to, on, calendar), {**case.entered, to.id: on})


def _due(step: Step, on: date, calendar: WorkCalendar) -> date | None:
    if step.term is None:
        return None
    if step.term.working:
        return calendar.add_working_days(on, step.term.days)
    return on + timedelta(days=step.term.days)


def unmet(move: Move, given: Mapping[str, int]) -> Iterator[Fault]:
    """Yield what a move lacks of that which is brought to it: things that must be there, and shares of them.

    Terms and dates are left out: it is asked of a move that was made, when what was brought is told anew.
    """
    for gate in move.gates:
        if gate.kind == "given":
            yield from _there(gate, given)
        elif gate.kind == "share":
            yield from _enough(gate, given)


def _given(gate: Gate, case: Case, event: Event, calendar: WorkCalendar) -> Iterator[Fault]:
    yield from _there(gate, event.given)


def _there(gate: Gate, given: Mapping[str, int]) -> Iterator[Fault]:
    if not given.get(gate.of, 0):
        yield Fault(
            gate.id,
            sentence("What is missing: %(what)s.", what=gate.names),
            sentence("Bring it in first, then come back to this step."),
        )


def _share(gate: Gate, case: Case, event: Event, calendar: WorkCalendar) -> Iterator[Fault]:
    yield from _enough(gate, event.given)


def _enough(gate: Gate, given: Mapping[str, int]) -> Iterator[Fault]:
    part, whole = given.get(gate.of, 0), given.get(gate.among, 0)
    left, right = part * gate.whole, whole * gate.parts
    if whole > 0 and (left > right or (left == right and not gate.over)):
        return
    asked = f"{gate.parts}/{gate.whole}"
    more = sentence("%(what)s: %(part)s of %(all)s; more than %(asked)s must be.")
    least = sentence("%(what)s: %(part)s of %(all)s; at least %(asked)s must be.")
    chosen = more if gate.over else least
    yield Fault(
        gate.id,
        Sentence(chosen.text, {"what": gate.names, "part": part, "all": whole, "asked": asked}),
        sentence("Meet again when enough are there, and enter that meeting."),
    )


def _term_over(gate: Gate, case: Case, event: Event, calendar: WorkCalendar) -> Iterator[Fault]:
    if case.due is not None and event.on <= case.due:
        yield Fault(
            gate.id,
            sentence("The term is not over: it ends with %(due)s.", due=case.due.isoformat()),
            sentence("Come back on the day after."),
        )


def _none_open(gate: Gate, case: Case, event: Event, calendar: WorkCalendar) -> Iterator[Fault]:
    count = event.given.get(gate.of, 0)
    if count:
        yield Fault(
            gate.id,
            sentence("%(what)s: %(count)s still open.", what=gate.names, count=count),
            sentence("Close each of them first."),
        )


def _apart(gate: Gate, case: Case, event: Event, calendar: WorkCalendar) -> Iterator[Fault]:
    entered = case.entered.get(gate.step)
    if entered is None:
        yield Fault(
            gate.id,
            sentence("What is missing: %(what)s.", what=gate.names),
            sentence("Bring it in first, then come back to this step."),
        )
        return
    early = months_before(event.on, gate.months) if gate.months else event.on - timedelta(days=gate.days)
    if early < entered:
        yield Fault(
            gate.id,
            sentence("%(what)s: not long enough since %(day)s.", what=gate.names, day=entered.isoformat()),
            sentence("Wait until the time has passed, then come back to this step."),
        )


_GATES: Final = {
    "given": _given,
    "share": _share,
    "term-over": _term_over,
    "none-open": _none_open,
    "apart": _apart,
}
