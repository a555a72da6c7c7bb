"""A form of the pack and its ground → every figure of the paper, in the order in which they stand on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from jishi.actions.papers import singles
from jishi.actions.papers.columns import Places
from jishi.actions.papers.ground import Ground
from jishi.actions.papers.sums import SUMS, Said
from jishi.actions.papers.words import called
from jishi.core.errors import refuse, sentence
from jishi.core.forms import FIGURES, Figure, Name, named, parts
from jishi.packs.check.forms import COUNTED
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, FormCell
from jishi.store.models.improve import Remedy

#: The number that a version has before it is made.
UNMADE = 0
_NOBODY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Entry:
    """One row of a list: what it is called, where the units that it counts stand, the remedy where it is one's."""

    label: str
    places: Places
    remedy: Remedy | None = None


def filled(ground: Ground, words: Mapping[str, str], number: int = UNMADE) -> tuple[Figure, ...]:
    """Return every figure of a paper.

    Args:
        words: place of a paragraph → what the office wrote there, figures in braces.

    Raises:
        Refusal: the office's words name a figure that there is not.
    """
    found: list[Figure] = []
    for place, block in enumerate(ground.form.blocks):
        found += _Filling(ground, str(place), number).block(block, words.get(str(place), ""))
    return tuple(found)


def entries(ground: Ground, block: FormBlock) -> list[Entry]:
    """Return the rows of a list, in the order of the tree or of the vocabulary; the totals are none of them."""
    columns = ground.columns
    places = columns.listed
    if block.grades:
        wanted = [ground.pack.rank_by_grade[grade] for grade in block.grades]
        places = places[np.isin(columns.grade[places], wanted)]
    if block.of in ("domains", "parts"):
        return _groups(ground, block, places)
    # Each of these rows is printed, so each is told on its own.
    standing = zip(places.tolist(), columns.ids[places].tolist(), strict=True)
    if block.of == "units":
        return [Entry(ground.units[unit].name, _only(place)) for place, unit in standing]
    return [
        Entry(f"{ground.units[unit].name} #{row.pk}", _only(place), row)
        for place, unit in standing
        for row in ground.remedies.get(unit, ())
    ]


def _only(place: int) -> Places:
    return np.array([place], dtype=np.int64)


def _groups(ground: Ground, block: FormBlock, places: Places) -> list[Entry]:
    """Return the domains in the order of the vocabulary, or the parts in the order of the tree."""
    columns = ground.columns
    of = columns.domain if block.of == "domains" else columns.part
    groups, first = np.unique(of[places], return_index=True)
    in_order = groups if block.of == "domains" else groups[np.argsort(first)]
    found = [(group, places[of[places] == group]) for group in in_order.tolist() if group >= 0]
    if block.of == "domains":
        domains = ground.pack.vocabulary.domains
        return [Entry(domains[group].names.say(ground.telling.language), among) for group, among in found]
    return [Entry(ground.called(group), among) for group, among in found]


class _Filling:
    """One part of a paper that is being filled."""

    def __init__(self, ground: Ground, place: str, number: int) -> None:
        self.ground, self.place, self.number = ground, place, number

    def block(self, block: FormBlock, own: str) -> Iterator[Figure]:
        yield from self._text(self.place, own or self._said(block.text))
        for across, cell in enumerate(block.cells):
            yield from self._cell(f"{self.place}.{across}", cell, self._said(cell.label))
        for down, row in enumerate(block.rows):
            label = ""
            for across, cell in enumerate(row.cells):
                label = self._said(cell.label) or label
                yield from self._cell(f"{self.place}.{down}.{across}", cell, label)
        if block.kind == "list":
            yield from self._list(block)

    def _said(self, texts: Texts | None) -> str:
        return texts.say(self.ground.telling.language) if texts else ""

    def _cell(self, key: str, cell: FormCell, label: str) -> Iterator[Figure]:
        if cell.value is not None:
            yield self._figure(key, named(cell.value), label, Entry("", self.ground.columns.everywhere))
        yield from self._text(key, self._said(cell.text))

    def _text(self, key: str, text: str) -> Iterator[Figure]:
        whole = Entry("", self.ground.columns.everywhere)
        names = [part for part in parts(text) if isinstance(part, Name)]
        for count, name in enumerate(names):
            if not self._known(name):
                raise refuse(
                    "{" + str(name) + "}",
                    sentence("There is no figure of this name."),
                    sentence("Leave what stands in braces as it is, or delete it with its braces."),
                )
            yield self._figure(f"{key}.t{count}", name, called(self.ground, name), whole)

    def _known(self, name: Name) -> bool:
        kind = FIGURES.get(name.figure)
        pack = self.ground.pack
        fits = kind is not None and kind.about in ("any", self.ground.form.about)
        if not fits or kind is None:
            return False
        if kind.refers == "grade":
            return name.of in pack.rank_by_grade
        return kind.refers != "fact" or name.of in pack.fact_by_id

    def _list(self, block: FormBlock) -> Iterator[Figure]:
        rows = entries(self.ground, block)
        if block.total != "none":
            everyone = np.unique(np.concatenate([row.places for row in rows])) if rows else _NOBODY
            yield from self._row(block, 0, Entry(self.ground.telling.word(sentence("Total")), everyone))
        for down, entry in enumerate(rows, 1):
            yield from self._row(block, down, entry)

    def _row(self, block: FormBlock, down: int, entry: Entry) -> Iterator[Figure]:
        for across, column in enumerate(block.columns):
            if column.value == COUNTED:
                continue
            name = named(column.value)
            if down == 0 and not self._sums(name):
                continue
            heads = (entry.label, self._said(column.group), self._said(column.head))
            label = " · ".join(head for head in heads if head)
            yield self._figure(f"{self.place}.{down}.{across}", name, label, entry)

    def _sums(self, name: Name) -> bool:
        """Say whether a column of a list of units can be added up."""
        return name.figure in SUMS or name.figure in ("members", "place")

    def _figure(self, key: str, name: Name, label: str, entry: Entry) -> Figure:
        kind = FIGURES[name.figure]
        said = self._value(name, entry)
        return Figure(
            key, str(name), label, said.text, said.number, said.scale, personal=kind.personal, behind=said.behind
        )

    def _value(self, name: Name, entry: Entry) -> Said:
        ground = self.ground
        if name.figure in SUMS:
            return SUMS[name.figure](ground, entry.places, name.of)
        if name.figure in singles.OF_REMEDIES and entry.remedy is not None:
            return singles.OF_REMEDIES[name.figure](ground, entry.remedy)
        if name.figure in singles.SINGLES:
            if len(entry.places) == 1:
                unit = int(ground.columns.ids[entry.places[0]])
                return singles.SINGLES[name.figure](ground, unit, name.of)
            return _members(ground, entry.places) if name.figure == "members" else Said("")
        # A list of domains or parts calls its rows by the word of the place.
        if name.figure == "place" and entry.label:
            return Said(entry.label)
        return singles.anywhere(ground, name.figure, self.number)


def _members(ground: Ground, places: Places) -> Said:
    """Return how many members some units have together; nothing where no unit knows."""
    known = ground.columns.members
    if not known.valid[places].any():
        return Said("")
    total = int(known.values[places].sum())
    return Said(str(total), total)
