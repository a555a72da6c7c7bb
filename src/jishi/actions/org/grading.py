"""Who grades whom (R07): the nearest unit above of a kind that the pack gives the duty, not simply the superior."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jishi.core.tree import build
from jishi.packs.pack import Pack
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit


@dataclass(frozen=True)
class Graded:
    """A unit that is graded, and by whom.

    Attributes:
        grader: code of the committee; empty = nobody above it has the duty.
    """

    code: str
    name: str
    grader: str


def grader(pack: Pack, unit: Unit, above: Sequence[Unit]) -> Unit | None:
    """Return who grades a unit; None = it is not graded, or nobody above it has the duty.

    Args:
        pack: says who grades whom.
        unit: the unit.
        above: the units above it, the highest first.
    """
    duty = pack.grading_for(unit.kind, unit.domain or None)
    if duty is None:
        return None
    return next((each for each in reversed(above) if each.kind in duty.by_kinds), None)


def graders(pack: Pack, on: date) -> Iterator[Graded]:
    """Yield every unit of a day that is graded, in the order of the tree, with who grades it; two queries."""
    links = dict(Link.objects.filter(in_force(on), axis=Axis.MANAGEMENT).values_list("unit_id", "parent_id"))
    rows = list(Unit.objects.filter(pk__in=links).values_list("pk", "code", "name", "kind", "domain"))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    # A parent that stands nowhere itself leaves its units at the top.
    known = set(ids.tolist())
    parents = [parent if (parent := links[row[0]]) in known else -1 for row in rows]
    tree = build(ids, np.array(parents, dtype=np.int64), [row[1] for row in rows])
    by_id = {row[0]: row for row in rows}
    in_order = [by_id[unit] for unit in tree.id.tolist()]
    for place, (_pk, code, name, kind, domain) in enumerate(in_order):
        duty = pack.grading_for(kind, domain or None)
        if duty is None:
            continue
        above = int(tree.parent[place])
        while above >= 0 and in_order[above][3] not in duty.by_kinds:
            above = int(tree.parent[above])
        yield Graded(code, name, in_order[above][1] if above >= 0 else "")
