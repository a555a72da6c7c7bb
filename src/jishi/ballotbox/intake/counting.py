"""Counting in groups: whoever waits is counted in one transaction, and told only after it is on the disk."""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date

import psycopg

from jishi.ballotbox.box import Box, Handed
from jishi.ballotbox.outcome import Outcome, What
from jishi.ballotbox.postgres import PostgresTables
from jishi.ballotbox.tables import Slip

_GROUP = 100
_WAITING = 10_000
#: In seconds: a box is mixed so long after it was last mixed, when so long nobody has answered; at the latest then.
_MIX_AFTER, _QUIET, _MIX_AT_LATEST = 3_600.0, 10.0, 10_800.0
_log = logging.getLogger("jishi.ballotbox")

Waiting = tuple[Handed, "asyncio.Future[Outcome]"]


class Counting:
    """Threads that count for one box, and one that looks slips up.

    Args:
        box: the box; each thread has its own connection to it.
        today: says which day it is.
        clock: in seconds; it never goes back.
    """

    def __init__(self, box: Box, today: Callable[[], date], clock: Callable[[], float] = time.monotonic) -> None:
        self.box = box
        self._today = today
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        # PostgreSQL prepares one group while another is written through; SQLite has one writer at a time.
        self._count = 2 if isinstance(box.tables, PostgresTables) else 1
        # Held by a thread while it counts, and by whoever mixes: those who wait are counted afterwards.
        self._turns = [threading.Lock() for _ in range(self._count)]
        self._threads = [threading.Thread(target=self._work, args=(turn,), daemon=True) for turn in self._turns]
        self._mixed = self._counted = clock()
        self._clock = clock
        self._looker = ThreadPoolExecutor(1)
        self._looking = box.again()
        for thread in self._threads:
            thread.start()

    async def look(self, code: str) -> tuple[Outcome | None, Slip | None]:
        """Return why a code cannot be used now (None = it can), and its slip (None = not of this box)."""
        return await self._loop.run_in_executor(self._looker, self._look, code)

    async def count(self, code: str, given: dict[str, object]) -> Outcome:
        """Count one answer; "counted" means that it is on the disk."""
        if self._queue.qsize() >= _WAITING:
            return Outcome("busy")
        told: asyncio.Future[Outcome] = self._loop.create_future()
        self._queue.put((Handed(self.box.key.digest(code), given), told))
        return await told

    def must_mix(self) -> bool:
        """Say whether it is time to mix: some time after the last one, in a quiet moment, and only what is new."""
        since = self._clock() - self._mixed
        quiet = self._clock() - self._counted >= _QUIET
        return self._counted > self._mixed and (since >= _MIX_AT_LATEST or (since >= _MIX_AFTER and quiet))

    async def mix(self) -> None:
        """Mix the box; whoever answers meanwhile waits, and is counted."""
        await self._loop.run_in_executor(None, self._mix)

    def _mix(self) -> None:
        with ExitStack() as held:
            for turn in self._turns:
                held.enter_context(turn)
            if mixed(self.box):
                self._mixed = self._clock()

    async def end(self, *, mix: bool) -> None:
        """Count who waits, then let go of the box; mixed, no place in it shows any more what came together."""
        for _ in self._threads:
            self._queue.put(None)
        await self._loop.run_in_executor(None, self._ended, mix)

    def _ended(self, mix: bool) -> None:
        for thread in self._threads:
            thread.join()
        self._looker.shutdown()
        self._looking.tables.close()
        if mix:
            mixed(self.box)

    def _look(self, code: str) -> tuple[Outcome | None, Slip | None]:
        try:
            return self._looking.look(self.box.key.digest(code), self._today())
        except Exception as fault:
            self._looking.tables.close()
            return _failed(fault), None

    def _work(self, turn: threading.Lock) -> None:
        box = self.box.again()
        while (first := self._queue.get()) is not None:
            group, last = self._group(first)
            with turn:
                self._counted = self._clock()
                try:
                    outcomes = box.count([handed for handed, _ in group], self._today())
                except Exception as fault:
                    # The next group finds a new connection; this one is told that it was not counted.
                    box.tables.close()
                    outcomes = [_failed(fault)] * len(group)
            self._loop.call_soon_threadsafe(_tell, group, outcomes)
            if last:
                break
        box.tables.close()

    def _group(self, first: Waiting) -> tuple[list[Waiting], bool]:
        group = [first]
        while len(group) < _GROUP:
            try:
                more = self._queue.get_nowait()
            except queue.Empty:
                break
            if more is None:
                return group, True
            group.append(more)
        return group, False


def mixed(box: Box) -> bool:
    """Mix a box and say whether it was done; that it could not be now is no reason to stop."""
    own = box.again()
    try:
        own.tables.mix()
    except Exception as fault:
        _log.warning("a box was not mixed: %s", type(fault).__name__)
        return False
    finally:
        own.tables.close()
    return True


def _tell(group: list[Waiting], outcomes: list[Outcome]) -> None:
    for (_, told), outcome in zip(group, outcomes, strict=True):
        if not told.done():
            told.set_result(outcome)


def _failed(fault: Exception) -> Outcome:
    """Return what to say of a failure; the log learns of the failure, never of an answer or a code."""
    what: What = "broken"
    match fault:
        case psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
            what = "busy"
        case psycopg.errors.DiskFull():
            what = "full"
        case psycopg.errors.UndefinedTable() | psycopg.errors.InvalidSchemaName():
            # The round was destroyed a moment ago.
            return Outcome("foreign")
        case sqlite3.OperationalError() if fault.sqlite_errorcode & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        ):
            what = "busy"
        case sqlite3.OperationalError() if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            what = "full"
        case sqlite3.OperationalError() if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN:
            return Outcome("foreign")
    _log.error(
        "answers were not counted (%s): %s",
        what,
        type(fault).__name__,
        exc_info=fault if what == "broken" else None,
    )
    return Outcome(what)
