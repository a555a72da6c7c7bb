"""Who has taken part and who is behind: of one unit, and of every node of the tree, while it is open and after."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jishi.actions.assess import frame_of
from jishi.actions.consult import counting
from jishi.actions.consult.opening import box_of, written
from jishi.core.columns import Column
from jishi.core.consult.participation import Board, Participation, Quorum, participation
from jishi.core.consult.participation import board as boarded
from jishi.core.tree import Tree, rows_of
from jishi.packs.consultations import quorum
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.store import frames
from jishi.store.models.consult import Asked, Consultation, PaperCount
from jishi.store.models.org import Unit

#: Where the pack asks for no quorum, nobody must be heard.
NOBODY = Quorum(0, 0, "show")


@dataclass(frozen=True)
class Stand:
    """How every node stands with one electorate.

    Attributes:
        tree: the round's tree.
        board: the figures, in the tree's row order.
    """

    tree: Tree
    board: Board


def states(consultation: Consultation, pack: Pack, ask: Ask) -> dict[int, Participation]:
    """Return how every unit stands whose people are asked: unit id → participation; three queries in all."""
    wanted = quorum(ask) or NOBODY
    heard = _heard(consultation, ask)
    known = {row.unit_id: row for row in Asked.objects.filter(consultation=consultation, ask=ask.id)}
    found = {}
    for unit in _units(consultation, pack, ask):
        row = known.get(unit)
        excepted = row.excepted if row and row.approved_by_id else 0
        people = row.people if row else None
        found[unit] = participation(people, heard.get(unit, {}), wanted, excepted)
    return found


def short(consultation: Consultation, pack: Pack, ask: Ask) -> Iterator[tuple[Unit, Participation]]:
    """Yield the units that fall short, or of which nobody has counted the people, in order of code."""
    behind = {unit: state for unit, state in states(consultation, pack, ask).items() if not state.met}
    for unit in Unit.objects.filter(pk__in=behind).order_by("code"):
        yield unit, behind[unit.pk]


def stand(consultation: Consultation, pack: Pack, ask: Ask) -> Stand:
    """Return how all nodes of the tree stand."""
    tree, _levels, _domains = frames.units(frame_of(consultation.round, pack))
    found = states(consultation, pack, ask)
    ids = np.array(sorted(found), dtype=np.int64)
    rows = rows_of(tree, ids)
    people, known = np.zeros(len(tree), dtype=np.int64), np.zeros(len(tree), dtype=np.bool_)
    heard, asked = np.zeros(len(tree), dtype=np.int64), np.zeros(len(tree), dtype=np.int64)
    for unit, row in zip(ids.tolist(), rows.tolist(), strict=True):
        if row < 0:
            continue
        state = found[unit]
        asked[row], heard[row] = 1, state.total
        if state.electorate is not None:
            people[row], known[row] = state.electorate - state.excepted, True
    return Stand(tree, boarded(tree, Column.masked(people, known), heard, quorum(ask) or NOBODY, asked))


def _units(consultation: Consultation, pack: Pack, ask: Ask) -> list[int]:
    said = written(pack, consultation.code)
    rows = Unit.objects.filter(dissolved_on__isnull=True).exclude(domain="")
    rows = rows.filter(kind__in=said.kinds) if said.kinds else rows
    rows = rows.filter(domain__in=ask.domains) if ask.domains else rows
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _heard(consultation: Consultation, ask: Ask) -> dict[int, dict[str, int]]:
    """Return unit → way → how many were heard: slips that were used, and papers on which two people agree."""
    found: dict[int, dict[str, int]] = {}
    if consultation.state == Consultation.State.OPEN:
        for issued in box_of(consultation).issued():
            if issued.electorate == ask.id and issued.used:
                ways = found.setdefault(int(issued.unit), {})
                ways["slip"] = ways.get("slip", 0) + issued.used
    papers: dict[tuple[int, str], list[PaperCount]] = {}
    rows = PaperCount.objects.filter(asked__consultation=consultation, asked__ask=ask.id).select_related("asked")
    for each in rows:
        papers.setdefault((each.asked.unit_id, each.way), []).append(each)
    for (unit, way), counts in papers.items():
        agreed = counting.agreed(counts)
        if agreed:
            found.setdefault(unit, {})[way] = sum(tally.slips for tally in agreed)
    return found
