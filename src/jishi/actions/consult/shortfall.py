"""What stands in the way of a close: papers on which two people do not agree, and quorums that block (R02-R06)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice

import numpy as np
from numpy.typing import NDArray

from jishi.actions.assess import frame_of
from jishi.actions.consult import board, counting
from jishi.actions.consult.opening import of_people, written
from jishi.actions.registers import day_of, moment_of, snapshot_with
from jishi.core.columns import Column
from jishi.core.consult.participation import Quorum
from jishi.core.consult.questionnaire import PEOPLE
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.tree import rows_of
from jishi.packs.consultations import quorum
from jishi.packs.pack import Pack
from jishi.packs.questions import named
from jishi.packs.schema.consultations import Ask
from jishi.store.models.consult import Consultation, PaperCount
from jishi.store.models.org import Unit

#: So many complaints are told at once.
_TOLD = 20


@dataclass(frozen=True)
class Answered:
    """How the units stand with an ask that the office writes down itself: survey team, superior, discipline.

    Attributes:
        units: int64: ids of those of whom it is asked.
        missing: bool, of the same shape: of whom it was not answered.
        wanted: of how many units it must be.
    """

    ask: Ask
    units: NDArray[np.int64]
    missing: NDArray[np.bool_]
    wanted: Quorum

    @property
    def short(self) -> bool:
        """Say whether it was answered of too few units."""
        return len(self.units) - int(self.missing.sum()) < self.wanted.needed(len(self.units))

    def outcome(self) -> dict[str, int]:
        """Return the numbers that the close shows, one answer for each unit."""
        asked, behind = len(self.units), int(self.missing.sum())
        return {
            "units": asked,
            "people": asked,
            "heard": asked - behind,
            "behind": behind,
            "unknown": 0,
            "silent": behind,
        }


def refuse_short(consultation: Consultation, pack: Pack, answers: list[Answered]) -> None:
    """Refuse a close whose papers do not agree, or whose shortfall blocks.

    Raises:
        Refusal: it is so; every unit that stands in the way is named, the first twenty.
    """
    # What is not told is not made: of a province a hundred thousand units may fall short.
    wrong = chain(_open_papers(consultation), _short(consultation, pack), _unanswered(answers))
    told = list(islice(wrong, _TOLD))
    if told:
        raise Refusal(told)


def _open_papers(consultation: Consultation) -> Iterator[Complaint]:
    counts = PaperCount.objects.filter(asked__consultation=consultation).order_by("asked", "pk")
    for asked, some in groupby(counts.iterator(chunk_size=2000), key=lambda each: each.asked_id):
        if counting.agreed(list(some)) is None:
            unit = Unit.objects.get(asked=asked)
            yield Complaint(
                f"{unit.name} ({unit.code})",
                sentence("Two people must count the papers separately and agree; here they do not."),
                sentence("Open its page, look at the difference, and count again."),
            )


def _short(consultation: Consultation, pack: Pack) -> Iterator[Complaint]:
    for ask in of_people(written(pack, consultation.code)):
        wanted = quorum(ask)
        if wanted is None or wanted.severity != "block":
            continue
        for unit, state in board.short(consultation, pack, ask, _TOLD):
            yield Complaint(
                f"{unit.name} ({unit.code})",
                sentence(
                    "%(heard)s of the %(needed)s people who must be heard have been heard.",
                    heard=state.total,
                    needed="?" if state.needed is None else state.needed,
                ),
                sentence("Hear the others by any channel, or have an exception approved; then close."),
            )


def _unanswered(answers: list[Answered]) -> Iterator[Complaint]:
    for each in answers:
        if each.wanted.severity != "block" or not each.short:
            continue
        units = Unit.objects.in_bulk(each.units[each.missing][:_TOLD].tolist())
        for unit in sorted(units.values(), key=lambda unit: unit.code):
            yield Complaint(
                f"{unit.name} ({unit.code})",
                sentence("“%(ask)s” was not answered of this unit.", ask=named(each.ask.names)),
                sentence("Enter it on the page of visits and meetings; then close."),
            )


def written_down(consultation: Consultation, pack: Pack) -> list[Answered]:
    """Return how the asks stand that the office writes down itself, where the pack asks for a quorum of units."""
    asks = [
        (ask, facts, wanted)
        for ask in written(pack, consultation.code).asks
        if ask.electorate not in PEOPLE and (wanted := quorum(ask)) is not None and (facts := _facts(pack, ask))
    ]
    if not asks:
        return []
    round_ = consultation.round
    snapshot = snapshot_with(frame_of(round_, pack), pack, moment_of(round_, day_of(round_)))
    found = []
    for ask, facts, wanted in asks:
        rows = rows_of(snapshot.tree, board.units_asked(consultation, pack, ask))
        rows = np.sort(rows[rows >= 0])
        columns = [snapshot.facts.get(fact, Column.empty(len(snapshot))) for fact in facts]
        missing = ~np.all([column.valid[rows] for column in columns], axis=0)
        found.append(Answered(ask, snapshot.tree.id[rows], missing, wanted))
    return found


def _facts(pack: Pack, ask: Ask) -> tuple[str, ...]:
    """Return the facts that say that it was answered: those that must be, or else that of its channel."""
    asked = pack.questionnaire_by_id[ask.questionnaire].questions
    must = tuple(each.fact for each in asked if each.required and each.fact)
    channels = pack.programme.channels if pack.programme else ()
    return must or tuple(each.fact for each in channels if each.id == ask.electorate)
