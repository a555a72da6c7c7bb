"""Text that was copied from another unit: equal once names, numbers, signs and spaces are taken out."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_NUMBERS = re.compile(r"[0-9０-９一二三四五六七八九十百〇零两]+")
#: Shorter texts ("hold meetings on time") are said by many without copying.
SHORTEST = 12


def essence(text: str, names: Iterable[str] = ()) -> str:
    """Return what is left of a text when it is only copied and the names are changed.

    Args:
        text: the text, in one script.
        names: names of the unit and of those above, which are taken out; longer ones first.

    Example:
        >>> essence("甲村党支部：3月底前修好活动室！", ("甲村党支部",))
        '月底前修好活动室'
    """
    kept = unicodedata.normalize("NFKC", text).casefold()
    for name in sorted(names, key=len, reverse=True):
        if name:
            kept = kept.replace(unicodedata.normalize("NFKC", name).casefold(), "")
    kept = _NUMBERS.sub("", kept)
    return "".join(letter for letter in kept if unicodedata.category(letter)[0] in "LN")


def text_digest(text: str, names: Iterable[str] = ()) -> str:
    """Return the digest by which copies are found; empty = too short to say.

    Example:
        >>> text_digest("定期开会")
        ''
    """
    kept = essence(text, names)
    return hashlib.sha256(kept.encode()).hexdigest()[:32] if len(kept) >= SHORTEST else ""
