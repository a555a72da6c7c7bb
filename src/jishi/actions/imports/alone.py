"""One import at a time in a home: the second is told, at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.home import current
from jishi.store.lock import HeldError, hold

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
    try:
        with hold(current().imports / "lock"):
            yield
    except HeldError as held:
        raise _busy(kind) from held


def _busy(kind: str) -> Refusal:
    return refuse(
        kind,
        sentence("Another import is running in this home."),
        sentence("Wait until it has ended, then send the file again."),
    )
