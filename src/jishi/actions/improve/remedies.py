"""Plan a remedy, report progress with evidence, let somebody else verify; it is published with the plan."""

from dataclasses import dataclass
from datetime import date

from jishi.actions.improve.ground import called, digest_of, tidy
from jishi.actions.improve.photos import keep
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.errors import refuse, sentence
from jishi.core.improve import remedies as decisions
from jishi.store import clock
from jishi.store.models.improve import Problem, Progress, Remedy
from jishi.store.models.org import Unit
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Wish:
    """What is to be done.

    Attributes:
        problem: None = it answers none yet; then it stands on the list of orphans and cannot be published.
        due_on, responsible: may be empty while it is a draft.
    """

    text: str
    problem: Problem | None = None
    goal: str = ""
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Told:
    """What is reported of a remedy.

    Attributes:
        share: per cent.
        file, name: evidence: a photograph or a document; empty = none.
    """

    share: int
    text: str
    file: bytes = b""
    name: str = ""


def plan(by: By, unit: Unit, wish: Wish) -> Remedy:
    """Enter a remedy of a unit.

    Raises:
        Refusal: the role does not allow it, nothing is to be done, the deadline is past, or the problem is
            another unit's or over.
    """
    content = {"unit": unit.pk, "text": wish.text, "problem": wish.problem.pk if wish.problem else 0}
    with action(by.actor, "remedy.plan", key=by.key, content=content) as event:
        if event.repeated:
            return Remedy.objects.get(pk=event.result["remedy"])
        refuse_outside(by, unit)
        _refuse_foreign(unit, wish)
        decisions.plan(elements(unit, wish), clock.today())
        text = tidy(called(unit), wish.text)
        row = Remedy.objects.create(
            unit=unit,
            problem=wish.problem,
            text=text,
            goal=tidy(called(unit), wish.goal),
            responsible=wish.responsible.strip()[:100],
            since=clock.today(),
            due_on=wish.due_on,
            digest=digest_of(text, unit),
        )
        event.about(row)
        event.note(unit=unit.pk, due=wish.due_on)
        event.result = {"remedy": row.pk}
    return row


def amend(by: By, remedy: Remedy, version: int, wish: Wish) -> Remedy:
    """Change a remedy that is not published yet.

    Raises:
        Refusal: as for :func:`plan`; or it is published, or somebody changed it meanwhile.
    """
    content = {"remedy": remedy.pk, "text": wish.text, "due": wish.due_on, "responsible": wish.responsible}
    with action(by.actor, "remedy.amend", key=by.key, content=content) as event:
        if event.repeated:
            return remedy
        refuse_outside(by, remedy.unit)
        _refuse_foreign(remedy.unit, wish)
        if remedy.state != Remedy.State.PLANNED:
            raise refuse(
                called(remedy.unit),
                sentence("What was published is not changed any more."),
                sentence("Drop it with a reason, and enter another one."),
            )
        decisions.plan(elements(remedy.unit, wish), clock.today())
        text = tidy(called(remedy.unit), wish.text)
        change(
            remedy,
            version,
            problem=wish.problem,
            text=text,
            goal=tidy(called(remedy.unit), wish.goal),
            responsible=wish.responsible.strip()[:100],
            due_on=wish.due_on,
            digest=digest_of(text, remedy.unit),
        )
        event.about(remedy)
        event.result = {"remedy": remedy.pk}
    return remedy


def _refuse_foreign(unit: Unit, wish: Wish) -> None:
    if wish.problem is not None and (wish.problem.unit_id != unit.pk or wish.problem.state != Problem.State.OPEN):
        raise refuse(
            called(unit),
            sentence("This is no open problem of the unit."),
            sentence("Choose one from the list."),
        )


def elements(unit: Unit, wish: Wish) -> decisions.Elements:
    """Return the four elements of a remedy; a problem from a low indicator is named by the indicator."""
    problem = wish.problem
    said = problem.text or problem.indicator if problem else ""
    return decisions.Elements(called(unit), said, wish.text, wish.due_on, wish.responsible)


def wish_of(remedy: Remedy) -> Wish:
    """Return what a remedy says."""
    return Wish(remedy.text, remedy.problem, remedy.goal, remedy.responsible, remedy.due_on)


def standing_of(remedy: Remedy) -> decisions.Standing:
    """Return a remedy as the core decides on it."""
    reports = list(remedy.progress.filter(act="report").values_list("by_id", "evidence_id"))
    return decisions.Standing(
        where=called(remedy.unit),
        state=remedy.state,
        since=remedy.since,
        reporters=frozenset(by for by, _evidence in reports),
        has_evidence=any(evidence for _by, evidence in reports),
    )


