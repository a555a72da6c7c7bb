"""Sheets of slips: ten on an A4, to be cut, shuffled and handed out by the superior's staff."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jishi.core.errors import sentence
from jishi.core.names import Translate, language_of
from jishi.documents.codes import drawing
from jishi.documents.document import Language
from jishi.documents.fonts import fonts_in
from jishi.documents.pdf import set_by

#: Slips on one page, and slips in one file: more would only be slow to open.
ON_PAGE = 10
IN_FILE = 1000
# Trying all eight masks takes longer than everything else, and every reader copes with this one.
_MASK = 3


@dataclass(frozen=True)
class Slip:
    """One slip.

    Attributes:
        code: with its check character and in groups, as it is typed where nothing can be scanned.
        address: what the QR holds. In capitals only (``HTTPS://HOST/S/CODE``) it is a third smaller.
        site: where the code is typed by hand, as people read it; empty = the address is not said.
    """

    code: str
    address: str
    site: str = ""


@dataclass(frozen=True)
class About:
    """What all slips of one print have in common, in the paper's language.

    Attributes:
        unit: whom the questions are about.
        round: cycle and round.
        electorate: who answers: members, the public …
        minutes: how long it takes.
        until: the last day, as people read it; empty = not said.
    """

    unit: str
    round: str
    electorate: str
    minutes: int = 1
    until: str = ""


#: Told after each file: slips done, and in all (0 = not known).
Progress = Callable[[int, int], None]


def slip_sheets(
    slips: Iterable[Slip],
    about: About,
    say: Translate,
    *,
    fonts: Path | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """Yield PDF files of slips, a thousand slips in each, in the order given; shuffle them before.

    Args:
        slips: read a thousand at a time, so it may be a stream.
        say: the catalogue of the paper's language.
        fonts: the home's folder of fonts.
    """
    waiting, done = iter(slips), 0
    total = len(slips) if isinstance(slips, list | tuple) else 0
    while some := list(islice(waiting, IN_FILE)):
        yield _file(some, about, say, fonts)
        done += len(some)
        if progress:
            progress(done, total)


def _file(slips: list[Slip], about: About, say: Translate, fonts: Path | None) -> bytes:
    language: Language = language_of(say)  # type: ignore[assignment]
    known = fonts_in(fonts)
    shown = [{"code": each.code, "site": each.site, "svg": drawing(each.address, mask=_MASK)} for each in slips]
    content = {
        "slips": shown,
        "language": language,
        "faces": {"body": known.of("body", language), "heading": known.of("heading", language)},
        "unit": about.unit,
        "line": f"{about.electorate} · {about.round}",
        **_words(about, say),
    }
    return set_by("slips.typ", content, fonts)


def _words(about: About, say: Translate) -> dict[str, str]:
    until = sentence("By %(day)s.", day=about.until)
    return {
        "how": sentence("Scan this, or type the code at:").say(say),
        "typed": sentence("Code").say(say),
        "burden": sentence("About %(minutes)s min; no name is asked.", minutes=about.minutes).say(say),
        "until": until.say(say) if about.until else "",
        "promise": sentence("Your answer cannot be linked to you.").say(say),
        "why": sentence("Slips are shuffled, and nobody notes who took which; each counts once.").say(say),
    }
