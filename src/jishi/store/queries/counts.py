"""Counts beside lists: exact while they are few, and for who sees a province kept for some minutes.

A count goes through every row that it counts. Nobody turns three hundred pages, so a pager counts no further; and
a figure over a whole province need not be of this second, so it is counted once in a while and says of when it is.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from datetime import datetime
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
_MOST = 500

_held: OrderedDict[Hashable, tuple[float, datetime, Any]] = OrderedDict()
_lock = threading.Lock()
# Of when the oldest figure is that was told while a request is answered.
_oldest: ContextVar[datetime | None] = ContextVar("oldest", default=None)


def few(found: QuerySet) -> int:
    """Return how many rows there are, or one more than :data:`COUNTED`."""
    return found.order_by()[: COUNTED + 1].count()


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


def kept(scope: Scope, name: str, by: QuerySet | Hashable, compute: Callable[[], Value]) -> Value:
    """Return what is computed over a scope; for a large one what was computed some minutes ago.

    Args:
        scope: who looks.
        name: of the figure.
        by: the query, or everything besides the scope on which the figure depends.
        compute: computes it.
    """
    if len(standing.seen(scope)) <= LARGE:
        return compute()
    try:
        on: Hashable = by.query.sql_with_params() if isinstance(by, QuerySet) else (scope, by)
    except EmptyResultSet:
        return compute()
    key = (str(connection.settings_dict["NAME"]), name, on)
    with _lock:
        found = _held.get(key)
    if found is None or time.monotonic() - found[0] > KEPT:
        found = time.monotonic(), clock.now(), compute()
        with _lock:
            _held[key] = found
            _held.move_to_end(key)
            while len(_held) > _MOST:
                _held.popitem(last=False)
    oldest = _oldest.get()
    _oldest.set(min(oldest, found[1]) if oldest else found[1])
    return found[2]  # type: ignore[no-any-return]


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
