"""Put the proposals of a round before the branches, or take a newer run in their place."""

from jishi.actions.cases.ground import procedure_for_grades
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.core import cases
from jishi.core.errors import refuse, sentence
from jishi.packs.procedures import calendar_of
from jishi.store.models.assess import Run
from jishi.store.models.cases import Opening
from jishi.store.transact import action, change


def open_proposals(by: By, run: Run) -> Opening:
    """Show every branch of a round the proposal of a run; from now on they may answer. One row is written.

    Raises:
        Refusal: the role does not allow it, the run is not finished, or the proposals are open already.
    """
    round_ = run.round
    with action(by.actor, "review.open", key=by.key, content={"run": run.pk}) as event:
        if event.repeated:
            return Opening.objects.get(pk=event.result["opening"])
        _allowed(by, run)
        if Opening.objects.filter(round=round_).exists():
            raise refuse(
                str(round_),
                sentence("The proposals of this round are open already."),
                sentence("Take a newer run in their place instead."),
            )
        pack = pack_of(round_.cycle)
        begun = cases.begin(procedure_for_grades(pack), by.day, calendar_of(pack))
        found = Opening.objects.create(round=round_, run=run, opened_on=by.day, answer_until=begun.due or by.day)
        event.about(found)
        event.note(round=round_.pk, run=run.pk)
        event.result = {"opening": found.pk}
    return found


def take_newer(by: By, opening: Opening, version: int, run: Run) -> Opening:
    """Let a newer run of the round lie before the committees; what was decided keeps the run it was decided on.

    Raises:
        Refusal: the role does not allow it, the run is of another round, or somebody changed it meanwhile.
    """
    with action(by.actor, "review.take-newer", key=by.key, content={"run": run.pk}) as event:
        if event.repeated:
            return opening
        _allowed(by, run)
        if run.round_id != opening.round_id:
            raise refuse(
                str(opening.round),
                sentence("This run belongs to another round."),
                sentence("Choose a run of this round."),
            )
        change(opening, version, run=run)
        event.about(opening)
        event.note(round=opening.round_id, run=run.pk)
    return opening


def _allowed(by: By, run: Run) -> None:
    if not by.scope.has("assess"):
        raise refuse(
            str(run.round),
            sentence("Your role does not compute grades."),
            sentence("Leave it to the office that computes them."),
        )
    if run.state != Run.State.DONE:
        raise refuse(
            str(run.round), sentence("This run is not finished."), sentence("Wait until it is, or compute again.")
        )
