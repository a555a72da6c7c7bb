"""The language in which the command line speaks: JISHI_LANG, else LC_ALL, LC_MESSAGES, LANG, else English."""

import gettext
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import click

from jishi.core.errors import refuse, sentence

#: Words of a paper in one more language; repeatable.
also_option = click.option(
    "--also",
    nargs=3,
    multiple=True,
    metavar="LANGUAGE TITLE TEXT",
    help="Heading and words in another language (zh-Hans, zh-Hant, en); repeatable.",
)
_LOCALE = Path(__file__).resolve().parent.parent / "web" / "locale"


def language() -> str:
    """Return ``zh_Hans``, ``zh_Hant`` or ``en``."""
    for name in ("JISHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(name, "").replace("-", "_")
        if not said:
            continue
        if said.startswith("zh"):
            traditional = any(mark in said for mark in ("Hant", "TW", "HK", "MO"))
            return "zh_Hant" if traditional else "zh_Hans"
        return "en"
    return "en"


@cache
def translator() -> Callable[[str], str]:
    """Return the gettext function of the language; English where a catalogue is not compiled yet."""
    return spoken_in(language())


@cache
def spoken_in(chosen: str) -> Callable[[str], str]:
    """Return the gettext function of another language: ``zh_Hans``, ``zh_Hant`` or ``en``."""
    return gettext.translation("django", _LOCALE, [chosen], fallback=True).gettext


def in_others(also: Sequence[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    """Return another language → heading and words, as :data:`also_option` gives them.

    Raises:
        Refusal: there is no such language.
    """
    for tag, _title, _text in also:
        if tag not in ("zh-Hans", "zh-Hant", "en"):
            raise refuse(
                tag, sentence("There is no such language."), sentence("Choose one of: zh-Hans, zh-Hant, en.")
            )
    return {tag: (title, text) for tag, title, text in also}
