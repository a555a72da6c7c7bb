"""Who has taken part and who is behind: of one unit, and of every node of the tree, while it is open and after.

All units are columns here: a province has 186,000 of them, and a page asks for one node.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from jishi.actions.assess import frame_of
from jishi.actions.consult.ground import refuse_absent
from jishi.actions.consult.occasions import occasion_of
from jishi.actions.consult.opening import box_of, is_lost, written
from jishi.ballotbox.tables import Issued
from jishi.core.columns import Column
from jishi.core.consult.participation import Board, Participation, Quorum, Standing, participation, standing
from jishi.core.consult.participation import board as boarded
from jishi.core.tree import Tree, cut, rows_of
from jishi.packs.consultations import quorum
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store import frames
from jishi.store.models.consult import Asked, Consultation, PaperCount
from jishi.store.models.org import Unit

#: Where the pack asks for no quorum, nobody must be heard.
NOBODY = Quorum(0, 0, "show")

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Stand:
    """How the units stand with one electorate, in the tree's row order.

    Attributes:
        tree: the round's tree.
        asked: int64, shape (units,): 1 where the unit's people are asked.
        electorate: people of each unit, the excepted among them; null = nobody has counted them.
        own: how each unit by itself stands.
    """

    tree: Tree
    asked: Numbers
    electorate: Column
    own: Standing

    def board(self, quorum: Quorum) -> Board:
        """Return how every node stands, with all below it."""
        people = Column.masked(self.own.people, self.own.known)
        return boarded(self.tree, people, self.own.heard, quorum, self.asked)


def wanted_of(ask: Ask) -> Quorum:
    """Return how many of an electorate must be heard; nobody where the pack asks for none."""
    return quorum(ask) or NOBODY


def tree_of(consultation: Consultation, pack: Pack) -> Tree:
    """Return the tree of the consultation's round; of an occasion only its place and what stands below it."""
    return ground_of(consultation, pack)[0]


def ground_of(consultation: Consultation, pack: Pack) -> tuple[Tree, NDArray[np.int16]]:
    """Return the tree that a consultation asks about, and the number of each unit's domain in the pack.

    Raises:
        Refusal: the place of an occasion stood nowhere on the round's day.
    """
    tree, _levels, domains = frames.units(frame_of(consultation.round, pack))
    occasion = occasion_of(consultation)
    if occasion is None:
        return tree, domains
    row = int(rows_of(tree, np.array([occasion.place_id], dtype=np.int64))[0])
    if row < 0:
        refuse_absent(consultation.round, [occasion.place])
    return cut(tree, row), domains[row : int(tree.end[row])]


def issued_of(consultation: Consultation, unit: int | None = None) -> list[Issued]:
    """Return how many slips of each unit, or of one, were made and used; nothing once the box is gone."""
    if consultation.state != Consultation.State.OPEN or is_lost(consultation):
        return []
    return box_of(consultation).issued(None if unit is None else str(unit))


def stand(
    consultation: Consultation,
    pack: Pack,
    ask: Ask,
    tree: Tree | None = None,
    issued: list[Issued] | None = None,
) -> Stand:
    """Return how all units stand; three queries, and one of the box, however many units there are.

    Args:
        tree: of the round, and
        issued: what the box tells of its slips, where they were read already.
    """
    tree = tree or tree_of(consultation, pack)
    asked = np.zeros(len(tree), dtype=np.int64)
    rows = rows_of(tree, units_asked(consultation, pack, ask))
    asked[rows[rows >= 0]] = 1
    electorate, people = _people(consultation, ask, tree)
    heard = _heard(consultation, ask, tree, issued)
    return Stand(tree, asked, electorate, standing(people, heard, wanted_of(ask), asked))


def of_unit(
    consultation: Consultation, pack: Pack, ask: Ask, unit: Unit, issued: list[Issued] | None = None
) -> Participation:
    """Return how one unit stands, way by way."""
    row = Asked.objects.filter(consultation=consultation, unit=unit, ask=ask.id).first()
    excepted = row.excepted if row and row.approved_by_id else 0
    if row and row.heard is not None:
        ways = {"slip": row.used or 0, "": row.heard - (row.used or 0)}
        return participation(row.people, ways, wanted_of(ask), excepted)
    ways = {}
    used = sum(
        each.used
        for each in (issued_of(consultation, unit.pk) if issued is None else issued)
        if each.unit == str(unit.pk) and each.electorate == ask.id
    )
    if used:
        ways["slip"] = used
    for way, slips in agreed_papers(consultation, ask).filter(asked__unit=unit).values_list("way", "slips"):
        ways[way] = ways.get(way, 0) + slips
    return participation(row.people if row else None, ways, wanted_of(ask), excepted)


def short(
    consultation: Consultation, pack: Pack, ask: Ask, most: int | None = None
) -> Iterator[tuple[Unit, Participation]]:
    """Yield the units that fall short, or of which nobody has counted the people, in order of code.

    Args:
        most: so many are enough, the first of the tree.
    """
    found = stand(consultation, pack, ask)
    yield from _listed(found, np.flatnonzero(found.own.behind)[:most], ask)


