"""Rows that were checked, out of memory until they are written.

A roster of a million members does not fit beside everything else, and nothing may be written before its last row
was checked. So what passed waits in a nameless file of the home: sealed like the roster itself, and gone with the
process.
"""

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, Self

from jishi.store.home import current
from jishi.store.vault import Keys

# A township's roster never touches the disk.
_IN_MEMORY = 8 << 20
_LENGTH = 8


class Spool:
    """Lists of plain values, in the order in which they were added."""

    def __init__(self, vault: Keys) -> None:
        self._vault = vault
        self._parts = 0
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(current().imports))  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, rows: list[Any]) -> None:
        """Keep rows of plain values."""
        plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = self._vault.seal_bytes(plain, _place(self._parts))
        self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._parts += 1

    def __iter__(self) -> Iterator[list[Any]]:
        """Yield what was added, part by part."""
        self._file.seek(0)
        for number in range(self._parts):
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            yield json.loads(self._vault.unseal_bytes(self._file.read(length), _place(number)))


def _place(number: int) -> str:
    return f"spool:{number}"
