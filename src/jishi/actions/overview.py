"""What a run says of many units at once: grades by domain, level and place, plausible shares, violations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jishi.actions.results import Results, newest, of_run
from jishi.core.access import OPERATOR
from jishi.core.errors import refuse, sentence
from jishi.core.rules import Rule
from jishi.packs.lower import core_rules
from jishi.packs.pack import Pack
from jishi.packs.schema.grades import ReferenceShare
from jishi.store.models.org import Unit
from jishi.store.queries import rounds

Rows = NDArray[np.int64]
Verdict = Literal["too low", "plausible", "too high"]


@dataclass(frozen=True)
class Group:
    """Units of one domain, level or place.

    Attributes:
        kind: domain, level, unit or all.
        id: id of the domain or level, code of the unit; empty for all.
        name: in Simplified Chinese.
        counts: how many were proposed each grade, the best first.
        ungraded: how many none.
    """

    kind: Literal["domain", "level", "unit", "all"]
    id: str
    name: str
    counts: tuple[int, ...]
    ungraded: int

    @property
    def graded(self) -> int:
        """How many have a proposal."""
        return sum(self.counts)

    def share(self, rank: int) -> int | None:
        """Return the share of a grade among the graded, in basis points, rounded down; None = nobody is graded."""
        return self.counts[rank - 1] * 10000 // self.graded if self.graded else None


@dataclass(frozen=True)
class Plausibility:
    """An own share beside a published one; never a target."""

    share: ReferenceShare
    own: int
    graded: int
    verdict: Verdict


def by_domain(results: Results, pack: Pack) -> tuple[Group, ...]:
    """Return the grades of every domain that has units, then of all; in the order of the vocabulary."""
    rows, domain = results.judged_rows, results.snapshot.domain
    found = [
        _group(results, pack, rows[domain[rows] == at], ("domain", name, pack.domain_by_id[name].names.zh_hans))
        for at, name in enumerate(results.snapshot.domains)
        if np.any(domain[rows] == at)
    ]
    return (*found, _group(results, pack, rows, ("all", "", "")))


def by_level(results: Results, pack: Pack) -> tuple[Group, ...]:
    """Return the grades of every level that has units, the highest first."""
    rows, level = results.judged_rows, results.snapshot.level
    return tuple(
        _group(results, pack, rows[level[rows] == at], ("level", name, pack.level_by_id[name].names.zh_hans))
        for at, name in enumerate(results.snapshot.levels)
        if np.any(level[rows] == at)
    )


def by_place(results: Results, pack: Pack, unit: int) -> tuple[Group, ...]:
    """Return the grades below every unit that stands directly below this one, by code.

    Raises:
        KeyError: the unit lies outside.
    """
    tree = results.snapshot.tree
    children = [int(tree.id[row]) for row in tree.children(results.row_of[unit])]
    named = {one.pk: one for one in Unit.objects.filter(pk__in=children)}
    return tuple(
        _group(results, pack, results.below(child), ("unit", named[child].code, named[child].name))
        for child in children
        if child in results.row_of
    )


def _group(results: Results, pack: Pack, rows: Rows, called: tuple[str, str, str]) -> Group:
    *counts, ungraded = results.counts(rows, len(pack.grades.grades))
    kind, identity, name = called
    return Group(kind, identity, name, tuple(counts), ungraded)  # type: ignore[arg-type]


def plausibility(groups: tuple[Group, ...], pack: Pack) -> Iterator[Plausibility]:
    """Compare the shares of groups by domain with the published ones of the pack.

    Yields nothing for a share whose units have no grade.
    """
    by_id = {group.id: group for group in groups}
    for share in pack.grades.reference_shares:
        group = by_id.get(share.domain or "")
        if group is None or not group.graded:
            continue
        ranks = [
            rank
            for rank, grade in enumerate(pack.grades.grades, start=1)
            if (grade.id == share.grade if share.grade else grade.class_ == share.class_)
        ]
        own = sum(group.counts[rank - 1] for rank in ranks) * 10000 // group.graded
        low, high = own < share.least * 100, own > share.most * 100
        yield Plausibility(share, own, group.graded, "too low" if low else "too high" if high else "plausible")


def violated(results: Results, pack: Pack) -> Iterator[tuple[Rule, Rows]]:
    """Yield every rule that judged units violate, with the rows of those units."""
    rows = results.judged_rows
    for rule in core_rules(pack, results.run.tree_on):
        column = results.column(rule.formula_id)
        broken = rows[column.valid[rows] & (column.values[rows] != 0)]
        if len(broken):
            yield rule, broken


def first_results() -> Results:
    """Return the newest run of the first round of the year with everything in it, for the table of the demo.

    Raises:
        Refusal: nothing was assessed yet.
    """
    newest_ = newest_results()
    first = newest_.run.round.cycle.rounds.order_by("number").first()
    run = rounds.latest_run(OPERATOR, first) if first else None
    return of_run(OPERATOR, run) if run else newest_


def newest_results() -> Results:
    """Return the newest run with everything in it, for the command line.

    Raises:
        Refusal: nothing was assessed yet.
    """
    run = newest(OPERATOR)
    if run is None:
        raise refuse(
            "jishi assess",
            sentence("Nothing was assessed yet."),
            sentence("Assess a round: jishi assess --cycle CYCLE --round NUMBER"),
        )
    return of_run(OPERATOR, run)
