"""A file that one process at a time may hold; the system lets go of it when the process ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class HeldError(Exception):
    """Somebody else holds the file."""


@contextmanager
def hold(path: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock file; it is made when it is missing, and stays.

    Args:
        path: the file; holding it twice in one process counts as twice.
        wait: wait until it is free instead of being told.

    Raises:
        HeldError: somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _take(file, wait=wait)
        yield


def _take(file: IO[bytes], *, wait: bool) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            # LK_LOCK gives up after ten seconds, which nobody needs who only waits for a small file.
            mode = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined]
            msvcrt.locking(file.fileno(), mode, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as busy:
        raise HeldError(file.name) from busy
