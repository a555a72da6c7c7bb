"""What a branch says to its proposal, and what it sends again after a return."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.actions.cases.ground import Docket, committee_of, said_meanwhile
from jishi.actions.people.ground import By
from jishi.actions.self_assessment import may_enter
from jishi.core import cases
from jishi.core.errors import refuse, sentence
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Answer
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.transact import action, change

LONGEST = 2000


@dataclass(frozen=True)
class Said:
    """What the branch says.

    Attributes:
        agrees: it agrees with its proposal.
        text: why not; or what was mended.
        evidence: a paper that shows it.
        paper: it came on paper, and somebody types it in.
    """

    agrees: bool
    text: str = ""
    evidence: Evidence | None = None
    paper: bool = False


def answer(by: By, docket: Docket, unit: Unit, said: Said) -> Grade:
    """Keep a branch's answer; with it the proposal goes to the committee.

    Raises:
        Refusal: not theirs to answer, the five days are over, it has answered, or it disagrees without a word.
    """
    content = {"unit": unit.pk, "round": docket.round.pk, "agrees": said.agrees, "text": said.text}
    with action(by.actor, "grade.answer", key=by.key, content=content) as event:
        if event.repeated:
            return Grade.objects.get(pk=event.result["grade"])
        _may_speak(by, unit)
        _judged(docket, unit)
        text = _words(unit, said)
        grade = Grade.objects.filter(round=docket.round, unit=unit).first()
        happening = cases.Event("answer", by.day, "unit")
        case = docket.case(grade, by.day)
        case = cases.advance(docket.procedure, case, happening, docket.clock(by.day), unit.name)
        kept = Answer(
            unit=unit,
            round=docket.round,
            run=docket.opening.run,
            agrees=said.agrees,
            text=text,
            evidence=said.evidence,
            paper=said.paper,
            on=by.day,
        )
        grade = _first(docket, unit, case)
        kept.save()
        event.about(kept, grade)
        event.note(unit=unit.pk, round=docket.round.pk, agrees=said.agrees)
        event.result = {"grade": grade.pk}
    return grade


def mend(by: By, docket: Docket, grade: Grade, version: int, said: Said) -> Grade:
    """Send a returned proposal to the committee again, with what was mended.

    Raises:
        Refusal: not theirs, it was not returned, nothing is said, or somebody changed it meanwhile.
    """
    unit = grade.unit
    content = {"grade": grade.pk, "text": said.text, "version": version}
    with action(by.actor, "grade.mend", key=by.key, content=content) as event:
        if event.repeated:
            return grade
        _may_speak(by, unit)
        text = said.text.strip()[:LONGEST]
        if not text:
            raise refuse(unit.name, sentence("Nothing is written."), sentence("Write what was mended."))
        happening = cases.Event("mend", by.day, "unit")
        case = cases.advance(
            docket.procedure, docket.case(grade, by.day), happening, docket.clock(by.day), unit.name
        )
        change(grade, version, state=case.step, since=case.since, due=case.due)
        kept, made = Answer.objects.get_or_create(
            round=docket.round,
            unit=unit,
            defaults={"run": docket.opening.run, "agrees": True, "text": text, "on": by.day, "paper": said.paper},
        )
        if not made:
            change(kept, kept.version, text=text, on=by.day, evidence=said.evidence or kept.evidence)
        event.about(grade, kept)
        event.note(unit=unit.pk, round=docket.round.pk)
    return grade


def _may_speak(by: By, unit: Unit) -> None:
    if not may_enter(by.scope, unit):
        raise refuse(
            unit.name,
            sentence("Your role does not speak for this unit."),
            sentence("Ask its secretary, or the clerk of the committee above."),
        )


def _judged(docket: Docket, unit: Unit) -> None:
    if not docket.results.judged(unit.pk):
        raise Unit.DoesNotExist


def _words(unit: Unit, said: Said) -> str:
    text = said.text.strip()[:LONGEST]
    if not said.agrees and not text:
        raise refuse(
            unit.name,
            sentence("The branch disagrees, and nothing says why."),
            sentence("Write which fact is wrong, and what shows it."),
        )
    return text


def _first(docket: Docket, unit: Unit, case: cases.Case) -> Grade:
    try:
        with transaction.atomic():
            return Grade.objects.create(
                unit=unit,
                round=docket.round,
                committee=committee_of(docket.pack, unit),
                run=docket.opening.run,
                proposed=docket.proposal(unit.pk),
                state=case.step,
                since=case.since,
                due=case.due,
            )
    except IntegrityError as error:
        # Somebody else answered or decided in the same moment; the database is the last to say so.
        raise said_meanwhile(unit, docket.pack, Grade.objects.get(round=docket.round, unit=unit)) from error
