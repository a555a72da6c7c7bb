"""Every object of a pack, whatever part it stands in."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from jishi.packs.build import schema_fields
from jishi.packs.pack import Pack

_PARTS = ("heading", "vocabulary", "groups", "facts", "standards", "grades", "programme", "questionnaires", "rules")
_LATER = ("consultations", "improvement", "procedures", "calendar", "publications", "figures", "worked")


def everything(pack: Pack) -> Iterator[Any]:
    """Yield every object of the schema in a pack, outer before inner."""
    for part in (*_PARTS, *_LATER):
        yield from objects(getattr(pack, part))


def objects(value: object) -> Iterator[Any]:
    """Yield the objects of the schema inside a value, the value itself included."""
    # A stack instead of recursion: a real pack has forty thousand objects, and every check walks them.
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend(reversed(found))
        elif isinstance(found, Mapping):
            waiting.extend(reversed(list(found.values())))
        elif dataclasses.is_dataclass(found) and hasattr(found, "position"):
            yield found
            waiting.extend(getattr(found, spec.name) for spec in reversed(schema_fields(type(found))))
