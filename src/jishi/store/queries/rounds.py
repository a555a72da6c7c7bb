"""Cycles, rounds and runs. They belong to the whole tree: whoever has a grant sees that they exist."""

from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store import answering, clock
from jishi.store.models.assess import Cycle, FactValue, Round, Run

# Of older rounds nobody asks whether anything was said in them.
_LOOKED_AT = 12


def cycles(scope: Scope) -> QuerySet[Cycle]:
    """Return the cycles, the latest first."""
    found = Cycle.objects.order_by("-starts_on", "-code")
    return found if sees(scope) else found.none()


def rounds(scope: Scope) -> QuerySet[Round]:
    """Return the rounds with their cycles, the latest first."""
    found = Round.objects.select_related("cycle").order_by("-opens_on", "-number")
    return found if sees(scope) else found.none()


def one(scope: Scope, cycle: str, number: int) -> Round:
    """Return the round of a cycle's code and its number.

    Raises:
        Round.DoesNotExist: there is none, or the scope sees nothing.
    """
    return rounds(scope).get(cycle__code=cycle, number=number)


def latest(scope: Scope) -> Round | None:
    """Return the round that has opened last; before the first one opens, the first."""
    found = rounds(scope)
    return found.filter(opens_on__lte=clock.today()).first() or found.last()


def current(scope: Scope) -> Round | None:
    """Return the round that is going on; else the last one of which anything is known."""
    return answering.once(("round", sees(scope)), lambda: _current(scope))


def _current(scope: Scope) -> Round | None:
    today = clock.today()
    for each in rounds(scope).filter(opens_on__lte=today)[:_LOOKED_AT]:
        if each.closes_on >= today or FactValue.objects.filter(round=each).exists():
            return each
    return latest(scope)


def runs(scope: Scope, round_: Round | None = None) -> QuerySet[Run]:
    """Return the runs, of one round or of all, the latest first."""
    found = Run.objects.select_related("round__cycle", "asked_by").order_by("-created_at", "-pk")
    if not sees(scope):
        return found.none()
    return found.filter(round=round_) if round_ else found


def latest_run(scope: Scope, round_: Round) -> Run | None:
    """Return the round's last finished run."""
    return runs(scope, round_).filter(state=Run.State.DONE).first()


def sees(scope: Scope) -> bool:
    """Say whether the scope holds anything at all."""
    return scope.everything or bool(scope.holdings)
