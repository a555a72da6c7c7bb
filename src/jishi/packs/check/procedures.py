"""Do the steps of a procedure hang together, do its examples hold, and may a local pack change it so?"""

from collections.abc import Iterator, Sequence
from datetime import date

from jishi.core import cases
from jishi.core.calendar import WorkCalendar
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.packs.check.references import unknown
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of, procedure_of, share_of
from jishi.packs.schema.procedures import Gate, Procedure, Trial

#: What the program itself does with grades; a procedure about grades that lacks one could never be finished.
OF_GRADES = ("answer", "approve", "change", "return", "publish", "decide", "reopen")
#: What the program does with reviews of secretaries.
OF_POSTS = ("hear", "remove", "keep", "withdraw")
OF_AWARDS = ("approve", "reject", "withdraw", "publish", "take-back", "uphold", "decide")
_MOST_PRIVATE = 2
_NEEDS = {"given": ("of",), "none-open": ("of",), "share": ("of", "among"), "apart": ("step",), "term-over": ()}


def check_procedures(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every procedure that cannot be run as it is written, and for every failed example."""
    try:
        calendar = calendar_of(pack)
    except Refusal as refusal:
        for complaint in refusal.complaints:
            assert pack.calendar is not None, "only what is written contradicts itself"
            spot = pack.calendar.position.spot
            yield Complaint(f"{spot} › {complaint.where}", complaint.what, complaint.fix)
        return
    for procedure in pack.procedures:
        wrong = [*_names(procedure), *_reached(procedure), *_award(pack, procedure)]
        yield from wrong
        if not wrong:
            for trial in procedure.worked:
                yield from _tried(procedure_of(procedure), trial, calendar)


def _names(procedure: Procedure) -> Iterator[Complaint]:
    steps = [str(step.id) for step in procedure.steps]
    for move in procedure.moves:
        for key, named in (("from", move.sources), ("to", (move.to,))):
            for name in named:
                if name not in steps:
                    yield unknown(move.position.of(key), name, sentence("steps"), steps)
        for gate in move.gates:
            yield from _gate(gate, steps)
        if move.by == "time" and not all(s.term for s in procedure.steps if s.id in move.sources):
            yield move.position.of("from").complaint(
                sentence('"%(id)s" happens by itself, but a step that it leaves has no term.', id=move.id),
                sentence("Give the step a term, or say who makes it."),
            )
    moves = [str(move.id) for move in procedure.moves]
    for name in OF_POSTS if procedure.about == "post" else ():
        if name not in moves:
            yield procedure.position.of("moves").complaint(
                sentence('The procedure about posts has no move "%(id)s".', id=name),
                sentence("Add it under moves:; the page of reviews is built on it."),
            )
    for name in OF_GRADES if procedure.about == "grade" else ():
        if name not in moves:
            yield procedure.position.of("moves").complaint(
                sentence('The procedure for grades has no move "%(id)s".', id=name),
                sentence("Add it under moves:; the pages of the review are built on it."),
            )


def _award(pack: Pack, procedure: Procedure) -> Iterator[Complaint]:
    if procedure.about != "award":
        return
    if procedure.award is None:
        yield procedure.position.of("about").complaint(
            sentence('The procedure "%(id)s" is about an award and does not say which.', id=procedure.id),
            sentence("Add award: with names, share, notice and published."),
        )
        return
    award, moves = procedure.award, [str(move.id) for move in procedure.moves]
    for name in OF_AWARDS:
        if name not in moves:
            yield procedure.position.of("moves").complaint(
                sentence('The procedure for an award has no move "%(id)s".', id=name),
                sentence("Add it under moves:; the page of the commendation is built on it."),
            )
    fitting = [str(each.id) for each in pack.publications if each.what == "award"]
    for key in ("notice", "published"):
        if getattr(award, key) not in fitting:
            yield unknown(award.position.of(key), getattr(award, key), sentence("publications of awards"), fitting)
    for name in award.facts:
        fact = pack.fact_by_id.get(name)
        if fact is not None and fact.privacy >= _MOST_PRIVATE:
            yield award.position.of("facts").complaint(
                sentence('"%(name)s" is personal; it stands beside no candidate.', name=name),
                sentence("Choose facts that everybody inside may read."),
            )
    if not 0 < award.share <= 100:
        yield award.position.of("share").complaint(
            sentence("This is no percentage."), sentence("Write a number from 0 to 100.")
        )


def _gate(gate: Gate, steps: Sequence[str]) -> Iterator[Complaint]:
    for key in _NEEDS[gate.kind]:
        if getattr(gate, key) is None:
            yield gate.position.spot.complaint(
                sentence('The gate "%(id)s" says nothing under "%(key)s".', id=gate.id, key=key),
                sentence("Add it, or choose another kind."),
            )
    if gate.kind == "share" and share_of(gate) is None:
        yield gate.position.spot.complaint(
            sentence('The gate "%(id)s" does not say how large the part must be.', id=gate.id),
            sentence('Add at_least: "2/3" or more_than: "1/2", in quotes.'),
        )
    if gate.kind == "apart" and gate.step is not None and gate.step not in steps:
        yield unknown(gate.position.of("step"), gate.step, sentence("steps"), steps)


def _reached(procedure: Procedure) -> Iterator[Complaint]:
    reached, waiting = set(), [str(procedure.steps[0].id)] if procedure.steps else []
    while waiting:
        now = waiting.pop()
        reached.add(now)
        waiting += [m.to for m in procedure.moves if now in m.sources and m.to not in reached]
    for step in procedure.steps:
        if step.id not in reached:
            yield step.position.spot.complaint(
                sentence('No move leads to the step "%(id)s".', id=step.id),
                sentence("Add a move that leads there, or delete the step."),
            )
        elif not step.final and not any(step.id in move.sources for move in procedure.moves):
            yield step.position.spot.complaint(
                sentence('No move leads on from the step "%(id)s".', id=step.id),
                sentence("Add a move that leaves it, or write final: true."),
            )
    if not any(step.final for step in procedure.steps):
        yield procedure.position.of("steps").complaint(
            sentence('The procedure "%(id)s" has no end.', id=procedure.id),
            sentence("Write final: true at the step with which it ends."),
        )


def _tried(procedure: cases.Procedure, trial: Trial, calendar: WorkCalendar) -> Iterator[Complaint]:
    spot = trial.position.spot
    try:
        case, found = _run(procedure, trial, calendar)
    except Refusal as refusal:
        yield from (Complaint(f"{spot} › {each.where}", each.what, each.fix) for each in refusal.complaints)
        return
    if found or trial.refused:
        if trial.refused not in found:
            yield _fails(spot, trial, trial.refused or "-", ", ".join(found) or "-")
        return
    if trial.stands is not None and case.step != trial.stands:
        yield _fails(spot, trial, trial.stands, case.step)
    if trial.due is not None and case.due != trial.due:
        yield _fails(spot, trial, trial.due.isoformat(), case.due.isoformat() if case.due else "-")


def _run(procedure: cases.Procedure, trial: Trial, calendar: WorkCalendar) -> tuple[cases.Case, list[str]]:
    """Return where the example stands after its events, and why its last one was refused."""
    case = cases.begin(procedure, trial.begins, calendar)
    last: date = trial.events[-1].day if trial.events else trial.begins
    for happening in trial.events:
        move = procedure.move(happening.move)
        clock = cases.Clock(happening.day, calendar)
        event = cases.Event(
            move=happening.move,
            on=happening.day,
            by=move.by if move else "office",
            given=happening.given,
            reason="…" if happening.reason else "",
            evidence=happening.evidence,
        )
        now = cases.standing(procedure, case, clock)
        found = [fault.code for fault in cases.faults(procedure, now, event, clock)]
        if found:
            return case, found
        case = cases.advance(procedure, case, event, clock, trial.name)
    return cases.standing(procedure, case, cases.Clock(trial.today or last, calendar)), []


def _fails(spot: Spot, trial: Trial, wanted: str, found: str) -> Complaint:
    return spot.complaint(
        sentence('"%(name)s": expected %(wanted)s, found %(found)s.', name=trial.name, wanted=wanted, found=found),
        sentence("Correct the example, or the procedure."),
    )
