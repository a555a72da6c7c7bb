"""What the pack browser shows: sections of rows, each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.packs.pack import Pack
from jishi.web.phrases import Phrases
from jishi.web.programme import Programme, SourceShown


@dataclass(frozen=True)
class Row:
    """One thing of a pack: its name, lines about it, where it rests, and a mark at the right."""

    name: str
    lines: tuple[str, ...] = ()
    source: SourceShown | None = None
    mark: str = ""
    id: str = ""


@dataclass(frozen=True)
class Fold:
    """Rows that open on a press."""

    name: str
    rows: tuple[Row, ...]
    mark: str = ""


@dataclass(frozen=True)
class Section:
    """One card; ``papers`` are files to print, by name and address."""

    name: str
    rows: tuple[Row, ...] = ()
    folds: tuple[Fold, ...] = ()
    about: str = ""
    mark: str = ""
    id: str = ""
    papers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """A pack and the means to say it."""

    pack: Pack
    words: Programme
    phrases: Phrases

    @classmethod
    def of(cls, pack: Pack) -> "Reading":
        """Return what is needed to show a pack."""
        return cls(pack, Programme(pack), Phrases(pack))


def lines(*said: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line for line in said if line)


def joined(said: Iterable[str]) -> str:
    """Join words to one line."""
    return " · ".join(word for word in said if word)
