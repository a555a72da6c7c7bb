"""How every target stands, as columns: what was counted at and below its unit, what is due, who is behind.

What is counted is grouped by unit in one statement, and added up on the preorder of today's tree; nothing is asked
for each target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.actions.targets.ground import Asked
from jishi.core import targets as decisions
from jishi.packs.derived import derivation_of
from jishi.packs.schema.targets import TargetKind
from jishi.store.models.org import Unit
from jishi.store.queries import targets
from jishi.store.queries.register_figures import counted, moment_of
from jishi.store.standing import Standing, standing

Integers = NDArray[np.int64]
_MANY = 900


@dataclass(frozen=True, eq=False)
class Tally:
    """What was counted for one kind of target, ready to be added up at any unit.

    Attributes:
        tree: today's units in preorder.
        sums: domain → int64, shape (units + 1,): how many were counted before each row; empty = all domains.
    """

    tree: Standing
    sums: Mapping[str, Integers]

    def at(self, units: Integers, domain: str = "") -> Integers:
        """Return how many were counted at and below each unit; 0 where a unit stands nowhere."""
        sums = self.sums.get(domain)
        if sums is None or not len(self.tree):
            return np.zeros(len(units), dtype=np.int64)
        rows = rows_of(self.tree, units)
        inside = rows >= 0
        found = sums[self.tree.end[rows]] - sums[rows]
        return np.where(inside, found, 0)


def rows_of(tree: Standing, units: Integers) -> Integers:
    """Return the row of each unit in a tree, int64; -1 = it stands nowhere."""
    order = np.argsort(tree.units, kind="stable")
    places = np.minimum(np.searchsorted(tree.units, units, sorter=order), len(tree) - 1)
    rows = order[places]
    return np.where(tree.units[rows] == units, rows, -1).astype(np.int64)


def tally(asked: Asked, kind: TargetKind, place: Unit | None = None) -> Tally:
    """Count what there is of a kind of target in its period until the day, inside the scope; three queries."""
    tree = standing()
    moment = moment_of(min(asked.on, kind.until), kind.since)
    found = (
        counted(asked.scope, [derivation_of(kind.derivation)], moment, place, "unit")[0]
        if asked.on >= kind.since
        else {}
    )
    units = np.array([int(unit) for unit in found], dtype=np.int64)
    numbers = np.array(list(found.values()), dtype=np.int64)
    sums = {"": _summed(tree, units, numbers)}
    if kind.domains and len(units):
        domains = np.array(_domains(units))
        sums |= {
            domain: _summed(tree, units[domains == domain], numbers[domains == domain]) for domain in kind.domains
        }
    return Tally(tree, sums)


def _summed(tree: Standing, units: Integers, numbers: Integers) -> Integers:
    own = np.zeros(len(tree) + 1, dtype=np.int64)
    if len(tree) and len(units):
        rows = rows_of(tree, units)
        np.add.at(own, rows[rows >= 0] + 1, numbers[rows >= 0])
    return np.cumsum(own)


def _domains(units: Integers) -> list[str]:
    wanted = units.tolist()
    known: dict[int, str] = {}
    for start in range(0, len(wanted), _MANY):
        rows = Unit.objects.filter(pk__in=wanted[start : start + _MANY])
        known |= dict(rows.values_list("pk", "domain"))
    return [known.get(unit, "") for unit in wanted]


@dataclass(frozen=True, eq=False)
class Lines:
    """Targets of one kind as columns, in the order of the tree.

    Attributes:
        unit, wanted, done: int64; unit ids, whole things.
        domain: of each; empty = all together.
        state: int8, a place in :data:`jishi.core.targets.STATES`.
    """

    unit: Integers
    domain: NDArray[np.str_]
    wanted: Integers
    done: Integers
    state: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.unit)

    def taken(self, rows: NDArray) -> "Lines":
        """Return some of the lines, in the order asked for."""
        return Lines(self.unit[rows], self.domain[rows], self.wanted[rows], self.done[rows], self.state[rows])

    def behind(self) -> "Lines":
        """Return the lines that are behind or have missed, those that lack most first, then in the tree's order."""
        late = np.flatnonzero(self.state >= decisions.BEHIND)
        lacks = (self.wanted - self.done)[late]
        return self.taken(late[np.argsort(-lacks, kind="stable")])


