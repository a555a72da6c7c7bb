"""Where the boxes of a home are: a folder with one key file per round, and the tables each key opens."""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jishi.ballotbox.box import Box
from jishi.ballotbox.key import Key, shred, write_private
from jishi.ballotbox.postgres import PostgresTables
from jishi.ballotbox.sqlite import SqliteTables
from jishi.ballotbox.tables import Tables
from jishi.core.consult.questionnaire import Questionnaire
from jishi.core.errors import Refusal, refuse, sentence

#: The folder of the boxes inside a home; backups leave it out.
FOLDER = "ballots"
_ROUND = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_ADDRESS_FILE, _SERVED_FILE = "address", "served"
_FORMAT = 3


@dataclass(frozen=True)
class Boxes:
    """The boxes of one home, or of a host outside that has no home.

    Attributes:
        folder: of the key files, and of the files of SQLite.
        database: address of a PostgreSQL database in which each box is a schema; None = files of SQLite.
        patience: seconds to wait for somebody else who writes: the office waits until a box was mixed.
    """

    folder: Path
    database: str | None = None
    patience: float = 60.0

    @classmethod
    def of_home(cls, home: Path, database: str | None = None) -> "Boxes":
        """Return the boxes of a home by its folder and, where it has one, its PostgreSQL database."""
        return cls(home / FOLDER, database)

    def rounds(self) -> tuple[str, ...]:
        """Return the rounds that have a box, in order."""
        return tuple(sorted(file.stem for file in self.folder.glob("*.key")))

    def has(self, round: str) -> bool:
        """Say whether the box of a round is on this machine."""
        return bool(_ROUND.fullmatch(round)) and self._file(round).exists()

    def create(self, round: str, questionnaires: Sequence[Questionnaire], key: Key | None = None) -> Box:
        """Make the box of a round.

        Args:
            round: its name here: small letters, digits and hyphens, 40 at most.
            questionnaires: what is asked; they cannot be changed later.
            key: of a package that was made elsewhere; None = a new one.

        Raises:
            Refusal: there is a box of this name, the name will not do, or the database has no room for it.
        """
        if not _ROUND.fullmatch(round):
            raise refuse(
                round,
                sentence("This is no name of a round: small letters, digits and hyphens only."),
                sentence("Choose a name like 2012-1."),
            )
        if round in self.rounds():
            raise refuse(
                round,
                sentence("This round has a box already."),
                sentence("Use it, or close and destroy it first."),
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = key or Key.make()
        place = f"ballots_{secrets.token_hex(6)}" if self.database else f"{round}.sqlite3"
        box = Box(round, self._tables(place), made)
        if not self.database:
            # What a crash left behind has no key any more.
            box.tables.drop()
        try:
            box.make(questionnaires)
        except BaseException:
            box.tables.drop()
            raise
        write_private(
            self._file(round), json.dumps({"format": _FORMAT, "place": place, "key": made.secret.hex()}).encode()
        )
        return box

    def older(self) -> tuple[str, ...]:
        """Return the rounds whose box another version of the program made, in order."""
        return tuple(round for round in self.rounds() if self.is_older(round))

    def is_older(self, round: str) -> bool:
        """Say whether another version of the program made the box of a round, which is on this machine."""
        return self.has(round) and _read(self._file(round)).get("format") != _FORMAT

    def discard(self, round: str) -> None:
        """Remove what another version of the program made, unread: whoever calls it gives its answers up."""
        kept = _read(self._file(round))
        shred(self._file(round))
        place = str(kept.get("place", ""))
        if re.fullmatch(r"[a-z0-9_.-]{1,60}", place):
            self._tables(place).drop()

    def box(self, round: str) -> Box:
        """Return the box of a round.

        Raises:
            Refusal: there is none, or another version of the program made it.
        """
        try:
            kept = json.loads(self._file(round).read_bytes())
        except FileNotFoundError:
            raise self._missing(round) from None
        if kept["format"] != _FORMAT:
            raise refuse(
                round,
                sentence("The box of this round was made by another version of the program."),
                sentence(
                    "Close the consultation with that version, or end it without answers on the page of "
                    "consultations; those opened from now on use the new form."
                ),
            )
        return Box(round, self._tables(kept["place"]), Key(bytes.fromhex(kept["key"])))

    def destroy(self, round: str) -> None:
        """Remove the key, the slips and the answers of a round; only of a closed box.

        Raises:
            Refusal: there is none, or it is not closed.
        """
        box = self.box(round)
        if box.state != "closed":
            raise refuse(
                round,
                sentence("This round is not closed yet, so its answers are not destroyed."),
                sentence("Close it first."),
            )
        # The key first: what is left after a crash between the two cannot be read by anybody.
        shred(self._file(round))
        # The key that opened the file of a host outside, where taking it in was cut short.
        shred(self.folder / f"{round}.errand")
        box.tables.drop()

    @property
    def address(self) -> str | None:
        """The address that slips show, like https://ask.example.org: as it was set, else where it is served."""
        for name in (_ADDRESS_FILE, _SERVED_FILE):
            file = self.folder / name
            if file.exists():
                return file.read_text(encoding="utf-8").strip()
        return None

    def set_address(self, address: str) -> None:
        """Keep the address that slips show, without the path.

        Raises:
            Refusal: it is no address of a page.
        """
        if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]{1,200}/?", address):
            raise refuse(
                address[:80],
                sentence("This is no address of a page."),
                sentence("Write it like https://ask.example.org or http://192.0.2.7:8001."),
            )
        self._keep(_ADDRESS_FILE, address)

    def served_at(self, address: str) -> None:
        """Remember where the intake is served: slips show it as long as nobody sets an address."""
        self._keep(_SERVED_FILE, address)

    def _keep(self, name: str, address: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self.folder / name, address.rstrip("/").encode())

    def _tables(self, place: str) -> Tables:
        if self.database:
            return PostgresTables(self.database, place, self.patience)
        return SqliteTables(self.folder / place, self.patience)

    def _file(self, round: str) -> Path:
        # A name from outside never leads out of the folder.
        if not _ROUND.fullmatch(round):
            raise self._missing(round)
        return self.folder / f"{round}.key"

    def _missing(self, round: str) -> Refusal:
        return refuse(
            round[:80],
            sentence("This round has no box."),
            sentence("Choose one of: %(rounds)s", rounds=", ".join(self.rounds()) or "-"),
        )


def _read(file: Path) -> dict[str, object]:
    """Return what a key file says; nothing where it is none."""
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def address_of(boxes: Boxes, code: str) -> str:
    """Return the address that the square of a slip leads to.

    Raises:
        Refusal: the address of the intake was never set, and it was served nowhere yet.
    """
    address = boxes.address
    if not address:
        raise refuse(
            "jishi intake address",
            sentence("Nobody has said yet at which address phones reach the intake."),
            sentence("Set it with: jishi intake address https://ask.example.org"),
        )
    return f"{address}/s/{code}"
