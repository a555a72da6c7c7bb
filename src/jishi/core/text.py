"""Office text: full-width letters, odd spaces, signs that cannot be seen, and letters that look alike.

Everything here works letter by letter; Simplified and Traditional are told apart (the store's search joins them).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

# Cannot be seen: zero-width spaces and joiners, direction marks, soft hyphen, byte order mark, variation selectors.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
# Full-width digits and Latin letters only: full-width signs are right in Chinese text.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−－﹣ー", "-"),
        **dict.fromkeys("‘’‚‛′`´＇", "'"),
        **dict.fromkeys("“”„‟″＂「」『』", '"'),
        **dict.fromkeys("·•‧∙⋅・･․", "·"),
        **dict.fromkeys("〔【〖［", "["),
        **dict.fromkeys("〕】〗］", "]"),
        "。": ".",
        "、": ",",
        "〜": "~",
    }
)
# Letters of other scripts, and signs, that a reader takes for these.
_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("oOοОоΟ〇○◯", "0"),
        **dict.fromkeys("lIіІΙ|丨", "1"),
        **dict.fromkeys("АΑа", "a"),
        **dict.fromkeys("ВΒ", "b"),
        **dict.fromkeys("СсϹ", "c"),
        **dict.fromkeys("ЕΕе", "e"),
        **dict.fromkeys("НΗ", "h"),
        **dict.fromkeys("КΚ", "k"),
        **dict.fromkeys("МΜ", "m"),
        **dict.fromkeys("Ν", "n"),
        **dict.fromkeys("РΡр", "p"),
        **dict.fromkeys("ТΤ", "t"),
        **dict.fromkeys("ХΧх", "x"),
        **dict.fromkeys("УΥу", "y"),
        "一": "-",
        "二": "=",
        "口": "□",
        "囗": "□",
        "未": "末",
        "己": "已",
        "巳": "已",
        "曰": "日",
        "土": "士",
    }
)


def ungrouped(number: str) -> str:
    """Return a number without the commas between groups of three digits; any other comma stays, and is no number.

    Example:
        >>> ungrouped("1,234,567.5"), ungrouped("1,5")
        ('1234567.5', '1,5')
    """
    return number.replace(",", "") if _GROUPED.fullmatch(number) else number


def has_unseen(text: str) -> bool:
    """Say whether a text holds signs that take no room: a name with one looks like a name without.

    Example:
        >>> has_unseen("某\u200b村"), has_unseen("某村")
        (True, False)
    """
    return _UNSEEN.search(text) is not None


def without_controls(text: str) -> str:
    """Return a text without control characters; ends of lines and tabs stay.

    Example:
        >>> without_controls("two\\x00 lines\\r\\nof text")
        'two lines\\r\\nof text'
    """
    return _CONTROLS.sub("", text)


def tidy(text: str) -> str:
    """Return text as it should be kept: digits and letters narrow, single plain spaces, nothing unseen.

    Signs stay as they are: the full-width comma is the right one in Chinese.

    Example:
        >>> tidy("　第３党支部（Ａ座）​ ")
        '第3党支部（A座）'
    """
    seen = _CONTROLS.sub("", _UNSEEN.sub("", text))
    return _SPACES.sub(" ", seen).strip().translate(_NARROW)


def folded(text: str) -> str:
    """Return text for searching: narrow, lower case, single spaces between words.

    Example:
        >>> folded("ＬＱ　Street")
        'lq street'
    """
    return _settled(text, lambda now: tidy(unicodedata.normalize("NFKC", now).casefold()))


def key(text: str) -> str:
    """Return text for telling whether two entries mean the same.

    It is folded, without spaces, and with one sign for all kinds of dashes, quotes, brackets and dots.

    Example:
        >>> key("龙泉街道（党工委）") == key("龙泉 街道(党工委)")
        True
    """
    return _settled(text, lambda now: folded(now.translate(_SIGNS)).replace(" ", ""))


def _settled(text: str, change: Callable[[str], str]) -> str:
    """Return the text changed until it stays: composing letters can bring up one more thing to change."""
    while (changed := change(text)) != text:
        text = changed
    return text


def skeleton(text: str) -> str:
    """Return what a reader sees at a glance: texts with one skeleton can be taken for each other.

    Example:
        >>> skeleton("DZB-O1l") == skeleton("DZB-011"), skeleton("DZB-01") == skeleton("DZB-02")
        (True, False)
    """
    narrow = unicodedata.normalize("NFKC", tidy(text).translate(_SIGNS))
    return key(narrow.translate(_LOOK_ALIKES))


def look_alikes(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of different texts that can be taken for each other, in order of appearance.

    Example:
        >>> look_alikes(["A01", "AO1", "B02", "A01"])
        (('A01', 'AO1'),)
    """
    groups: dict[str, dict[str, None]] = {}
    for text in texts:
        groups.setdefault(skeleton(text), {})[text] = None
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