def link(by: By, remedy: Remedy, version: int, problem: Problem) -> Remedy:
    """Say which problem a remedy answers that answered none (R09).

    Raises:
        Refusal: the role does not allow it, the problem is another unit's or over, or the remedy answers one.
    """
    with action(by.actor, "remedy.link", key=by.key, content={"remedy": remedy.pk, "problem": problem.pk}) as event:
        if event.repeated:
            return remedy
        refuse_outside(by, remedy.unit)
        _refuse_foreign(remedy.unit, Wish(remedy.text, problem))
        if remedy.problem_id is not None:
            raise refuse(
                called(remedy.unit),
                sentence("This remedy answers a problem already."),
                sentence("Load the page again to see which."),
            )
        change(remedy, version, problem=problem)
        event.about(remedy)
        event.note(unit=remedy.unit_id, problem=problem.pk)
        event.result = {"remedy": remedy.pk}
    return remedy


def report(by: By, remedy: Remedy, version: int, told: Told) -> Progress:
    """Report how far a remedy is; with 100 per cent it is done and waits to be verified.

    Raises:
        Refusal: the role does not allow it, it is over, or the file is too large or of no known kind.
    """
    content = {"remedy": remedy.pk, "share": told.share, "text": told.text, "file": len(told.file)}
    with action(by.actor, "remedy.report", key=by.key, content=content) as event:
        if event.repeated:
            return Progress.objects.get(pk=event.result["progress"])
        refuse_outside(by, remedy.unit)
        today = clock.today()
        state = decisions.report(standing_of(remedy), told.share, told.text, today)
        file = keep(told.file, told.name) if told.file else None
        row = Progress.objects.create(
            remedy=remedy,
            act="report",
            on=today,
            share=told.share,
            text=tidy(called(remedy.unit), told.text),
            by=by.actor,
            evidence=file,
        )
        done = today if state == Remedy.State.DONE else None
        change(remedy, version, state=state, share=told.share, done_on=done)
        event.about(remedy, row)
        event.note(unit=remedy.unit_id, share=told.share, file=file.digest if file else "")
        event.result = {"progress": row.pk}
    return row


def verify(by: By, remedy: Remedy, version: int, text: str = "") -> Remedy:
    """Say that a remedy is done: somebody else than who reported it, and with evidence.

    Raises:
        Refusal: it is not reported done, has no evidence, or the same person reported it.
    """
    with action(by.actor, "remedy.verify", key=by.key, content={"remedy": remedy.pk, "text": text}) as event:
        if event.repeated:
            return remedy
        refuse_outside(by, remedy.unit)
        state = decisions.verify(standing_of(remedy), by.actor.pk if by.actor else None)
        row = _said(by, remedy, "verify", text)
        change(remedy, version, state=state, verified_on=row.on)
        event.about(remedy, row)
        event.note(unit=remedy.unit_id)
        event.result = {"remedy": remedy.pk}
    return remedy


def send_back(by: By, remedy: Remedy, version: int, reason: str) -> Remedy:
    """Say that a remedy is not done after all; it runs on.

    Raises:
        Refusal: it is not reported done, or no reason is given.
    """
    with action(by.actor, "remedy.return", key=by.key, content={"remedy": remedy.pk, "text": reason}) as event:
        if event.repeated:
            return remedy
        refuse_outside(by, remedy.unit)
        state = decisions.send_back(standing_of(remedy), remedy.published_on, reason)
        row = _said(by, remedy, "return", reason)
        change(remedy, version, state=state, done_on=None, verified_on=None)
        event.about(remedy, row)
        event.note(unit=remedy.unit_id)
        event.result = {"remedy": remedy.pk}
    return remedy


def drop(by: By, remedy: Remedy, version: int, reason: str) -> Remedy:
    """Give a remedy up.

    Raises:
        Refusal: it is over already, or no reason is given.
    """
    with action(by.actor, "remedy.drop", key=by.key, content={"remedy": remedy.pk, "text": reason}) as event:
        if event.repeated:
            return remedy
        refuse_outside(by, remedy.unit)
        state = decisions.drop(standing_of(remedy), reason)
        row = _said(by, remedy, "drop", reason)
        change(remedy, version, state=state)
        event.about(remedy, row)
        event.note(unit=remedy.unit_id)
        event.result = {"remedy": remedy.pk}
    return remedy


def _said(by: By, remedy: Remedy, act: str, text: str) -> Progress:
    text = tidy(called(remedy.unit), text)
    on = clock.today()
    return Progress.objects.create(remedy=remedy, act=act, on=on, share=remedy.share, text=text, by=by.actor)
