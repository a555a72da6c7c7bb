"""Which slips were used, a bit for each: an answer changes one page that it shares with thousands of others."""

import sqlite3
from collections.abc import Iterable, Sequence

_BYTES = 1024
_BITS = 8 * _BYTES
#: The marks of more batches are read together.
_FEW = 50


class Marks:
    """The marks of some slips, read from the table "mark" and written back to it.

    Attributes:
        connection: of the box; whoever sets marks has its turn.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._parts: dict[int, bytearray] = {}

    def make_room(self, slips: int) -> None:
        """Have unset marks for so many slips; those that are there stay."""
        parts = [(part, bytes(_BYTES)) for part in range(-(-slips // _BITS))]
        self.connection.executemany("INSERT OR IGNORE INTO mark VALUES (?, ?)", parts)

    def read(self, places: Iterable[int]) -> None:
        """Read the marks of these slips."""
        parts = {place // _BITS for place in places}
        if parts:
            listed = ", ".join("?" * len(parts))
            found = self.connection.execute(f"SELECT part, used FROM mark WHERE part IN ({listed})", list(parts))
            self._parts = {part: bytearray(used) for part, used in found}

    def read_of(self, batches: Sequence[tuple[int, int]]) -> None:
        """Read the marks of batches: the first place of each, and how many slips it has."""
        if len(batches) > _FEW:
            self.read_all()
            return
        parts = {
            part for begin, slips in batches for part in range(begin // _BITS, (begin + slips - 1) // _BITS + 1)
        }
        self.read(part * _BITS for part in parts)

    def count(self, begin: int, slips: int) -> int:
        """Return how many slips of a batch were used; its marks were read."""
        used = 0
        while slips:
            part, bit = divmod(begin, _BITS)
            here = min(slips, _BITS - bit)
            marks = int.from_bytes(self._parts[part], "little") >> bit & (1 << here) - 1
            used += marks.bit_count()
            begin, slips = begin + here, slips - here
        return used

    def read_all(self) -> None:
        """Read the marks of every slip."""
        self._parts = {part: bytearray(used) for part, used in self.connection.execute("SELECT * FROM mark")}

    def has(self, place: int) -> bool:
        """Say whether a slip was used; its mark was read."""
        part, bit = divmod(place, _BITS)
        return bool(self._parts[part][bit >> 3] >> (bit & 7) & 1)

    def set(self, places: Iterable[int]) -> None:
        """Mark slips as used, in the table too."""
        for place in places:
            part, bit = divmod(place, _BITS)
            self._parts[part][bit >> 3] |= 1 << (bit & 7)
        changed = [(bytes(used), part) for part, used in self._parts.items()]
        self.connection.executemany("UPDATE mark SET used = ? WHERE part = ?", changed)
