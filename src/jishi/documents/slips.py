"""Sheets of slips: ten on an A4, to be cut, shuffled and handed out by the superior's staff."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from jishi.core.errors import sentence
from jishi.core.names import Translate, language_of
from jishi.documents.codes import QUIET, bitmap, squares
from jishi.documents.document import Language
from jishi.documents.fonts import fonts_in
from jishi.documents.pdf import set_by

#: Slips on one page, and slips in one file: more would only be slow to open.
ON_PAGE = 10
IN_FILE = 1000
# Trying all eight masks takes longer than everything else, and every reader copes with this one.
_MASK = 3
_TEMPLATE = "slips.typ"


@dataclass(frozen=True)
class Slip:
    """One slip.

    Attributes:
        code: with its check character and in groups, as it is typed where nothing can be scanned.
        address: what the QR holds. In capitals only (``HTTPS://HOST/S/CODE``) it is a third smaller.
    """

    code: str
    address: str


@dataclass(frozen=True)
class About:
    """What all slips of one electorate have in common, in the paper's language.

    Attributes:
        unit: whom the questions are about.
        round: cycle and round, or what was held and its day.
        electorate: who answers: members, the public …
        minutes: how long it takes.
        until: the last day, as people read it; empty = not said.
        site: where a code is typed by hand, as people read it; empty = the address is not said.
    """

    unit: str
    round: str
    electorate: str
    minutes: int = 1
    until: str = ""
    site: str = ""


@dataclass(frozen=True)
class Group:
    """The slips of one electorate, in the order in which they are printed; shuffle them before."""

    about: About
    slips: Iterable[Slip]


#: Told after each file: slips done, and in all (0 = not known).
Progress = Callable[[int, int], None]


def slip_sheets(
    groups: Sequence[Group],
    say: Translate,
    *,
    fonts: Path | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """Yield PDF files of slips, a thousand slips in each; every group begins on a page of its own.

    Args:
        groups: their slips are read a thousand at a time, so they may be streams.
        say: the catalogue of the paper's language.
        fonts: the home's folder of fonts.
    """
    known = [len(group.slips) if isinstance(group.slips, list | tuple) else 0 for group in groups]
    done, total = 0, sum(known) if all(known) else 0
    for some in _filed(groups):
        yield _file(some, say, fonts)
        done += sum(len(slips) for _about, slips in some)
        if progress:
            progress(done, total)


def _filed(groups: Iterable[Group]) -> Iterator[list[tuple[About, list[Slip]]]]:
    """Yield what goes into each file."""
    filed: list[tuple[About, list[Slip]]] = []
    room = IN_FILE
    for group in groups:
        waiting = iter(group.slips)
        while some := list(islice(waiting, room)):
            filed.append((group.about, some))
            room -= len(some)
            if not room:
                yield filed
                filed, room = [], IN_FILE
    if filed:
        yield filed


def _file(filed: Sequence[tuple[About, list[Slip]]], say: Translate, fonts: Path | None) -> bytes:
    language: Language = language_of(say)  # type: ignore[assignment]
    known = fonts_in(fonts)
    shared: dict[str, Any] = {
        "language": language,
        "faces": {"body": known.of("body", language), "heading": known.of("heading", language)},
        "how": sentence("Scan this, or type the code at:").say(say),
        "typed": sentence("Code").say(say),
        "promise": sentence("Your answer cannot be linked to you.").say(say),
        "why": sentence("Slips are shuffled, and nobody notes who took which; each counts once.").say(say),
    }
    # What slips share is set once and lies under each of them: setting it again for each takes most of the time.
    under = set_by(_TEMPLATE, {**shared, "commons": [_common(about, say) for about, _slips in filed]}, fonts)
    drawn = iter(_drawn([slip.address for _about, slips in filed for slip in slips]))
    groups = [
        {"page": page, "slips": [{"code": slip.code, "square": next(drawn)} for slip in slips]}
        for page, (_about, slips) in enumerate(filed, 1)
    ]
    return set_by(_TEMPLATE, {**shared, "under": list(under), "groups": groups}, fonts)


def _common(about: About, say: Translate) -> Mapping[str, str]:
    until = sentence("By %(day)s.", day=about.until)
    return {
        "unit": about.unit,
        "line": f"{about.electorate} · {about.round}",
        "site": about.site,
        "burden": sentence("About %(minutes)s min; no name is asked.", minutes=about.minutes).say(say),
        "until": until.say(say) if about.until else "",
    }


def _drawn(addresses: Sequence[str]) -> Iterator[list[int]]:
    """Yield the square of each address as a picture with white around it."""
    for modules in squares(addresses, mask=_MASK):
        white = np.zeros((len(modules) + 2 * QUIET,) * 2, dtype=np.uint8)
        white[QUIET:-QUIET, QUIET:-QUIET] = modules
        yield list(bitmap(white))
