"""A full disk during an import is told in a sentence; what was begun is undone by its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from jishi.columnar.folder import NO_ROOM
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.home import current


@contextmanager
def told_of_no_room() -> Iterator[None]:
    """Turn the error of a full disk into a refusal; every other error goes on.

    Raises:
        Refusal: there is no room left.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise _no_room() from error
    except OperationalError as error:
        if not any(word in str(error) for word in ("full", "disk I/O", "No space")):
            raise
        raise _no_room() from error


def _no_room() -> Refusal:
    return refuse(
        str(current().path),
        sentence("There is no space left for this import; nothing of it was kept."),
        sentence("Free some space or raise the limit for the size of files, then send the file again."),
    )
