"""One import at a time in a home: the second is told, at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.home import current

# Any fixed number: the lock that imports of all machines at one PostgreSQL share.
_LOCK = 0x6A697369


@contextmanager
def alone(kind: str) -> Iterator[None]:
    """Hold the home's import lock; the system drops it when the process ends, however it ends.

    Raises:
        Refusal: another import is running.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise _busy(kind)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    file = current().imports / "lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        _hold(held.fileno(), kind)
        yield


def _hold(handle: int, kind: str) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as busy:
        raise _busy(kind) from busy


def _busy(kind: str) -> Refusal:
    return refuse(
        kind,
        sentence("Another import is running in this home."),
        sentence("Wait until it has ended, then send the file again."),
    )
