"""The main job as a job: asked for on a page or typed as a command, it is the same work."""

from typing import Any

from jishi.actions.assess import Order, assess
from jishi.actions.jobs import Progress, ask, job
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.store import access, clock
from jishi.store.models.assess import Round
from jishi.store.models.office import Account, Job

KIND = "assess"


def send(actor: Account, round_: Round, *, key: str = "") -> Job:
    """Ask for a run of a round; the same key asks once."""
    return ask(KIND, {"round": round_.pk, "account": actor.pk}, actor, key=key)


@job(KIND)
def work(progress: Progress) -> dict[str, Any]:
    """Assess a round; the command line names no account."""
    wanted = progress.parameters
    asker = Account.objects.get(pk=wanted["account"]) if "account" in wanted else None
    if asker:
        # Looked up again: a grant may have ended while the job waited.
        _refuse_stranger(access.scope_of(asker, clock.today()))
    round_ = Round.objects.select_related("cycle").get(pk=wanted["round"])
    order = Order(round_, wanted.get("engine", "native"), asker, key=f"job-{progress.job.pk}")
    return {"run": assess(order, progress.tell).pk}


def _refuse_stranger(scope: Scope) -> None:
    if not scope.has("assess"):
        raise refuse(
            KIND,
            sentence("Your role does not start runs."),
            sentence("Ask the office that grades."),
        )