def silent(consultation: Consultation, pack: Pack, ask: Ask) -> Iterator[tuple[Unit, Participation]]:
    """Yield the units whose people are asked and of whom nobody was heard (R01), in order of code."""
    found = stand(consultation, pack, ask)
    yield from _listed(found, np.flatnonzero((found.asked > 0) & (found.own.heard == 0)), ask)


def _listed(found: Stand, at: Numbers, ask: Ask) -> Iterator[tuple[Unit, Participation]]:
    ids = found.tree.id[at].tolist()
    units = Unit.objects.in_bulk(ids)
    rows = [(units[unit], row) for unit, row in zip(ids, at.tolist(), strict=True)]
    for unit, row in sorted(rows, key=lambda each: each[0].code):
        yield unit, _single(found, row, wanted_of(ask))


def _single(found: Stand, row: int, wanted: Quorum) -> Participation:
    people = int(found.electorate.values[row]) if found.electorate.valid[row] else None
    excepted = (people or 0) - int(found.own.people[row])
    return participation(people, {"": int(found.own.heard[row])}, wanted, excepted)


def agreed_papers(consultation: Consultation, ask: Ask) -> QuerySet[PaperCount]:
    """Return the counts of papers on which two people agree, each once, and what phones brought."""
    same = PaperCount.objects.filter(
        filed=False,
        asked=OuterRef("asked"),
        way=OuterRef("way"),
        slips=OuterRef("slips"),
        blank=OuterRef("blank"),
        counts=OuterRef("counts"),
        pk__gt=OuterRef("pk"),
    )
    mine = PaperCount.objects.filter(asked__consultation=consultation, asked__ask=ask.id)
    return mine.filter(Q(filed=True) | Exists(same))


def units_asked(consultation: Consultation, pack: Pack, ask: Ask) -> Numbers:
    """Return the ids of the units of which an ask is asked; which of them the round knows, its tree says."""
    said = written(pack, consultation.code)
    return np.fromiter(units_of(said, ask).values_list("pk", flat=True), dtype=np.int64)


def units_of(said: Written, ask: Ask) -> QuerySet[Unit]:
    """Return the units that are asked about by what the pack says of a consultation and an ask."""
    rows = Unit.objects.filter(kind__in=said.kinds) if said.kinds else Unit.objects.all()
    rows = rows if said.without_domain else rows.exclude(domain="")
    return rows.filter(domain__in=ask.domains) if ask.domains else rows


def _people(consultation: Consultation, ask: Ask, tree: Tree) -> tuple[Column, Column]:
    """Return the electorates as counted, and without the excepted whom the superior approved."""
    counted = Asked.objects.filter(consultation=consultation, ask=ask.id, people__isnull=False)
    found = list(counted.values_list("unit_id", "people", "excepted", "approved_by_id"))
    columns = np.array([[unit, people, left if by else 0] for unit, people, left, by in found], dtype=np.int64)
    columns = columns.reshape(-1, 3)
    rows = rows_of(tree, columns[:, 0])
    inside, columns = rows[rows >= 0], columns[rows >= 0]
    whole, without = np.zeros((2, len(tree)), dtype=np.int64)
    known = np.zeros(len(tree), dtype=np.bool_)
    whole[inside], known[inside] = columns[:, 1], True
    without[inside] = columns[:, 1] - np.minimum(columns[:, 2], columns[:, 1])
    return Column.masked(whole, known), Column.masked(without, known)


def _heard(consultation: Consultation, ask: Ask, tree: Tree, issued: list[Issued] | None) -> Numbers:
    """Return how many were heard: used slips and papers on which two people agree; once closed, as kept."""
    if consultation.state == Consultation.State.CLOSED:
        kept = Asked.objects.filter(consultation=consultation, ask=ask.id, heard__isnull=False)
        return _placed(tree, np.array(list(kept.values_list("unit_id", "heard")), dtype=np.int64).reshape(-1, 2))
    slips = _slips(ask, tree, issued_of(consultation) if issued is None else issued)
    return np.asarray(slips + _papers(consultation, ask, tree))


def _slips(ask: Ask, tree: Tree, issued: list[Issued]) -> Numbers:
    used = np.array(
        [(int(each.unit), each.used) for each in issued if each.used and each.electorate == ask.id], dtype=np.int64
    )
    return _placed(tree, used.reshape(-1, 2))


def _papers(consultation: Consultation, ask: Ask, tree: Tree) -> Numbers:
    found = agreed_papers(consultation, ask).values_list("asked__unit_id", "slips")
    return _placed(tree, np.array(list(found), dtype=np.int64).reshape(-1, 2))


def _placed(tree: Tree, counts: Numbers) -> Numbers:
    """Return the sums of (unit, count) in the tree's row order."""
    placed = np.zeros(len(tree), dtype=np.int64)
    rows = rows_of(tree, counts[:, 0])
    np.add.at(placed, rows[rows >= 0], counts[rows >= 0, 1])
    return placed
