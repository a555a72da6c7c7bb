"""The same intake without a database: it reads, checks, seals, counts in groups, and keeps nothing."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import Intake
from jishi.ballotbox.key import Key
from jishi.ballotbox.tables import Slip, Tables


class NoTables(Tables):
    """Tables that know every code and forget every answer."""

    def __init__(self, papers: list[str], kind: Slip) -> None:
        self._papers = papers
        self._kind = kind

    def close(self) -> None:
        """There is nothing to let go of."""

    def mix(self) -> None:
        """There is nothing to mix."""

    def again(self) -> "NoTables":
        return self

    @contextmanager
    def turn(self) -> Iterator[None]:
        yield

    def settings(self) -> dict[str, str]:
        return {"state": "open", "until": "", "reached": "2012-01-01"}

    def keep(self, **settings: str) -> None:
        """Nothing is kept."""

    def papers(self) -> list[str]:
        return self._papers

    def slips(self, digests: Sequence[bytes]) -> dict[bytes, Slip]:
        return dict.fromkeys(digests, self._kind)

    def use(self, answers: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
        return {digest for digest, _ in answers}


class NoBoxes(Boxes):
    """One box that is nowhere."""

    def rounds(self) -> tuple[str, ...]:
        return ("bench",)

    def box(self, round: str) -> Box:
        real = Boxes(self.folder, self.database).box(round)
        kind = Slip("unit", "members", next(iter(real.questionnaires())), used=False)
        return Box(round, NoTables(real.tables.papers(), kind), Key(real.key.secret))


def application() -> Intake:
    """Return the application, beside the real box whose questionnaire and key it borrows."""
    database = os.environ.get("JISHI_INTAKE_DATABASE") or None
    return Intake(NoBoxes(Path(os.environ["JISHI_INTAKE_FOLDER"]), database))
