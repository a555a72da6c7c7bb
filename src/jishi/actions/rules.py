"""The rules engine: every rule of the pack over the whole tree at once, on the registers and facts of a day.

It runs when something was imported or changed, every night (:mod:`jishi.actions.night`), and when somebody asks.
Only the formulas of the rules are computed; what they find is compared with what was open before, so that what is
mended closes itself.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from jishi.actions.assess import engine_of, frame_of
from jishi.actions.jobs import Progress, job
from jishi.actions.programme import pack_of
from jishi.actions.registers import moment_of, snapshot_with
from jishi.actions.rows_behind import rows_behind_rules
from jishi.core.access import OPERATOR
from jishi.core.columns import Snapshot
from jishi.core.errors import refuse, sentence
from jishi.core.result import Result
from jishi.packs.lower import lower
from jishi.packs.pack import Pack, rules_on
from jishi.packs.schema.rules import Rule
from jishi.packs.scopes import is_scoped
from jishi.store import clock, violations
from jishi.store.home import current
from jishi.store.lock import hold
from jishi.store.models.assess import Round
from jishi.store.models.office import Account, Event
from jishi.store.queries import rounds
from jishi.store.transact import action
from jishi.store.violations import Broken

JUDGED = "scoreable"
NOBODY: NDArray[np.int64] = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Checked:
    """What a check came to.

    Attributes:
        on: the day that was checked.
        units, rules: how many were looked at.
        opened, closed, open: violations that are new, mended, and open now.
        unanswered: how many units are asked while nobody has answered anything in the round; 0 = somebody has.
    """

    on: date
    units: int
    rules: int
    opened: int
    closed: int
    open: int
    unanswered: int = 0


def check(actor: Account | None = None, on: date | None = None, engine: str = "native") -> Checked:
    """Check every rule of the current round's pack for every unit.

    While the round has not one answer, what asks for answers is neither found nor mended: nobody was asked yet.

    Args:
        actor: who asked; None = the command line or the night.
        on: the day; None = today (in a demo, whose year is over, a day of that year).
        engine: which engine computes.

    Raises:
        Refusal: no round was ever opened, or its pack changed.
    """
    round_ = round_of_rules()
    if round_ is None:
        raise refuse("rules", sentence("No round is open."), sentence("Open a cycle first."))
    pack = pack_of(round_.cycle)
    on = on or day_of(round_)
    # Each check compares with what the one before it kept: two at once would open and close at cross purposes.
    with hold(current().path / "locks" / "rules", wait=True):
        seen = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
        snapshot = register_on(round_, pack, on)
        found = broken(pack, snapshot, on, engine)
        waiting = () if round_.facts.exists() else asking(pack, on)
        asked = [each.units for each in found if each.rule in waiting]
        found = [each for each in found if each.rule not in waiting]
        behind = rows_behind_rules(pack, found, moment_of(round_, on))
        with action(actor, "rules.check", "rules", content={"on": on.isoformat()}) as event:
            change = violations.keep([*found, *behind], on, clock.now(), waiting)
            event.note(on=on.isoformat(), opened=change.opened, closed=change.closed, open=change.open, seen=seen)
    unanswered = len(np.unique(np.concatenate([NOBODY, *asked])))
    return Checked(on, len(snapshot), len(found), change.opened, change.closed, change.open, unanswered)


def asking(pack: Pack, on: date) -> tuple[str, ...]:
    """Return the rules of the day that ask for answers: those that name no kind or level."""
    return tuple(rule.id for rule in rules_on(pack, on) if not is_scoped(rule))


def round_of_rules() -> Round | None:
    """Return the round whose facts count: the one that goes on, else the last of which anything is known."""
    return rounds.current(OPERATOR)


def pack_of_rules() -> Pack | None:
    """Return the pack whose rules are checked; None = no round was ever opened."""
    round_ = round_of_rules()
    return pack_of(round_.cycle) if round_ else None


def day_of(round_: Round) -> date:
    """Return the day that is checked: today; in a demo at the latest the day of the round's tree."""
    today = clock.today()
    return min(today, round_.tree_on) if settings.JISHI_DEMO else today


def register_on(round_: Round, pack: Pack, on: date) -> Snapshot:
    """Return facts of the round and what the registers say on a day, for units that stand nowhere too."""
    frame = replace(frame_of(round_, pack), tree_on=on, loose=True)
    return snapshot_with(frame, pack, moment_of(round_, on))


def broken(pack: Pack, snapshot: Snapshot, on: date, engine: str = "native") -> list[Broken]:
    """Return each rule that holds on the day with the units that break it.

    A rule that names no kind or level asks for answers; only units that a standard judges are asked.
    """
    rules = list(rules_on(pack, on))
    if not len(snapshot) or not rules:
        return [_broken(rule, NOBODY) for rule in rules]
    compute = engine_of(engine)
    wanted = [JUDGED, *(f"rule:{rule.id}" for rule in rules)]
    result = compute(replace(lower(pack, on), figures=()), snapshot, wanted)  # type: ignore[call-arg]
    judged = result.columns[JUDGED].valid
    return [_broken(rule, snapshot.tree.id[_rows(rule, result, judged)]) for rule in rules]


def _rows(rule: Rule, result: Result, judged: NDArray[np.bool_]) -> NDArray[np.bool_]:
    column = result.columns[f"rule:{rule.id}"]
    hit = column.valid & (column.values == 1)
    return hit if is_scoped(rule) else hit & judged


def _broken(rule: Rule, units: NDArray[np.int64]) -> Broken:
    return Broken(rule.id, rule.severity, rule.mends or "", units)


@job("rules")
def work(progress: Progress) -> dict[str, Any]:
    """Check the rules as a job."""
    asked = progress.parameters.get("account")
    progress.begin(1, sentence("Checking every rule …"))
    done = check(Account.objects.get(pk=asked) if asked else None)
    return {"opened": done.opened, "closed": done.closed, "open": done.open}
