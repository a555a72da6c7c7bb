"""What stands on a paper of the board, said in another language than it was put up in; the record stays as it is.

What the pack words (heading, words, grades, domains, indicators) and what we word ourselves (bands, days) is said
in any of the three languages. What the office wrote itself it may write in the others too; where it did not, its
words stand as they are, and the paper says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from jishi.actions.improve.sheet import said_of
from jishi.actions.publish.saying import HIDDEN, INSTEAD
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.store.models.publish import Notice

LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
_DAYS: Final = {"zh-Hans": "{0}年{1}月{2}日", "zh-Hant": "{0}年{1}月{2}日", "en": "{0:04d}-{1:02d}-{2:02d}"}


@dataclass(frozen=True)
class Spoken:
    """A paper as somebody reads it.

    Attributes:
        title, text: heading and words.
        rows: the cells of each row, without the code of its unit.
        own: heading or words are the office's own and were not written in this language.
    """

    title: str
    text: str
    rows: Sequence[Sequence[str]]
    own: bool = False


def spoken(notice: Notice, pack: Pack | None, language: str) -> Spoken:
    """Return what a paper says in a language.

    Args:
        pack: that of its round; None = it is gone, and everything stands as it was put up.
    """
    title, text, own = _words(notice, pack, language)
    return Spoken(title, text, _Cells(notice, pack, language).rows(), own)


def heading(notice: Notice, pack: Pack | None, language: str) -> str:
    """Return the heading of a paper in a language."""
    return _words(notice, pack, language)[0]


def _words(notice: Notice, pack: Pack | None, language: str) -> tuple[str, str, bool]:
    also: Mapping[str, Sequence[str]] = notice.content.get("also", {})
    title, text = also.get(language, ("", ""))
    publication = pack.publication_by_id.get(notice.publication) if pack else None
    if publication is not None:
        title = title or _said_again(notice.title, [publication.title], language)
        text = text or _said_again(notice.text, [publication.wording], language)
    written = notice.content.get("language", language)
    return title or notice.title, text or notice.text, not (title and text) and written != language


def _said_again(said: str, known: Iterable[Texts], language: str) -> str:
    """Return in a language what somebody said in one of the three; empty = it is none of these texts."""
    plain = said.split()
    for texts in known:
        if any(plain == texts.say(each).split() for each in LANGUAGES):
            return texts.say(language)
    return ""


class _Cells:
    """The cells of a paper in a language."""

    def __init__(self, notice: Notice, pack: Pack | None, language: str) -> None:
        self._notice, self._pack, self._language = notice, pack, language
        self._fields = list(notice.content.get("fields", ()))
        self._known = {
            "domain": [each.names for each in pack.vocabulary.domains] if pack else [],
            "grade": [each.names for each in pack.grades.grades] if pack else [],
        }
        self._problems = self._of_remedies() if "problem" in self._fields else []

    def rows(self) -> list[list[str]]:
        """Return the cells of every row, without the code of its unit."""
        return [
            [self._cell(place, field, str(text)) for field, text in zip(self._fields, row[1:], strict=False)]
            for place, row in enumerate(self._notice.content.get("rows", ()))
        ]

    def _cell(self, place: int, field: str, text: str) -> str:
        if field in self._known:
            return _said_again(text, self._known[field], self._language) or text
        if field in ("members", "public"):
            return _band(text, self._language)
        if field == "due":
            return _day(text, self._language)
        if field == "problem" and place < len(self._problems):
            return self._problems[place].get(text, text)
        return text

    def _of_remedies(self) -> list[Mapping[str, str]]:
        """Return for each row the problem as it is named in any language → as it is in this one."""
        if self._pack is None:
            return []
        found = []
        for row in self._notice.remedies.select_related("remedy__problem").order_by("pk"):
            problem = row.remedy.problem
            names = {said_of(self._pack, problem, each): each for each in LANGUAGES} if problem else {}
            now = said_of(self._pack, problem, self._language) if problem else ""
            found.append(dict.fromkeys(names, now))
        return found


def _band(text: str, language: str) -> str:
    if text in HIDDEN.values():
        return HIDDEN[language]
    for said in INSTEAD.values():
        for each in said.values():
            before, after = each.replace("%%", "%").split("%s")
            found = re.fullmatch(f"{re.escape(before)}(\\d+){re.escape(after)}", text)
            if found:
                return said[language] % found.group(1)
    return text


def _day(text: str, language: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return _DAYS[language].format(day.year, day.month, day.day)
