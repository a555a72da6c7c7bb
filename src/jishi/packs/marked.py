"""YAML as marked values: every value knows its file and line, and nothing is guessed.

A scalar keeps the letters that were typed, so that 95.10 stays 95.10 and a clause "4.10" never becomes 4.1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from jishi.core.errors import Complaint, Sentence, refuse, sentence

_LOADER: Any = yaml.CSafeLoader
_TAG = "tag:yaml.org,2002:"
_LARGEST_FILE = 4_000_000
_DEEPEST = 60


@dataclass(frozen=True)
class Spot:
    """A place in a file of a pack; ``line`` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def complaint(self, what: Sentence, fix: Sentence) -> Complaint:
        """Return the complaint about this place."""
        return Complaint(str(self), what, fix)


@dataclass(frozen=True)
class Scalar:
    """One value as typed.

    Attributes:
        text: the letters.
        reads_as: what YAML 1.1 takes them for: ``str``, ``int``, ``float``, ``bool``, ``null``, ``timestamp``.
    """

    text: str
    reads_as: str
    spot: Spot = field(compare=False)

    def plain(self) -> object:
        """Return the text."""
        return self.text


@dataclass(frozen=True)
class Sequence:
    """A list of marked values."""

    items: tuple["Marked", ...]
    spot: Spot = field(compare=False)

    def plain(self) -> object:
        """Return plain lists, dictionaries and texts."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True)
class Table:
    """A mapping from keys to marked values; ``spots`` tells where each key stands."""

    items: Mapping[str, "Marked"]
    spot: Spot = field(compare=False)
    spots: Mapping[str, Spot] = field(compare=False, default_factory=dict)

    def plain(self) -> object:
        """Return plain lists, dictionaries and texts."""
        return {key: value.plain() for key, value in self.items.items()}

    def text(self, key: str) -> str | None:
        """Return the text under a key; None when it is absent or not a scalar."""
        value = self.items.get(key)
        return value.text if isinstance(value, Scalar) else None


Marked = Scalar | Sequence | Table


def read(path: Path, shown: str) -> Marked:
    """Read one YAML file.

    Args:
        path: the file.
        shown: how complaints name it.

    Raises:
        Refusal: not UTF-8, not YAML, a key twice, an alias, a tag, too large or too deep.
    """
    text = _decoded(path, shown)
    try:
        return _Reader(text, shown).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse(
            f"{shown}:{mark.line + 1 if mark else 1}",
            sentence("This is not YAML: %(problem)s.", problem=error.problem or "unreadable"),
            sentence("Look for a missing quote, colon or space on this line or the one above."),
        ) from error
    except yaml.YAMLError as error:
        raise refuse(
            f"{shown}:1",
            sentence("This is not YAML: %(problem)s.", problem=" ".join(str(error).split())),
            sentence("Remove what is not ordinary text, then save the file as UTF-8."),
        ) from error


def _decoded(path: Path, shown: str) -> str:
    content = path.read_bytes()
    if len(content) > _LARGEST_FILE:
        raise refuse(
            f"{shown}:1",
            sentence(
                "The file has %(size)s bytes; the limit is %(limit)s.", size=len(content), limit=_LARGEST_FILE
            ),
            sentence("Split it into several files of the same folder."),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(
            f"{shown}:{line}",
            sentence("The file is not UTF-8 text."),
            sentence("Save it again with the encoding UTF-8."),
        ) from error


class _Reader:
    """Builds marked values from the parser's events, without recursion through aliases."""

    def __init__(self, text: str, shown: str) -> None:
        self._shown = shown
        self._resolver: Any = yaml.SafeLoader("")
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))

    def document(self) -> Marked:
        event = next(self._events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise refuse(
                f"{self._shown}:1",
                sentence("The file is empty."),
                sentence("Write its content or delete the file."),
            )
        value = self._value(event, 0)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise refuse(
                    str(self._spot(event)),
                    sentence("A second document starts here (---)."),
                    sentence("Put it into a file of its own."),
                )
        return value

    def _spot(self, event: Any) -> Spot:
        return Spot(self._shown, event.start_mark.line + 1)

    def _value(self, event: Any, depth: int) -> Marked:
        spot = self._spot(event)
        self._refuse_cleverness(event, spot, depth)
        if isinstance(event, yaml.ScalarEvent):
            tag = self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
            return Scalar(event.value, tag.removeprefix(_TAG), spot)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                items.append(self._value(event, depth + 1))
            return Sequence(tuple(items), spot)
        return self._table(spot, depth)

    def _table(self, spot: Spot, depth: int) -> Table:
        items: dict[str, Marked] = {}
        spots: dict[str, Spot] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            if not isinstance(key, Scalar):
                raise refuse(
                    str(key.spot),
                    sentence("A key must be a word, not a list."),
                    sentence("Write the key as text."),
                )
            if key.text in items:
                raise refuse(
                    str(key.spot),
                    sentence(
                        'The key "%(key)s" stands here twice (first in line %(line)s).',
                        key=key.text,
                        line=spots[key.text].line,
                    ),
                    sentence("Keep one of the two."),
                )
            items[key.text] = self._value(next(self._events), depth + 1)
            spots[key.text] = key.spot
        return Table(items, spot, spots)

    def _refuse_cleverness(self, event: Any, spot: Spot, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise refuse(
                str(spot),
                sentence("The alias *%(name)s refers to another place.", name=event.anchor),
                sentence("Write the value out, so that every line can be read alone."),
            )
        if getattr(event, "tag", None):
            raise refuse(
                str(spot),
                sentence("The tag %(tag)s is not allowed.", tag=event.tag),
                sentence("Delete it; a pack holds plain text, numbers and lists only."),
            )
        if depth > _DEEPEST:
            raise refuse(
                str(spot),
                sentence("Lists stand in lists more than %(depth)s deep.", depth=_DEEPEST),
                sentence("Split the expression into named formulas."),
            )
