"""Digests of what is at rest: one canonical text, one keyed digest."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from jishi.store.home import current

# What may change without an action: signing in, a stronger hash of the same password, the chosen language.
_LOOSE = {"account": {"last_login", "password", "language"}}
_SLICE = 900


def canonical(value: object) -> bytes:
    """Return one text for equal values, whatever database or dictionary order they came from."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def keyed(salt: bytes, value: object) -> str:
    """Return the digest that nobody can make or guess without the home's event key and the salt."""
    return hmac.new(current().secrets.event, bytes(salt) + canonical(value), hashlib.sha256).hexdigest()


def subject_of(row: Model) -> str:
    """Return how events call a row.

    Example: ``grant:12``.
    """
    return f"{row._meta.model_name}:{row.pk}"


def content_of(row: Model) -> dict[str, Any] | None:
    """Return the row as the database has it, or None when it has none."""
    found = type(row)._base_manager.filter(pk=row.pk).values().first()
    return tight(type(row), found) if found else None


def contents_of(rows: Sequence[Model]) -> list[dict[str, Any] | None]:
    """Return rows as the database has them, in their order; one query for each nine hundred of a kind."""
    numbers: dict[type[Model], list[object]] = {}
    for row in rows:
        numbers.setdefault(type(row), []).append(row.pk)
    found: dict[tuple[type[Model], object], dict[str, Any]] = {}
    for model, listed in numbers.items():
        key = model._meta.pk.attname
        for start in range(0, len(listed), _SLICE):
            part = model._base_manager.filter(pk__in=listed[start : start + _SLICE])
            found |= {(model, values[key]): values for values in part.values()}
    kept = ((type(row), found.get((type(row), row.pk))) for row in rows)
    return [tight(model, values) if values else None for model, values in kept]


def tight(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that only an action may change."""
    loose = _LOOSE.get(str(model._meta.model_name), set())
    return {name: value for name, value in values.items() if name not in loose}
