"""Enter a problem, decide on what was proposed, strike off what is solved, pass up what a level cannot solve."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from jishi.actions.improve.ground import called, digest_of, improvement, pack_now, round_now, tidy
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.errors import refuse, sentence
from jishi.core.improve import plans
from jishi.core.improve import problems as decisions
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.improve import Call, Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import improve, units
from jishi.store.transact import action, change, late


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        kind: id of the pack's kind.
        source: where it came from.
        severity, urgency: 1 to 3.
        found_on: None = today.
    """

    text: str
    kind: str
    source: str = "inspection"
    severity: int = 1
    urgency: int = 1
    found_on: date | None = None


@dataclass(frozen=True)
class Reply:
    """What the level above answers.

    Attributes:
        help, helper, help_due_on: what help or money comes, from whom, by when; empty = none.
    """

    text: str
    help: str = ""
    helper: str = ""
    help_due_on: date | None = None


def enter(by: By, unit: Unit, found: Found) -> Problem:
    """Enter a problem of a unit; it is open at once, because somebody saw it.

    Raises:
        Refusal: the role does not allow it, the text is empty, the kind or the degrees are unknown, it was found
            in the future, or the unit works on as many problems as the pack allows.
    """
    content = {"unit": unit.pk, **found.__dict__}
    with action(by.actor, "problem.enter", key=by.key, content=content) as event:
        if event.repeated:
            return Problem.objects.get(pk=event.result["problem"])
        refuse_outside(by, unit)
        pack = pack_now()
        on = found.found_on or clock.today()
        _check(pack, unit, found, on)
        plans.refuse_too_many(called(unit), improve.open_count(unit), improvement(pack).open_most)
        text = tidy(called(unit), found.text)
        row = Problem.objects.create(
            unit=unit,
            round=round_now(),
            kind=found.kind,
            source=found.source,
            severity=found.severity,
            urgency=found.urgency,
            priority=decisions.priority(found.severity, found.urgency),
            text=text,
            found_on=on,
            digest=digest_of(text, unit),
        )
        event.about(row)
        event.note(unit=unit.pk, kind=found.kind, source=found.source)
        event.result = {"problem": row.pk}
    return row


def _check(pack: Pack, unit: Unit, found: Found, on: date) -> None:
    if not found.text.strip():
        raise refuse(called(unit), sentence("The problem is missing."), sentence("Write what was found."))
    if found.kind not in {str(kind.id) for kind in improvement(pack).kinds}:
        raise refuse(
            called(unit),
            sentence("The pack has no such kind of problem."),
            sentence("Choose one from the list."),
        )
    if found.source not in Problem.Source.values:
        raise refuse(
            called(unit), sentence("Nobody says where it was found."), sentence("Choose the source from the list.")
        )
    if on > clock.today():
        raise refuse(
            called(unit),
            sentence("It cannot have been found in the future."),
            sentence("Choose today or an earlier day."),
        )


def standing_of(problem: Problem) -> decisions.Standing:
    """Return a problem as the core decides on it."""
    kept = Remedy.objects.filter(problem=problem).exclude(state=Remedy.State.DROPPED)
    states = list(kept.values_list("state", flat=True))
    return decisions.Standing(
        where=called(problem.unit),
        state=problem.state,
        found_on=problem.found_on,
        unsettled=sum(state != Remedy.State.VERIFIED for state in states),
        remedies=len(states),
    )


def decide(by: By, problem: Problem, version: int, step: decisions.Step) -> Problem:
    """Accept, reject, solve or reopen a problem.

    Raises:
        Refusal: the role does not allow it, it is not possible now, or somebody changed it meanwhile.
    """
    content = {"problem": problem.pk, "event": step.event, "reason": step.reason}
    with action(by.actor, f"problem.{step.event}", key=by.key, content=content) as event:
        if event.repeated:
            return problem
        refuse_outside(by, problem.unit)
        state = decisions.take(standing_of(problem), step)
        if state == Problem.State.OPEN:
            most = improvement(pack_now()).open_most
            plans.refuse_too_many(called(problem.unit), improve.open_count(problem.unit), most)
        over = state in (Problem.State.SOLVED, Problem.State.REJECTED)
        reason = tidy(called(problem.unit), step.reason)
        change(problem, version, state=state, closed_on=step.on if over else None, reason=reason)
        event.about(problem)
        event.note(unit=problem.unit_id, reason=bool(reason))
        event.result = {"problem": problem.pk}
    return problem


