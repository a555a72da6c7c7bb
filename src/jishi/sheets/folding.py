"""One shape for words that offices write in many: full-width, spaced, in either script."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

from jishi.core import text as core

_ASIDE = re.compile(r"[(\[【〔〈<].*?[)\]】〕〉>]")
_SIGNS = re.compile(r"[\s:：,,。.、*※#_\-—/\\|'\"“”‘’()\[\]【】〔〕〈〉<>]+")


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def trimmed(text: str) -> str:
    """Return the text without spaces of any width around it, and with single spaces inside.

    Letters that cannot be seen stay, unlike in :func:`jishi.core.text.tidy`: whoever reads the cell tells of them.
    """
    return " ".join(text.strip("\u200b\ufeff").split())


def narrow(text: str) -> str:
    """Return digits, letters and signs in their half-width form, trimmed.

    Example:
        >>> narrow("12%")
        '12%'
    """
    return core.tidy(text if text.isascii() else unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return the text for comparison: Simplified letters, half width, lower case, no spaces and signs."""
    return _SIGNS.sub("", _simplified().convert(core.folded(text)))


@lru_cache(maxsize=65536)
def folded_without_asides(text: str) -> str:
    """Return :func:`folded` without what stands in brackets, such as a unit of measure."""
    return folded(_ASIDE.sub("", unicodedata.normalize("NFKC", text)))
