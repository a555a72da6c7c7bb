"""The word that takes a value away: an empty cell says nothing, so deleting must be said."""

from collections.abc import Mapping
from enum import Enum

from jishi.sheets.folding import folded

# What the template offers, by language.
WORDS: Mapping[str, str] = {"zh-Hans": "清空", "zh-Hant": "清空", "en": "clear"}
NOTES: Mapping[str, str] = {
    "zh-Hans": "留空表示不改动；写“清空”则删除原来的值。",
    "zh-Hant": "留空表示不改動；寫「清空」則刪除原來的值。",
    "en": "Empty changes nothing; “clear” deletes what was said before.",
}
_FOLDED = frozenset(folded(word) for word in WORDS.values())


class Cleared(Enum):
    """What a cell with such a word says."""

    CLEARED = "cleared"


CLEARED = Cleared.CLEARED


def says_clear(text: str) -> bool:
    """Say whether a cell asks for the value that was said before to be deleted."""
    return folded(text) in _FOLDED
