"""A paper that came back edited, held against what it said when it was made: line by line, figure by figure.

Both are lines of cells: a paragraph is a line of one cell, a row of a table a line of as many as it has. Lines that
came in or were moved do not disturb those around them. Spaces, the width of letters, and zeros at the end of a
decimal say nothing.

Whoever edits a paper can type anything anywhere, so everything but a number may name a person.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final, Literal
from unicodedata import normalize

#: So many departures are told; a file with more is another paper.
MOST: Final = 500
#: Two lines that share less than this many of ten cells are two lines, not one that was changed.
_SHARED: Final = 3
#: Stretches of text that are longer, multiplied with each other, are not held against each other letter by letter.
_LONG: Final = 250_000
#: A line that was changed is looked for among so many that came back.
_AHEAD: Final = 40
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: A number of a telephone or of an identity card is longer than any figure of a paper.
_FIGURE = re.compile(r"(?=.{0,10}$)[-+]?[\d.,]*%?")
_TOKEN = re.compile(r"\d+(?:[.,．，]\d+)*[%％]?|.", re.DOTALL)
_NAMED = 24
_Code = tuple[str, int, int, int, int]


class AnotherPaper(Exception):  # noqa: N818 - no error: it is what was found
    """The file has too little in common with the record to say what was changed."""


@dataclass(frozen=True)
class Span:
    """A figure inside the text of a cell: from where to where, what it is called, whether it names a person."""

    start: int
    end: int
    label: str
    personal: bool = False


@dataclass(frozen=True)
class Spot:
    """A cell of the record."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Departure:
    """One thing that the edited paper says otherwise.

    Attributes:
        kind: a figure of the record; words; a line that came in; a line that is gone.
        label: what the figure is called, or how its line begins.
        record: what was made; empty where a line came in.
        file: what came back; empty where it is gone.
        personal: it may name a person.
    """

    kind: Literal["figure", "words", "added", "left-out"]
    label: str
    record: str
    file: str
    personal: bool = False


def departures(record: Sequence[Sequence[Spot]], file: Sequence[Sequence[str]]) -> tuple[Departure, ...]:
    """Return everything that came back otherwise, in the order of the record.

    Raises:
        AnotherPaper: less than half of the lines that say something came back, or more than :data:`MOST` came
            back otherwise.

    Example:
        >>> made = [[Spot("石桥"), Spot("85.50", (Span(0, 5, "石桥 · 得分"),))]]
        >>> departures(made, [["石桥", "85.5"]])
        ()
        >>> departures(made, [["石桥", "95.5"]])
        (Departure(kind='figure', label='石桥 · 得分', record='85.50', file='95.5', personal=False),)
    """
    was = [line for line in record if any(_plain(spot.text) for spot in line)]
    now = [line for line in file if any(_plain(text) for text in line)]
    before = [_said(tuple(spot.text for spot in line)) for line in was]
    after = [_said(line) for line in now]
    if len(now) > 2 * len(was) + MOST:
        raise AnotherPaper
    codes = [code for code in _codes(_counted(before), _counted(after)) if code[0] != "equal"]
    if sum(max(i2 - i1, j2 - j1) for _tag, i1, i2, j1, j2 in codes) > MOST:
        raise AnotherPaper
    found = tuple(each for _tag, i1, i2, j1, j2 in codes for each in _changed(was[i1:i2], now[j1:j2]))
    gone = sum(1 for each in found if each.kind == "left-out")
    if len(found) > MOST or gone * 2 > len(was):
        raise AnotherPaper
    return found


