"""What a box keeps, wherever it keeps it: one file of SQLite, or one schema of PostgreSQL."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

_ID = 16

State = Literal["prepared", "away", "open", "closed"]


class Slip(NamedTuple):
    """What a box knows of one slip, found by the digest of its code.

    Attributes:
        unit: of which unit it asks, as the office calls it.
        electorate: of whom.
        questionnaire: its id.
        used: an answer was counted for it.
    """

    unit: str
    electorate: str
    questionnaire: str
    used: bool


@dataclass(frozen=True)
class Issued:
    """How many slips of one kind there are, and how many of them were used."""

    unit: str
    electorate: str
    questionnaire: str
    slips: int
    used: int


class Tables(Protocol):
    """The tables of a box: settings, papers, slips, answers. One object serves one thread."""

    def make(self) -> None:
        """Make the tables; nothing may be there yet."""

    def drop(self) -> None:
        """Remove every trace that can be removed; harmless where nothing is there."""

    def close(self) -> None:
        """Let go of the database; the next use connects again."""

    def mix(self) -> None:
        """Write everything anew in the order of its random keys, so that no place shows what came together."""

    def again(self) -> "Tables":
        """Return the same tables for another thread."""

    def turn(self) -> AbstractContextManager[None]:
        """Give one transaction: durable when it ends well, nothing of it left when it does not."""

    def settings(self) -> dict[str, str]:
        """Return every setting; inside a turn they cannot change until it ends."""

    def keep(self, **settings: str) -> None:
        """Write settings; nobody is counting at the same moment."""

    def papers(self) -> list[str]:
        """Return the questionnaires as they were written."""

    def add_papers(self, papers: Mapping[str, str]) -> None:
        """Put questionnaires in: id → how it is written."""

    def add_slips(self, digests: Sequence[bytes], unit: str, electorate: str, questionnaire: str) -> None:
        """Add unused slips.

        Raises:
            ValueError: one of them is there already.
        """

    def slips(self, digests: Sequence[bytes]) -> dict[bytes, Slip]:
        """Return the slips of these digests, as far as there are any."""

    def use(self, answers: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
        """Inside a turn: mark slips as used and keep their sealed answers; return the digests that were unused.

        Args:
            answers: digest of the slip, sealed answer; no digest twice.
        """

    def issued(self, unit: str | None = None) -> list[Issued]:
        """Return how many slips of each kind there are, in order; of one unit, or of all."""

    def every_slip(self) -> Iterator[tuple[bytes, Slip]]:
        """Return every slip in the order of its digest."""

    def every_answer(self) -> Iterator[bytes]:
        """Return every sealed answer in the order of its random id."""


def random_ids(count: int) -> list[bytes]:
    """Return the keys of new answers: 128 random bits each, drawn at once."""
    drawn = os.urandom(_ID * count)
    return [drawn[place : place + _ID] for place in range(0, len(drawn), _ID)]
