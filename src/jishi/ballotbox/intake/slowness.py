"""What comes too slowly is not waited for: whoever sends half a form and falls silent holds one line."""

import asyncio
import time
from collections.abc import Awaitable, Callable

#: In seconds: a form has two kilobytes, which the slowest telephone sends in less.
SLOWEST = 20.0


class TooSlow(Exception):  # noqa: N818 - an answer, not a fault of the program
    """Not all of what was announced arrived in time."""


class Slowness:
    """The requests whose bodies are being read, and since when.

    They are looked at together every few seconds (:meth:`end`): a timer for each would cost every honest form.

    Args:
        seconds: so long a body may take.
        clock: in seconds; it never goes back.
    """

    def __init__(self, seconds: float = SLOWEST, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._reading: dict[asyncio.Task[object] | None, float] = {}
        self._late: set[asyncio.Task[object] | None] = set()

    async def within(self, reading: Awaitable[bytes]) -> bytes:
        """Return what is read.

        Raises:
            TooSlow: it did not come in time.
        """
        task = asyncio.current_task()
        self._reading[task] = self._clock()
        try:
            return await reading
        except asyncio.CancelledError:
            if task is None or task not in self._late:
                raise
            task.uncancel()
            raise TooSlow from None
        finally:
            self._late.discard(task)
            del self._reading[task]

    def end(self) -> None:
        """End what has been read for too long."""
        limit = self._clock() - self._seconds
        for task, since in list(self._reading.items()):
            if task and since <= limit and task not in self._late:
                self._late.add(task)
                task.cancel()
