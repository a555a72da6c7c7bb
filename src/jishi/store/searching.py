"""Keys for search: what somebody types in either script, as a code or as pinyin initials finds the unit."""

from functools import cache, lru_cache

from opencc import OpenCC


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return the text in simplified characters, lower case, without spaces.

    Example:
        >>> fold("龍泉 街道"), fold("LQ")
        ('龙泉街道', 'lq')
    """
    if not text:
        return ""
    return "".join(_simplifier().convert(text).lower().split())


# Names repeat, above all family names with a letter or two; a whole province is some million of them.
@lru_cache(maxsize=65536)
def initials(text: str) -> str:
    """Return the pinyin initials; what is no Chinese character stays.

    Example:
        >>> initials("重庆市")
        'cqs'
    """
    if not text:
        return ""
    # Its dictionary of phrases takes half a second to load, and pages only search.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(fold(text), style=Style.FIRST_LETTER)).lower()


def keys(name: str, short_name: str, code: str) -> tuple[str, str]:
    """Return what a unit's columns ``pinyin`` and ``search`` must hold."""
    pinyin = initials(name)
    words = dict.fromkeys([fold(name), fold(short_name), fold(code), pinyin, initials(short_name)])
    return pinyin[:200], " ".join(word for word in words if word)