def _counted(lines: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    """Return each line with how often it stood before: one that is there a thousand times fits one place only."""
    seen: Counter[Hashable] = Counter()
    found = []
    for line in lines:
        found.append((line, seen[line]))
        seen[line] += 1
    return found


def _codes(before: Sequence[Hashable], after: Sequence[Hashable], most: int | None = None) -> list[_Code]:
    """Return what is the same and what is not, as difflib tells it.

    Args:
        most: what stands between the same beginning and the same end is not looked into where it is longer, the
            lengths multiplied with each other; None = however long.
    """
    start, shorter = 0, min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    stop, stop_after = len(before) - end, len(after) - end
    found: list[_Code] = [("equal", 0, start, 0, start)] if start else []
    if most is not None and (stop - start) * (stop_after - start) > most:
        found.append(("replace", start, stop, start, stop_after))
    else:
        matcher = SequenceMatcher(None, before[start:stop], after[start:stop_after], autojunk=False)
        found += [
            (tag, i1 + start, i2 + start, j1 + start, j2 + start) for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        ]
    if end:
        found.append(("equal", stop, len(before), stop_after, len(after)))
    return found


def figures_changed(kept: Iterable[Mapping[str, Any]]) -> int:
    """Return how many figures of departures, as they are kept, are others than the record's.

    A line that was moved comes in where another is left out; only what it says otherwise counts.

    Example:
        >>> figures_changed([{"kind": "figure", "record": "2", "file": "3"}, {"kind": "words"}])
        1
        >>> gone = {"kind": "left-out", "record": "石桥 85.50", "file": ""}
        >>> figures_changed([gone, {"kind": "added", "record": "", "file": "石桥：85.5"}])
        0
        >>> figures_changed([gone])
        1
    """
    changed, gone, come = 0, Counter[str](), Counter[str]()
    for each in kept:
        changed += each["kind"] == "figure"
        gone.update(_numbers(each["record"]) if each["kind"] == "left-out" else ())
        come.update(_numbers(each["file"]) if each["kind"] == "added" else ())
    return changed + max((gone - come).total(), (come - gone).total())


def _numbers(text: str) -> list[str]:
    return [_plain(found) for found in _TOKEN.findall(text) if _counts(found)]


def _said(texts: Sequence[str]) -> tuple[str, ...]:
    """Return what a line says; cells that are left empty at its end are none."""
    said = [_plain(text) for text in texts]
    while said and not said[-1]:
        said.pop()
    return tuple(said)


def _plain(text: str) -> str:
    """Return what a text says, without what nobody means by it."""
    said = "".join(normalize("NFKC", text).split())
    if "." in said and _NUMBER.fullmatch(said):
        return said.rstrip("0").rstrip(".")
    return said


def _changed(was: Sequence[Sequence[Spot]], now: Sequence[Sequence[str]]) -> Iterator[Departure]:
    """Yield what differs in lines that stand between two that are the same."""
    start = 0
    for line in was:
        shared = [_shared(line, other) for other in now[start : start + _AHEAD]]
        most = max(shared, default=0)
        if most < _SHARED:
            yield _left_out(line)
            continue
        best = start + shared.index(most)
        yield from (_added(each) for each in now[start:best])
        yield from _cells(line, now[best])
        start = best + 1
    yield from (_added(each) for each in now[start:])


def _shared(line: Sequence[Spot], other: Sequence[str]) -> float:
    if len(line) == len(other) == 1:
        return _alike(_plain(line[0].text), _plain(other[0])) * 10
    same = sum(1 for spot, text in zip(line, other, strict=False) if _plain(spot.text) == _plain(text))
    return same * 10 / max(len(line), len(other))


def _alike(text: str, other: str) -> float:
    """Return how much of two texts is the same, 0 to 1; of texts too long for that, which letters they share."""
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    shared = matcher.quick_ratio()
    # What does not share enough letters in any order shares less in theirs.
    return shared if shared * 10 < _SHARED or len(text) * len(other) > _LONG else matcher.ratio()


def _left_out(line: Sequence[Spot]) -> Departure:
    text = _joined([spot.text for spot in line])
    personal = any(span.personal for spot in line for span in spot.spans)
    return Departure("left-out", text[:_NAMED], text, "", personal)


def _added(line: Sequence[str]) -> Departure:
    text = _joined(line)
    return Departure("added", text[:_NAMED], "", text, True)


def _joined(texts: Sequence[str]) -> str:
    return " · ".join(" ".join(text.split()) for text in texts if text.strip())


def _cells(line: Sequence[Spot], other: Sequence[str]) -> Iterator[Departure]:
    head = next((spot.text for spot in line if spot.text.strip()), "")[:_NAMED]
    for spot, text in zip_longest(line, other):
        said = text or ""
        if spot is None:
            if said.strip():
                yield Departure("words", head, "", said, True)
        elif _plain(spot.text) != _plain(said):
            yield from _texts(spot, said, head)


def _texts(spot: Spot, file: str, head: str) -> Iterator[Departure]:
    """Yield the figures of a cell that came back otherwise, and whether its words did."""
    if len(spot.spans) == 1 and (spot.spans[0].start, spot.spans[0].end) == (0, len(spot.text)):
        span = spot.spans[0]
        yield Departure("figure", span.label, spot.text, file, span.personal or not _is_number(file))
        return
    before, after = _tokens(spot.text), _tokens(file)
    codes = _codes([text for _at, text in before], [text for _at, text in after], _LONG)
    touched: set[int] = set()
    for span in spot.spans:
        inside = [place for place, (at, text) in enumerate(before) if at < span.end and at + len(text) > span.start]
        said = _stretch(codes, inside, [text for _at, text in after]) if inside else ""
        touched.update(inside)
        if _counts(spot.text[span.start : span.end]) and not _counts(said):
            # Words that took the place of a number are no number.
            said = ""
        if _plain(said) != _plain("".join(before[place][1] for place in inside)):
            record = spot.text[span.start : span.end]
            yield Departure("figure", span.label, record, said, span.personal or not _is_number(said))
    if any(tag != "equal" and (i1 == i2 or not set(range(i1, i2)) <= touched) for tag, i1, i2, _j1, _j2 in codes):
        yield Departure("words", head, spot.text, file, True)


def _is_number(text: str) -> bool:
    """Say whether nothing but a number stands there, or nothing at all."""
    return bool(_FIGURE.fullmatch(_plain(text)))


def _counts(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _tokens(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in _TOKEN.finditer(text) if found.group().strip()]


def _stretch(codes: Sequence[_Code], inside: Sequence[int], after: Sequence[str]) -> str:
    """Return what stands where some tokens of the record stood."""
    first, last = inside[0], inside[-1] + 1
    start = end = None
    for tag, i1, i2, j1, j2 in codes:
        if i1 <= first < i2:
            start = j1 + (first - i1) if tag == "equal" else j1
        if i1 < last <= i2:
            end = j1 + (last - i1) if tag == "equal" else j2
    return "".join(after[start:end]) if start is not None and end is not None else ""
