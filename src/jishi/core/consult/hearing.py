"""What a record of a visit or a meeting must say, and who may keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

#: The three parts of a visit (D213, R23), in the order in which they are asked.
PARTS: Final = ("talk", "life", "faces")
#: A text of a record is no book.
LONGEST: Final = 4000


@dataclass(frozen=True)
class Heard:
    """A visit or a meeting, as it was written down.

    Attributes:
        where: how sentences call the unit.
        on: the day on which it happened.
        texts: name of the field → what was written there.
        counts: name of the field → how many people; None = not said.
        must: names of the fields that may not be empty, and what each asks for.
        most: name of the field → letters that fit, where it is not :data:`LONGEST`.
    """

    where: str
    on: date
    texts: Mapping[str, str]
    counts: Mapping[str, int | None]
    must: Mapping[str, Sentence]
    most: Mapping[str, int] = field(default_factory=dict)


def missing_parts(talk: str, life: str, faces: int | None) -> tuple[str, ...]:
    """Return which of the three parts of a visit were not done (R23); an incomplete visit is kept and told.

    Example:
        >>> missing_parts("with the secretary", "", 0)
        ('life', 'faces')
    """
    done = {"talk": bool(talk.strip()), "life": bool(life.strip()), "faces": bool(faces)}
    return tuple(part for part in PARTS if not done[part])


def check(heard: Heard, today: date, first: date) -> None:
    """Decide whether a record can be kept.

    Args:
        today: the day on which it is written down.
        first: the first day of the cycle; nothing before it belongs to the round.

    Raises:
        Refusal: a day outside, a text that is missing or too long, a count below nothing; all are named.
    """
    found = [
        Complaint(heard.where, what, sentence("Write it down, then save again."))
        for name, what in heard.must.items()
        if not heard.texts.get(name, "").strip()
    ]
    if heard.on > today:
        found.append(
            Complaint(heard.where, sentence("The day lies in the future."), sentence("Write the day it was."))
        )
    if heard.on < first:
        what = sentence("The day lies before %(day)s, the first day of the cycle.", day=first)
        found.append(Complaint(heard.where, what, sentence("Write the day it was.")))
    for name, text in heard.texts.items():
        most = heard.most.get(name, LONGEST)
        if len(text) > most:
            what = sentence("A text has %(length)s letters; %(most)s fit.", length=len(text), most=most)
            found.append(Complaint(heard.where, what, sentence("Say it more shortly.")))
    for count in heard.counts.values():
        if count is not None and not 0 <= count <= 1_000_000:
            what = sentence("“%(count)s” is no number of people.", count=count)
            found.append(Complaint(heard.where, what, sentence("Write a whole number, or leave it empty.")))
    if found:
        raise Refusal(found)