def pass_up(by: By, problem: Problem, text: str) -> Call:
    """Ask the unit above to solve what this level cannot; the clock begins today.

    Raises:
        Refusal: the role does not allow it, nobody stands above, it waits for an answer already, or it is over.
    """
    with action(by.actor, "problem.pass-up", key=by.key, content={"problem": problem.pk, "text": text}) as event:
        if event.repeated:
            return Call.objects.get(pk=event.result["call"])
        refuse_outside(by, problem.unit)
        above = _above(problem, by)
        text = tidy(called(problem.unit), text)
        if not text:
            raise refuse(
                called(problem.unit),
                sentence("Nothing is written."),
                sentence("Write what this level cannot solve, and what is needed."),
            )
        today = clock.today()
        earlier = tuple(call_of(each) for each in problem.calls.select_related("above"))
        term = today + timedelta(days=improvement(pack_now()).answer_days)
        wanted = decisions.pass_up(standing_of(problem), earlier, decisions.Call(called(problem.unit), today, term))
        call = _kept(problem, above, text, wanted)
        event.about(call)
        event.note(unit=problem.unit_id, above=above.pk, due=call.due_on)
        event.result = {"call": call.pk}
    return call


def _kept(problem: Problem, above: Unit, text: str, wanted: decisions.Call) -> Call:
    try:
        with transaction.atomic():
            return Call.objects.create(
                problem=problem, above=above, text=text, asked_on=wanted.asked_on, due_on=wanted.due_on
            )
    except IntegrityError as error:
        raise late(called(problem.unit)) from error


def _above(problem: Problem, by: By) -> Unit:
    """Return who is asked next: the unit above the one that answered last without helping, else above the unit."""
    line = units.above(problem.unit)
    last = problem.calls.order_by("-asked_on", "-pk").first()
    codes = [each.pk for each in line]
    place = codes.index(last.above_id) if last and last.above_id in codes else len(codes) - 1
    if place == 0:
        raise refuse(
            called(problem.unit),
            sentence("Nobody stands above who could be asked."),
            sentence("Enter a remedy of your own, or reject the problem with a reason."),
        )
    return line[place - 1]


def call_of(call: Call) -> decisions.Call:
    """Return a call as the core decides on it."""
    return decisions.Call(called(call.above), call.asked_on, call.due_on, call.answered_on)


def answer(by: By, call: Call, version: int, reply: Reply) -> Call:
    """Answer a call: what was decided, what help or money comes, from whom, by when.

    Raises:
        Refusal: the role does not allow it at the unit that is asked, it is answered, or the promise has no giver
            or no day.
    """
    content = {"call": call.pk, **reply.__dict__}
    with action(by.actor, "problem.answer", key=by.key, content=content) as event:
        if event.repeated:
            return call
        refuse_outside(by, call.above)
        today = clock.today()
        given = any((reply.help.strip(), reply.helper.strip(), reply.help_due_on))
        helps = (reply.help, reply.helper, reply.help_due_on) if given else None
        decisions.answer(call_of(call), today, reply.text, helps=helps)
        change(
            call,
            version,
            answer=tidy(called(call.above), reply.text),
            answered_on=today,
            help=reply.help.strip()[:300],
            helper=reply.helper.strip()[:200],
            help_due_on=reply.help_due_on,
        )
        event.about(call)
        event.note(unit=call.problem.unit_id, above=call.above_id)
        event.result = {"call": call.pk}
    return call
