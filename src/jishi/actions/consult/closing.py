"""Close a consultation: count, decide what is told, turn it into facts, destroy the answers. Once, for ever."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from jishi.actions.consult import board, counting, own_words, printed, shortfall
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.forgetting import forget, leave_no_trace
from jishi.actions.consult.ground import By
from jishi.actions.consult.occasions import occasion_of, refuse_unled
from jishi.actions.consult.opening import hold, of_people, refuse_closed, written
from jishi.actions.consult.shortfall import Answered
from jishi.actions.consult.telling import SOURCES, Ground, Lines, tell
from jishi.ballotbox.box import Box
from jishi.ballotbox.tables import Issued
from jishi.ballotbox.tally import Tallies
from jishi.core.consult.tally import Tally, joined
from jishi.core.errors import refuse, sentence
from jishi.core.tree import rows_of
from jishi.packs.consultations import told
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.bulk import update
from jishi.store.models.assess import Source
from jishi.store.models.consult import Asked, Consultation, PaperCount
from jishi.store.transact import action, change


@dataclass
class _Close:
    """One close: what it counts on, and what it writes.

    Attributes:
        lines, outcome, heard, words: to be written.
    """

    ground: Ground
    lines: Lines = field(default_factory=Lines)
    outcome: dict[str, dict[str, int]] = field(default_factory=dict)
    heard: list[tuple[int, int, int]] = field(default_factory=list)
    words: list[own_words.Placed] = field(default_factory=list)


def close(by: By, consultation: Consultation, pack: Pack) -> Consultation:
    """Close a consultation.

    The box is closed first and destroyed last: after a crash in between the same command goes on where it was.

    Raises:
        Refusal: the role does not allow it, it is closed, two counts of papers differ or one is missing, or a
            quorum that blocks is not reached; every unit that stands in the way is named (the first twenty).
    """
    refuse_unled(by, consultation, sentence("Your role closes no consultations: they ask the whole tree."))
    kept = boxes()
    if consultation.state == Consultation.State.CLOSED:
        if consultation.box in kept.rounds():
            kept.destroy(consultation.box)
        raise refuse_closed(consultation.code)
    with action(by.actor, "consultation.close", f"consultation:{consultation.pk}") as event:
        # Whoever enters a count at this moment is through before, and counted, or is told that it is closed.
        hold(consultation)
        consultation.refresh_from_db(fields=["state", "version"])
        # All that may be refused, before the box is closed: it is never opened again.
        consultation.round.refresh_from_db(fields=["locked_at"])
        stored.refuse_locked(consultation.round)
        answers = shortfall.written_down(consultation, pack)
        shortfall.refuse_short(consultation, pack, answers)
        box = kept.box(consultation.box)
        if box.state != "closed":
            box.close()
        with _finished(consultation.code):
            event.note(**_told(consultation, pack, box, answers))
            event.about(consultation)
    kept.destroy(consultation.box)
    printed.end(consultation.pk)
    leave_no_trace()
    return consultation


@contextmanager
def _finished(where: str) -> Iterator[None]:
    """Say of a fault that the box is closed already and nothing is lost; the log gets the fault itself."""
    try:
        yield
    except Exception as fault:
        logging.getLogger(__name__).exception("the close of %s was not finished", where)
        raise refuse(
            where,
            sentence("No answer is taken any more, but what was answered could not be told yet; nothing is lost."),
            sentence("Close it once more; if that is refused too, show the log of the server to who keeps it."),
        ) from fault


def _told(consultation: Consultation, pack: Pack, box: Box, answers: list[Answered]) -> dict[str, object]:
    """Count, write what is told and the facts, forget who counted and took part; return what the event notes."""
    found = _counted(consultation, pack, box)
    found.outcome |= {each.ask.id: each.outcome() for each in answers}
    change(
        consultation,
        consultation.version,
        state=Consultation.State.CLOSED,
        closed_at=clock.now(),
        outcome=found.outcome,
    )
    found.lines.keep()
    own_words.keep(consultation, found.words)
    update(Asked, ("used", "heard"), found.heard)
    written_facts = stored.write(consultation.round, found.lines.entries)
    forget(consultation)
    return {"code": consultation.code, "facts": written_facts.added + written_facts.changed, **found.outcome}


def _counted(consultation: Consultation, pack: Pack, box: Box) -> _Close:
    tallies = box.tally()
    wrote = own_words.written(consultation, tallies, box.key)
    tree, domain_of = board.ground_of(consultation, pack)
    found = _Close(Ground(consultation, pack, tree, domain_of))
    whole, issued = _joined(consultation, tallies), board.issued_of(consultation)
    for ask in of_people(written(pack, consultation.code)):
        own = {unit: tally for (unit, name), tally in whole.items() if name == ask.id}
        stand = board.stand(consultation, pack, ask, tree, issued)
        found.outcome[ask.id] = _outcome(stand)
        found.heard += _heard(consultation, ask, stand, issued)
        shares = [tell(found.ground, ask, becomes, own, found.lines) for becomes in told(ask)]
        found.words += own_words.placed(found.ground, ask, shares, wrote)
        if ask.takes_part:
            found.lines.entries += _taking_part(found.ground, ask, stand)
    if occasion_of(consultation) is None:
        found.lines.entries += _channel_used(pack, whole)
    return found


def _joined(consultation: Consultation, tallies: Tallies) -> dict[tuple[int, str], Tally]:
    """Add slips and agreed papers: (unit, ask) → tally."""
    parts: dict[tuple[int, str], list[Tally]] = {}
    for group in tallies.groups:
        parts.setdefault((int(group.unit), group.electorate), []).append(group.tally)
    papers: dict[tuple[int, str], list[PaperCount]] = {}
    for each in PaperCount.objects.filter(asked__consultation=consultation).select_related("asked"):
        papers.setdefault((each.asked.unit_id, each.asked.ask), []).append(each)
    for place, rows in papers.items():
        parts.setdefault(place, []).extend(counting.agreed(rows) or ())
    return {place: joined(some) for place, some in parts.items()}


def _outcome(found: board.Stand) -> dict[str, int]:
    return {
        "units": int(found.asked.sum()),
        "people": int(found.electorate.values[found.own.known].sum()),
        "heard": int(found.own.heard.sum()),
        "behind": int(found.own.behind.sum()),
        "unknown": int(found.own.unknown.sum()),
        # R01: the survey reaches every unit, and here nobody was heard.
        "silent": int(((found.asked > 0) & (found.own.heard == 0)).sum()),
    }


def _heard(
    consultation: Consultation, ask: Ask, stand: board.Stand, issued: list[Issued]
) -> Iterator[tuple[int, int, int]]:
    """Yield of each electorate how many slips were used, how many people were heard, and its id."""
    used: dict[int, int] = {}
    for each in issued:
        if each.electorate == ask.id:
            used[int(each.unit)] = used.get(int(each.unit), 0) + each.used
    kept = Asked.objects.filter(consultation=consultation, ask=ask.id).values_list("pk", "unit_id")
    known = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
    rows = rows_of(stand.tree, known[:, 1])
    for (pk, unit), at in zip(known.tolist(), rows.tolist(), strict=True):
        slips = used.get(unit, 0)
        yield slips, int(stand.own.heard[at]) if at >= 0 else slips, pk


def _taking_part(ground: Ground, ask: Ask, stand: board.Stand) -> Iterator[stored.Entry]:
    assert ask.takes_part is not None
    source, on = _source_of(ground.pack, ask.takes_part, SOURCES[ask.electorate]), ground.consultation.round.tree_on
    share = stand.own.share
    for row in np.flatnonzero(share.valid).tolist():
        yield stored.Entry(int(stand.tree.id[row]), ask.takes_part, source, int(share.values[row]), on)


def _source_of(pack: Pack, fact: str, wanted: str) -> str:
    """Return the source under which the pack takes the fact: the wanted one, or else its first."""
    sources = pack.fact_by_id[fact].sources
    return wanted if wanted in sources else sources[0]


def _channel_used(pack: Pack, whole: dict[tuple[int, str], Tally]) -> Iterator[stored.Entry]:
    for channel in pack.programme.channels if pack.programme else ():
        if channel.id == "questionnaire":
            for unit in sorted({unit for (unit, _ask), tally in whole.items() if tally.slips}):
                yield stored.Entry(unit, channel.fact, Source.VISIT.value, 1)
