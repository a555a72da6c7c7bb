"""What a field of a pack says about itself, and the small types that all parts share."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NewType

from jishi.packs.marked import Marked, Spot

Id = NewType("Id", str)
"""A name within the pack: letters, digits and hyphens, for instance ``meetings-held``."""

Hundredths = NewType("Hundredths", Decimal)
"""Points or percent with at most two decimals: 100 whole numbers are one of them, and nothing is ever rounded."""

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")

Tightening = Literal[
    "greater",
    "fewer",
    "later",
    "earlier",
    "wider",
    "worse-grade",
    "stricter-severity",
    "stricter-condition",
    "switched-on",
]
"""In which direction a change of the field makes a blocking rule or a limit stricter."""

NOWHERE = Spot("", 0)


@dataclass(frozen=True)
class Position:
    """Where an object of a pack stands: its first line, and the line of each of its keys."""

    spot: Spot = NOWHERE
    keys: Mapping[str, Spot] = field(default_factory=dict)

    def of(self, key: str) -> Spot:
        """Return the place of a key; the place of the object when the key is not written."""
        return self.keys.get(key, self.spot)


def described(
    description: str,
    *,
    key: str | None = None,
    refers: str | None = None,
    tightens: Tightening | None = None,
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare a field of a pack.

    Args:
        description: one sentence for the published schema.
        key: the word in YAML when Python keeps that word for itself (``from``, ``class``).
        refers: the section whose ids this field must name (see :mod:`jishi.packs.index`).
        tightens: which direction of change is stricter; None = the field is not about strictness.
        default: value when the key is absent (``dict`` = an empty mapping); without it the key is a must.
    """
    metadata = {"description": description, "key": key, "refers": refers, "tightens": tightens}
    if default is dict:
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def position() -> Any:
    """Declare the field that keeps where the object stands; it takes no part in comparisons and digests."""
    return field(default=Position(), compare=False, repr=False)


def written_key(declared: "dataclasses.Field[Any]") -> str:
    """Return the key of a field as it is written in YAML."""
    key: str = declared.metadata.get("key") or declared.name
    return key


@dataclass(frozen=True)
class Texts:
    """One text in the three languages."""

    zh_hans: str = described("Simplified Chinese.", key="zh-Hans")
    zh_hant: str = described("Traditional Chinese; no letters that exist only in Simplified.", key="zh-Hant")
    en: str = described("English.")
    position: Position = position()

    def say(self, language: str) -> str:
        """Return the text for a language tag: ``zh-Hant`` and its kin, other Chinese, anything else = English."""
        tag = language.replace("_", "-").lower()
        if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return self.zh_hant
        return self.zh_hans if tag.startswith("zh") else self.en


@dataclass(frozen=True)
class Source:
    """Where a rule comes from: a clause of a document, or an own choice with its reason."""

    document: str | None = described("Id of a document in pack.yaml.", refers="documents", default=None)
    clause: str | None = described("Id of a clause of that document, in quotes.", default=None)
    own: bool = described("True = decided by whoever wrote the pack; then a note says why.", default=False)
    note: str | None = described(
        "Why, in plain words; or the id of a note in pack.yaml, which readers see in three languages.", default=None
    )
    position: Position = position()


@dataclass(frozen=True)
class Written:
    """An expression as written; :mod:`jishi.packs.expressions` gives it its meaning."""

    content: Marked
    position: Position = position()


@dataclass(frozen=True)
class Amount:
    """A value as written, in the unit of the fact it belongs to (points, %, yuan, m², a date, a choice)."""

    text: str
    position: Position = position()
