"""Every object of a pack, whatever part it stands in."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from jishi.packs.pack import Pack

_PARTS = ("heading", "vocabulary", "groups", "facts", "standards", "grades", "programme", "questionnaires", "rules")


def everything(pack: Pack) -> Iterator[Any]:
    """Yield every object of the schema in a pack, outer before inner."""
    for part in (*_PARTS, "figures", "worked"):
        yield from objects(getattr(pack, part))


def objects(value: object) -> Iterator[Any]:
    """Yield the objects of the schema inside a value, the value itself included."""
    if isinstance(value, tuple):
        for item in value:
            yield from objects(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from objects(item)
    elif dataclasses.is_dataclass(value) and hasattr(value, "position"):
        yield value
        for spec in dataclasses.fields(value):
            yield from objects(getattr(value, spec.name))
