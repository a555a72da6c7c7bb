"""A form of the pack and its ground → every figure of the paper, in the order in which they stand on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.papers import singles
from jishi.actions.papers.ground import Ground
from jishi.actions.papers.sums import SUMS, Said, remedies_of
from jishi.actions.papers.words import called
from jishi.core.errors import refuse, sentence
from jishi.core.forms import FIGURES, Figure, Name, named, parts
from jishi.packs.check.forms import COUNTED
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.forms import FormBlock, FormCell
from jishi.store.models.improve import Remedy

#: The number that a version has before it is made.
UNMADE = 0


@dataclass(frozen=True)
class Entry:
    """One row of a list: what it is called, the units that it counts, and the remedy where it is one's."""

    label: str
    ids: tuple[int, ...]
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
    ids = [unit for unit in ground.ids if not block.grades or _has(ground, unit, block.grades)]
    if block.of == "units":
        return [Entry(ground.units[unit].name, (unit,)) for unit in ids if unit in ground.units]
    if block.of == "remedies":
        return [
            Entry(f"{ground.units[row.unit_id].name} #{row.pk}", (row.unit_id,), row)
            for row in remedies_of(ground, ids)
            if row.unit_id in ground.units
        ]
    return _groups(ground, block, ids)


def _groups(ground: Ground, block: FormBlock, ids: Sequence[int]) -> list[Entry]:
    by_group: dict[str, list[int]] = {}
    for unit in ids:
        if unit not in ground.units:
            continue
        key = ground.units[unit].domain if block.of == "domains" else str(ground.parts.get(unit, unit))
        by_group.setdefault(key, []).append(unit)
    if block.of == "domains":
        order = [str(domain.id) for domain in ground.pack.vocabulary.domains]
        return [Entry(singles.domain_name(ground, key), tuple(by_group[key])) for key in order if key in by_group]
    names = {str(pk): unit.short_name or unit.name for pk, unit in ground.units.items()}
    return [Entry(names.get(key, key), tuple(found)) for key, found in by_group.items()]


def _has(ground: Ground, unit: int, grades: Sequence[str]) -> bool:
    row = ground.grades.get(unit)
    return row is not None and row.grade in grades


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
            yield self._figure(key, named(cell.value), label, Entry("", tuple(self.ground.ids)))
        yield from self._text(key, self._said(cell.text))

    def _text(self, key: str, text: str) -> Iterator[Figure]:
        whole = Entry("", tuple(self.ground.ids))
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
            everyone = tuple(dict.fromkeys(unit for row in rows for unit in row.ids))
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
            return SUMS[name.figure](ground, entry.ids, name.of)
        if name.figure in singles.OF_REMEDIES and entry.remedy is not None:
            return singles.OF_REMEDIES[name.figure](ground, entry.remedy)
        if name.figure in singles.SINGLES:
            if len(entry.ids) == 1:
                return singles.SINGLES[name.figure](ground, entry.ids[0], name.of)
            return self._added(name, entry)
        # A list of domains or parts calls its rows by the word of the place.
        if name.figure == "place" and entry.label:
            return Said(entry.label)
        return singles.anywhere(ground, name.figure, self.number)

    def _added(self, name: Name, entry: Entry) -> Said:
        rows = [singles.SINGLES[name.figure](self.ground, unit, name.of) for unit in entry.ids]
        numbers = [row.number for row in rows if row.number is not None]
        return Said(str(sum(numbers)), sum(numbers)) if numbers else Said("")