def lines(asked: Asked, kind: TargetKind, place: Unit | None = None, counts: Tally | None = None) -> Lines:
    """Return how every target of a kind stands, at and below a place or in the whole scope."""
    rows = targets.listed(asked.scope, asked.cycle, [str(kind.id)], place)
    found = list(rows.order_by("unit", "domain").values_list("unit", "domain", "number"))
    unit = np.array([row[0] for row in found], dtype=np.int64)
    domain = np.array([row[1] for row in found], dtype=np.str_)
    wanted = np.array([row[2] for row in found], dtype=np.int64)
    counts = counts or tally(asked, kind, place)
    done = np.zeros(len(found), dtype=np.int64)
    for each in np.unique(domain):
        own = domain == each
        done[own] = counts.at(unit[own], str(each))
    share = decisions.gone(kind.since, kind.until, asked.on)
    state = decisions.states(wanted, done, share, over=asked.on > kind.until)
    held = Lines(unit, domain, wanted, done, state)
    return held.taken(np.lexsort((domain, rows_of(counts.tree, unit)))) if len(found) else held


@dataclass(frozen=True)
class Part:
    """A unit right below, with what it is to reach.

    Attributes:
        number: None = it was given nothing.
        done: what was counted.
        state: one of :data:`jishi.core.targets.STATES`; empty = there is no target.
        version: of its row; 0 = there is none.
    """

    unit: Unit
    number: int | None
    done: int
    state: str
    version: int


@dataclass(frozen=True)
class Broken:
    """The target of a unit, and what of it the units right below have.

    Attributes:
        parts: of the units that were asked for.
        sums: over all units right below.
        done: what was counted at and below all of them.
    """

    own: Part
    parts: tuple[Part, ...]
    sums: decisions.Parts
    done: int


@dataclass(frozen=True, eq=False)
class Within:
    """What is looked at in more detail.

    Attributes:
        domain: only this one; empty = all together.
        counts: what was counted, where that is known already.
        all: ids of all units right below, where only the first of them are asked for; empty = those are all.
    """

    domain: str = ""
    counts: Tally | None = None
    all: Sequence[int] = ()


def broken(asked: Asked, kind: TargetKind, place: Unit, below: list[Unit], within: Within | None = None) -> Broken:
    """Return the target of a unit beside those of the units right below it."""
    within = within or Within()
    domain, counts, everybody = within.domain, within.counts or tally(asked, kind, place), [place, *below]
    ids = np.array([unit.pk for unit in everybody], dtype=np.int64)
    done = counts.at(ids, domain).tolist()
    rows = targets.of_units(asked.cycle, str(kind.id), ids.tolist()).filter(domain=domain)
    held = {unit: (number, version) for unit, number, version in rows.values_list("unit", "number", "version")}
    share = decisions.gone(kind.since, kind.until, asked.on)
    parts = [
        _part(unit, held.get(unit.pk, (None, 0)), count, (share, asked.on > kind.until))
        for unit, count in zip(everybody, done, strict=True)
    ]
    all_ = list(within.all) or ids[1:].tolist()
    given, having = targets.given(asked.cycle, str(kind.id), domain, all_)
    sums = decisions.Parts(parts[0].number, given, len(all_) - having)
    counted_ = counts.at(np.array(all_, dtype=np.int64), domain)
    return Broken(parts[0], tuple(parts[1:]), sums, int(counted_.sum()))


def _part(unit: Unit, held: tuple[int | None, int], done: int, day: tuple[int, bool]) -> Part:
    number, version = held
    if number is None:
        return Part(unit, None, done, "", version)
    state = decisions.states(np.array([number]), np.array([done]), day[0], over=day[1])
    return Part(unit, number, done, decisions.STATES[int(state[0])], version)
