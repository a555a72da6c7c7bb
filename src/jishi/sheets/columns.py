"""A form: which columns a sheet of one kind has, under which names, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from jishi.sheets.folding import folded, folded_without_asides

Texts = Mapping[str, str]
Type = Literal[
    "text",
    "code",
    "date",
    "count",
    "share",
    "yes-no",
    "level",
    "money",
    "area",
    "score",
    "months",
    "choice",
    "value",
    "identity",
    "phone",
]
LANGUAGES = ("zh-Hans", "zh-Hant", "en")

# Whole numbers kept for one of what a person writes: a percent is 100 basis points, a yuan is 100 fen.
SCALE: Mapping[str, int] = {"count": 1, "months": 1, "share": 100, "money": 100, "area": 100, "score": 100}


@dataclass(frozen=True)
class Choice:
    """One allowed answer.

    Attributes:
        id: what is kept for a choice; for a level the place among the choices is kept.
        names: in the three languages.
        others: further words that mean the same.
    """

    id: str
    names: Texts
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormColumn:
    """One column.

    Attributes:
        id: its name in the program: ``code``, or the id of a fact.
        names: its head in the three languages; with the unit of measure where there is one.
        type: what stands in it.
        required: whether every row must fill it.
        synonyms: other heads under which offices write it, in any script.
        choices: for the types choice and level, in order.
        least, most: range of the kept whole number.
        note: what to write, in the three languages.
        clearable: whether a word in the cell may delete what was said before.
    """

    id: str
    names: Texts
    type: Type = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    note: Texts = field(default_factory=dict)
    clearable: bool = False

    def heads(self) -> frozenset[str]:
        """Return every head that means this column, folded."""
        return frozenset(folded(head) for head in (self.id, *self.names.values(), *self.synonyms))

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Every word that means a choice, folded → its place among the choices."""
        words: dict[str, int] = {}
        for place, choice in enumerate(self.choices):
            for word in (choice.id, *choice.names.values(), *choice.others):
                words.setdefault(folded(word), place)
        # 乡镇（街道） is written as 乡镇, unless that is the name of another.
        short = [
            (folded_without_asides(name), place)
            for place, choice in enumerate(self.choices)
            for name in choice.names.values()
        ]
        for word, place in short:
            if word and all(other == place for found, other in short if found == word):
                words.setdefault(word, place)
        return words


@dataclass(frozen=True)
class Form:
    """A kind of sheet.

    Attributes:
        kind: what a row is: ``units``, ``facts`` (a row for each unit), ``facts-tall`` (one for each value) …
        names: its title in the three languages.
        columns: in the order of the template.
    """

    kind: str
    names: Texts
    columns: tuple[FormColumn, ...]

    def column(self, name: str) -> FormColumn:
        """Return the column of this id."""
        return next(column for column in self.columns if column.id == name)

    def required(self) -> tuple[FormColumn, ...]:
        """Return the columns without which a sheet is not of this kind."""
        return tuple(column for column in self.columns if column.required)


def said(texts: Texts, language: str) -> str:
    """Return the text in a language; English, then any, where it is not given."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
