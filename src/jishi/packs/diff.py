"""What changed from one pack to another, field by field, and which way it goes."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from jishi.packs.build import schema_fields
from jishi.packs.normal import normal
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Source, Texts, Written, written_key
from jishi.packs.schema.grades import Limit
from jishi.packs.schema.rules import Rule
from jishi.packs.strictness import Direction, Judge

Subject = Literal["added", "removed", "weight", "date", "wording", "source", "rule"]

_SECTIONS = ("heading", "programme", "vocabulary", "groups", "facts", "standards", "grades")
_LISTS = ("questionnaires", "consultations", "rules", "procedures", "publications", "forms", "figures")
_IGNORED = ("documents", "notes", "extends", "approved_by")


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        path: where: section, ids and key, for instance ``standards/village/indicators/term/weight``.
        subject: what kind of change it is.
        before: what was written; None = nothing.
        after: what is written now; None = nothing.
        direction: stricter, looser, or neither (``changes``).
    """

    path: str
    subject: Subject
    before: Any
    after: Any
    direction: Direction


def diff(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Return the changes from one pack to another, in the order of the files; worked examples are left out."""
    comparison = _Comparison(Judge(old, new))
    changes: list[Change] = []
    for section in (*_SECTIONS, *_LISTS):
        changes += comparison.values(section, None, getattr(old, section), getattr(new, section))
    return tuple(changes)


class _Comparison:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def values(self, path: str, spec: "dataclasses.Field[Any] | None", old: Any, new: Any) -> Iterator[Change]:
        """Yield the changes between two values of one field."""
        if old == new:
            return
        if _identified(old) and _identified(new) and (old or new):
            yield from self._items(path, old, new)
        elif _alike(old, new):
            for place, (before, after) in enumerate(zip(old, new, strict=True), start=1):
                yield from self.values(f"{path}/{place}", spec, before, after)
        elif _is_group(old) and type(old) is type(new):
            yield from self._fields(path, old, new)
        elif not (isinstance(old, Written) and isinstance(new, Written) and self._judge.same_condition(old, new)):
            direction = self._judge.direction(spec, old, new) if spec else "changes"
            yield Change(path, _subject(path, old, new), _plain(old), _plain(new), direction)

    def _fields(self, path: str, old: Any, new: Any) -> Iterator[Change]:
        for spec in schema_fields(type(new)):
            key = written_key(spec)
            if key not in _IGNORED:
                yield from self.values(f"{path}/{key}", spec, getattr(old, spec.name), getattr(new, spec.name))

    def _items(self, path: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Change]:
        before, after = ({item.id: item for item in items} for items in (old, new))
        for name, item in before.items():
            if name not in after:
                yield Change(f"{path}/{name}", "removed", normal(item), None, _gone(item))
        for name, item in after.items():
            if name in before:
                yield from self._fields(f"{path}/{name}", before[name], item)
            else:
                yield Change(f"{path}/{name}", "added", None, normal(item), _come(item))


def _identified(value: Any) -> bool:
    return isinstance(value, tuple) and all(hasattr(item, "id") for item in value)


def _alike(old: Any, new: Any) -> bool:
    """Say whether both are lists of the same length of things without ids, to be compared one by one."""
    lists = isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new)
    return lists and all(_is_group(item) for item in (*old, *new))


def _is_group(value: Any) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, Texts | Source | Written)


def _plain(value: Any) -> Any:
    return None if value is None else normal(value)


def _subject(path: str, old: Any, new: Any) -> Subject:
    if path.endswith("/weight"):
        return "weight"
    if isinstance(old, date) or isinstance(new, date):
        return "date"
    if isinstance(new, Texts) or isinstance(old, Texts):
        return "wording"
    return "source" if isinstance(new, Source) or isinstance(old, Source) else "rule"


def _binds(item: Any) -> bool:
    return isinstance(item, Limit) or (isinstance(item, Rule) and item.severity == "block")


def _gone(item: Any) -> Direction:
    return "loosens" if _binds(item) else "changes"


def _come(item: Any) -> Direction:
    return "tightens" if _binds(item) else "changes"
