"""Are the three languages what they say: no Simplified letters in Traditional text, and the other way round?

The sets of letters are those of OpenCC: a letter belongs to the other script when every one of its tables (for
Traditional: the general one, Taiwan's and Hong Kong's, which differ in 群/羣 and 台/臺) changes it alone, and also
changes it inside the text, where words such as 批准 and 公里 are known.
"""

import re
from collections.abc import Iterator
from functools import cache

import opencc

from jishi.core.errors import Complaint, sentence
from jishi.packs.check.walk import everything
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts

TO_TRADITIONAL = ("s2t", "s2tw", "s2hk")
TO_SIMPLIFIED = ("t2s",)

_LATIN = re.compile(r"[A-Za-z0-9]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def check_languages(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every text with letters of the other script, and for English without a Latin letter."""
    for thing in everything(pack):
        if isinstance(thing, Texts):
            yield from _check(thing)


def _check(texts: Texts) -> Iterator[Complaint]:
    if found := foreign_letters(texts.zh_hant, TO_TRADITIONAL):
        yield texts.position.of("zh-Hant").complaint(
            sentence('The Traditional text has letters that are only Simplified: "%(letters)s".', letters=found),
            sentence("Write: %(better)s", better=_converted("s2hk", texts.zh_hant)),
        )
    if found := foreign_letters(texts.zh_hans, TO_SIMPLIFIED):
        yield texts.position.of("zh-Hans").complaint(
            sentence('The Simplified text has letters that are only Traditional: "%(letters)s".', letters=found),
            sentence("Write: %(better)s", better=_converted("t2s", texts.zh_hans)),
        )
    if not _LATIN.search(texts.en) or len(_HAN.findall(texts.en)) > len(texts.en) // 2:
        yield texts.position.of("en").complaint(
            sentence("The English text is not English."), sentence("Write it in English.")
        )


def foreign_letters(text: str, conversions: tuple[str, ...]) -> str:
    """Return the letters of a text that belong only to the other script, each once, in order.

    Args:
        text: the text.
        conversions: ``TO_TRADITIONAL`` finds Simplified letters, ``TO_SIMPLIFIED`` Traditional ones.

    Example:
        >>> foreign_letters("黨员、群眾和公里", TO_TRADITIONAL)
        '员'
    """
    suspicious = dict.fromkeys(letter for letter in text if all(_letter(c, letter) != letter for c in conversions))
    if not suspicious:
        return ""
    converted = [_converted(conversion, text) for conversion in conversions]
    changed = {
        letter
        for place, letter in enumerate(text)
        if all(len(other) != len(text) or other[place] != letter for other in converted)
    }
    return "".join(letter for letter in suspicious if letter in changed)


@cache
def _converter(conversion: str) -> "opencc.OpenCC":
    return opencc.OpenCC(conversion)


@cache
def _letter(conversion: str, letter: str) -> str:
    return _converted(conversion, letter)


def _converted(conversion: str, text: str) -> str:
    return str(_converter(conversion).convert(text))
