"""A full disk during an import is told in a sentence; what was begun is undone by its transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from jishi.core.errors import refuse, sentence
from jishi.store.faults import has_no_room
from jishi.store.home import current


@contextmanager
def told_of_no_room() -> Iterator[None]:
    """Turn the error of a full disk into a refusal; every other error goes on.

    Raises:
        Refusal: there is no room left.
    """
    try:
        yield
    except (OSError, OperationalError) as fault:
        if not has_no_room(fault):
            raise
        raise refuse(
            str(current().path),
            sentence("There is no space left for this import; nothing of it was kept."),
            sentence("Free some space or raise the limit for the size of files, then send the file again."),
        ) from fault
