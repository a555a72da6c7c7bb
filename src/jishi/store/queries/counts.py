"""Counts beside lists: exact while they are few, and for who sees a province kept for some minutes.

A count goes through every row that it counts. Nobody turns three hundred pages, so a pager counts no further; and
a figure over a whole province need not be of this second, so it is counted once in a while and says of when it is.
Whoever asks when that while is over still gets the figure of before; it is counted anew beside, by a thread of its
own, and only whoever asks for what was never counted waits.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store import clock, standing

Value = TypeVar("Value")

#: A pager counts this far and one further; more is told as "more than".
COUNTED = 10_000
#: Who sees no more units than these gets every figure of this moment.
LARGE = 5_000
#: So many seconds a figure over more of them is kept.
KEPT = 300
#: So many seconds it is still told while it is counted anew.
TOLD = 86_400
_MOST = 500
_IDLE = 60

_held: OrderedDict[Hashable, tuple[float, datetime, Any]] = OrderedDict()
_lock = threading.Lock()
# What is to be counted anew beside the requests, and the keys of all that is or is being counted.
_over: SimpleQueue[tuple[Hashable, Callable[[], Any]]] = SimpleQueue()
_asked_for: set[Hashable] = set()
_beside: list[threading.Thread] = []

_log = logging.getLogger("jishi.counts")
# Of when the oldest figure is that was told while a request is answered.
_oldest: ContextVar[datetime | None] = ContextVar("oldest", default=None)


def few(found: QuerySet) -> int:
    """Return how many rows there are, or one more than :data:`COUNTED`."""
    plain = found.order_by()
    if plain._fields is None and plain.query.group_by is None and not plain.query.distinct:
        # What is only shown beside a row is not looked up to count it.
        plain = plain.values("pk")
    return plain[: COUNTED + 1].count()


def count(scope: Scope, found: QuerySet) -> int:
    """Return how many rows there are, of now or kept."""
    return kept(scope, "count", found.order_by(), lambda: found.count())


def rows(scope: Scope, found: QuerySet) -> list[Any]:
    """Return the rows of a query that groups, of now or kept."""
    return kept(scope, "rows", found, lambda: list(found))


def ids(scope: Scope, found: QuerySet) -> list[int] | None:
    """Return the ids of a list in order, as far as anybody turns its pages; None = ask for it."""
    return first(scope, found.values_list("pk", flat=True))


def first(scope: Scope, found: QuerySet) -> list[Any] | None:
    """Return the rows of a list in order, as far as anybody turns its pages; None = ask for what is shown."""
    if len(standing.seen(scope)) <= LARGE:
        return None
    return kept(scope, "first", found, lambda: list(found[: COUNTED + 1]))


def kept(
    scope: Scope, name: str, by: QuerySet | Hashable, compute: Callable[[], Value], *, dear: bool = False
) -> Value:
    """Return what is computed over a scope; for a large one what was computed some minutes ago.

    Args:
        scope: who looks.
        name: of the figure.
        by: the query, or everything besides the scope on which the figure depends.
        compute: computes it; maybe later, in another thread.
        dear: whole registers are read for it, however little the scope sees; so the size of the whole tree counts.
    """
    if len(standing.standing() if dear else standing.seen(scope)) <= LARGE:
        return compute()
    try:
        on: Hashable = by.query.sql_with_params() if isinstance(by, QuerySet) else (scope, by)
    except EmptyResultSet:
        return compute()
    key = (str(connection.settings_dict["NAME"]), name, on)
    with _lock:
        found = _held.get(key)
    age = time.monotonic() - found[0] if found else TOLD
    if found is None or age >= TOLD:
        found = _counted(key, compute)
    elif age > KEPT:
        _ask(key, compute)
    oldest = _oldest.get()
    _oldest.set(min(oldest, found[1]) if oldest else found[1])
    return found[2]  # type: ignore[no-any-return]


def _counted(key: Hashable, compute: Callable[[], Any]) -> tuple[float, datetime, Any]:
    found = time.monotonic(), clock.now(), compute()
    with _lock:
        _held[key] = found
        _held.move_to_end(key)
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return found


def _ask(key: Hashable, compute: Callable[[], Any]) -> None:
    """Let a figure be counted anew, once however many ask, by the one thread that does nothing else."""
    with _lock:
        if key in _asked_for:
            return
        _asked_for.add(key)
        _over.put((key, compute))
    _begin()


def _begin() -> None:
    with _lock:
        if not any(thread.is_alive() for thread in _beside):
            _beside[:] = [threading.Thread(target=_count_beside, name="counts", daemon=True)]
            _beside[0].start()


def _count_beside() -> None:
    while True:
        catch_up(wait=_IDLE)
        # A connection that waits is one that somebody else lacks.
        connection.close()


def catch_up(wait: float = 0) -> None:
    """Count anew everything that was asked for; ``wait`` = so many seconds for the first."""
    while True:
        try:
            key, compute = _over.get(timeout=wait) if wait else _over.get_nowait()
        except Empty:
            return
        wait = 0
        try:
            _counted(key, compute)
        except Exception:
            # The figure of before stays; the next reader asks again.
            _log.warning("a figure could not be counted anew", exc_info=True)
        finally:
            with _lock:
                _asked_for.discard(key)


def of() -> datetime | None:
    """Return of when the oldest kept figure is that was told since this was last asked."""
    oldest = _oldest.get()
    _oldest.set(None)
    return oldest


def answering(**_: object) -> None:
    """Begin anew with what is told: a request is being answered."""
    _oldest.set(None)


def forget() -> None:
    """Let every figure be counted anew."""
    with _lock:
        _held.clear()
