"""Every object of a pack, whatever part it stands in."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from jishi.packs.build import schema_fields
from jishi.packs.pack import Pack

#: What a pack knows of itself; everything else is content, so a new part is checked from its first day.
_ABOUT = frozenset({"folder", "parent", "own", "digest"})


def everything(pack: Pack) -> Iterator[Any]:
    """Yield every object of the schema in a pack, outer before inner."""
    for part in dataclasses.fields(pack):
        if part.name not in _ABOUT:
            yield from objects(getattr(pack, part.name))


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
