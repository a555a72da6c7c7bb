"""The normal form of a pack's content: what its digest is taken of and what a diff compares."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jishi.packs.build import schema_fields
from jishi.packs.schema.fields import Amount, Written, written_key


def normal(value: object) -> Any:
    """Return a value of the schema as plain JSON: keys as written, no places, no defaults, shortest numbers."""
    if isinstance(value, Written):
        return value.content.plain()
    if isinstance(value, Amount):
        return value.text
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {written_key(f): normal(getattr(value, f.name)) for f in schema_fields(type(value))}
        return {key: part for key, part in told.items() if part not in (None, [], {})}
    if isinstance(value, tuple | list):
        return [normal(part) for part in value]
    if isinstance(value, Mapping):
        return {key: normal(part) for key, part in value.items()}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the normal form, in hexadecimal."""
    text = json.dumps(normal(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
