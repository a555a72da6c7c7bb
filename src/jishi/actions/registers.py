"""What the registers say of units: counts, and what follows from them (D41, D42), for all units or for one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from jishi.core.columns import Column, Snapshot
from jishi.core.derive import Moment
from jishi.core.tree import build
from jishi.engines import native
from jishi.packs.derived import derivations
from jishi.packs.follows import Following, follow_id, following, inputs
from jishi.packs.pack import Pack
from jishi.store import clock, frames
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries.derivations import derived, derived_of


def snapshot_with(frame: frames.Frame, pack: Pack, moment: Moment) -> Snapshot:
    """Return the facts of a frame with what the registers count on a day, and what follows from both."""
    snapshot = frames.snapshot(frame, lambda tree: derived(derivations(pack), tree, moment))
    return followed(pack, snapshot)


def followed(pack: Pack, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with the facts that follow from others, where nobody said them."""
    assessment = following(pack)
    if not assessment.formulas or not len(snapshot):
        return snapshot
    # Every engine gives the same to the bit, so the fastest does it.
    result = native.run(assessment, snapshot)
    facts = dict(snapshot.facts)
    for formula in assessment.formulas:
        fact, column = formula.id.removeprefix(follow_id("")), result.columns[formula.id]
        said = facts.get(fact, Column.empty(len(snapshot)))
        facts[fact] = Column.masked(np.where(said.valid, said.values, column.values), said.valid | column.valid)
    return replace(snapshot, facts=facts)


def known_of(
    unit: Unit, round_: Round, pack: Pack, wanted: Iterable[str], said: Mapping[str, int]
) -> dict[str, int]:
    """Return what the registers say today of one unit, for a page that shows it to be confirmed.

    Args:
        wanted: facts; those that nobody counts and that follow from nothing are passed over.
        said: what people said of the unit; it counts before the registers.
    """
    on = day_of(round_)
    moment = moment_of(round_, on)
    follow, asked = inputs(pack), set(wanted)
    read = asked | {fact for name in asked for fact in follow.get(name, ())}
    counted = {fact: how for fact, how in derivations(pack).items() if fact in read and fact not in said}
    facts = Following(pack).filled({**derived_of(counted, unit.pk, moment), **said})
    return {fact: value for fact, value in facts.items() if fact in asked and fact not in said}


def known_of_many(
    units: Collection[int], round_: Round, pack: Pack, wanted: Iterable[str], said: Mapping[int, Mapping[str, int]]
) -> dict[int, dict[str, int]]:
    """Return the same for many units by their ids, in as many queries as for one; counts of subtrees are left out.

    Args:
        said: unit → what people said of it.
    """
    moment = moment_of(round_, day_of(round_))
    follow, asked = inputs(pack), set(wanted)
    read = asked | {fact for name in asked for fact in follow.get(name, ())}
    tree = build(np.array(sorted(units), dtype=np.int64), np.full(len(units), -1))
    counted = {fact: how for fact, how in derivations(pack).items() if fact in read and how.rows.axis == "own"}
    columns = {fact: column.tolist() for fact, column in derived(counted, tree, moment).items()}
    fills = Following(pack)
    found = {}
    for row, unit in enumerate(tree.id.tolist()):
        known = {fact: values[row] for fact, values in columns.items() if values[row] is not None}
        spoken = said.get(unit, {})
        facts = fills.filled({**known, **spoken})
        found[unit] = {fact: value for fact, value in facts.items() if fact in asked and fact not in spoken}
    return found


def moment_of(round_: Round, on: date) -> Moment:
    """Return when registers are read for a round: on a day, in its cycle, in the round itself."""
    return Moment(on.toordinal(), min(round_.cycle.starts_on, on).toordinal(), round_.pk)


def day_of(round_: Round) -> date:
    """Return the day on which registers are read for a page: today, at the latest the day of the round's tree."""
    return min(clock.today(), round_.tree_on)
