"""The keys of a home: three, in one file beside the database, that only its owner may read."""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from jishi.core.errors import Refusal, refuse, sentence

PRIVATE = 0o600


@dataclass(frozen=True)
class Secrets:
    """Keys of one home; none of them is ever in the database or in a log.

    Attributes:
        django: signs sessions and forms.
        event: keys the digests of the event chain and the seals of rows.
        vault: encrypts fields.
    """

    django: str = field(repr=False)
    event: bytes = field(repr=False)
    vault: bytes = field(repr=False)

    @classmethod
    def make(cls) -> "Secrets":
        """Return new keys from the system's source of chance."""
        return cls(secrets.token_urlsafe(48), secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def read(cls, path: Path) -> "Secrets":
        """Read the keys from their file.

        Raises:
            Refusal: the file does not hold them.
        """
        try:
            parts = json.loads(path.read_text(encoding="utf-8"))
            return cls(str(parts["django"]), bytes.fromhex(parts["event"]), bytes.fromhex(parts["vault"]))
        except (ValueError, KeyError, TypeError):
            raise damaged(path) from None

    def write(self, path: Path) -> None:
        """Write the keys to a file that only its owner may read."""
        parts = {"django": self.django, "event": self.event.hex(), "vault": self.vault.hex()}
        write_private(path, json.dumps(parts, indent=2))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def damaged(path: Path) -> Refusal:
    """Return the refusal of a file of a home that does not hold what it should."""
    return refuse(
        str(path),
        sentence("This file of the home is damaged."),
        sentence("Put the file back, or make a home of a backup with: jishi restore FILE"),
    )
