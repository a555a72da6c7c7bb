"""Weak units × helpers: who has the helper that the pack names for the domain, and who waits for one.

A unit is weak when the newest run proposes the lowest grade for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from jishi.actions.results import Results
from jishi.packs.pack import Pack
from jishi.store.queries import dispatch


@dataclass(frozen=True)
class Line:
    """One domain of the matrix.

    Attributes:
        domain: its id.
        weak: how many units are weak.
        helped: how many of them have a helper that the pack names for the domain.
        by_kind: kind of helper → how many weak units have it.
        waiting: ids of weak units without any of those helpers.
    """

    domain: str
    weak: int
    helped: int
    by_kind: Mapping[str, int]
    waiting: tuple[int, ...]


def matrix(results: Results, pack: Pack, on: date) -> list[Line]:
    """Return a line for each domain that has weak units, in the order of the pack."""
    by_domain: dict[str, list[int]] = {domain: [] for domain in results.snapshot.domains}
    weak_ones = weak_units(results, pack)
    for unit, domain in weak_ones:
        by_domain[domain].append(unit)
    have = dispatch.helped([unit for unit, _domain in weak_ones], on)
    return [_line(pack, domain, units, have) for domain, units in by_domain.items() if units]


def weak_units(results: Results, pack: Pack) -> list[tuple[int, str]]:
    """Return (id, domain) of the units for which a run proposes the lowest grade, in the order of the tree."""
    rows, proposal = results.judged_rows, results.column("proposal")
    weak = rows[proposal.valid[rows] & (proposal.values[rows] == len(pack.grades.grades))]
    domains = results.snapshot.domains
    places = results.snapshot.domain[weak].tolist()
    ids = results.snapshot.tree.id[weak].tolist()
    return [(unit, domains[place]) for unit, place in zip(ids, places, strict=True) if place >= 0]


def _line(pack: Pack, domain: str, units: list[int], have: Mapping[int, frozenset[str]]) -> Line:
    named = named_for(pack, domain)
    kinds = [have.get(unit, frozenset()) for unit in units]
    waiting = tuple(unit for unit, kind in zip(units, kinds, strict=True) if not kind & named)
    by_kind = {kind: sum(kind in each for each in kinds) for kind in sorted({k for each in kinds for k in each})}
    return Line(domain, len(units), len(units) - len(waiting), by_kind, waiting)


def named_for(pack: Pack, domain: str) -> frozenset[str]:
    """Return the kinds of helpers that the pack names for weak units of a domain."""
    helpers = pack.posts.helpers if pack.posts else ()
    return frozenset(str(helper.id) for helper in helpers if domain in helper.domains)


def share(lines: list[Line]) -> int | None:
    """Return the share of weak units that are helped, in basis points; None = nobody is weak."""
    weak = np.sum([line.weak for line in lines], dtype=np.int64) if lines else 0
    return int(sum(line.helped for line in lines) * 10000 // weak) if weak else None
