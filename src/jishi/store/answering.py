"""What is looked up once while a request that only reads is answered, and anew each time otherwise."""

from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")

# What was looked up for the request that is answered; None = none is.
_looked_up: ContextVar[dict[Hashable, Any] | None] = ContextVar("looked_up", default=None)


def once(key: Hashable, look_up: Callable[[], Value]) -> Value:
    """Return what is looked up, for the request that is answered only once.

    Args:
        key: says what; nobody else uses it.
        look_up: looks it up.
    """
    known = _looked_up.get()
    if known is None:
        return look_up()
    if key not in known:
        known[key] = look_up()
    return known[key]  # type: ignore[no-any-return]


def begun(environ: Mapping[str, str] | None = None, **_: object) -> None:
    """Remember from now on: a request is being answered; one that may change something remembers nothing."""
    _looked_up.set({} if environ is None or environ.get("REQUEST_METHOD") in ("GET", "HEAD") else None)


def ended(**_: object) -> None:
    """Forget what was remembered for a request."""
    _looked_up.set(None)
