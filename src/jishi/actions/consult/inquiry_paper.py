"""The list that discipline inspection stamps: one place, all its units, room for an objection and its reference."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jishi.core.errors import Sentence, sentence
from jishi.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Language,
    Opinion,
    Paragraph,
    Row,
    Signatures,
    Table,
    Title,
)
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit


@dataclass(frozen=True)
class Put:
    """A list as it is put.

    Attributes:
        on: the day on which it is put, as the paper says it; empty = to be written by hand.
    """

    place: Unit
    round: Round
    units: Sequence[Unit]
    on: str = ""


def inquiry_list(put: Put, language: Language, say: Callable[[str], str]) -> Document:
    """Return the list as a paper; it names units only, and no person."""

    def word(text: Sentence) -> str:
        return text.say(say)

    name = word(sentence("Asked of discipline inspection"))
    return Document(
        language, name, tuple(_blocks(put, word, name)), style="form", foot=f"{put.place.code} · {put.round}"
    )


def _blocks(put: Put, word: Callable[[Sentence], str], name: str) -> Iterator[Block]:
    yield Title(name)
    yield Paragraph(
        word(
            sentence(
                "%(place)s, %(round)s: %(count)s units. Please tick one box for each, write the reference of an "
                "objection (not what it is about), stamp the list and send it back.",
                place=put.place.name,
                round=put.round,
                count=len(put.units),
            )
        )
    )
    head = (
        sentence("No. in order"),
        sentence("Unit"),
        sentence("Code"),
        sentence("No objection"),
        sentence("With an objection"),
        sentence("Reference"),
    )
    rows = [Row(tuple(Cell(word(each), head=True) for each in head))]
    for number, unit in enumerate(put.units, 1):
        texts = (str(number), unit.name, unit.code, "□", "□", "")
        rows.append(Row(tuple(Cell(text) for text in texts), height=9))
    columns = (Column(1), Column(6, "left"), Column(3), Column(2), Column(2), Column(3))
    yield Table(columns, tuple(rows), heads=1)
    yield Opinion(word(sentence("Opinion of discipline inspection")), height=40)
    yield Signatures((word(sentence("Put on:")) + put.on, word(sentence("Number of the list:"))))
