"""publications.yaml: what is published, to whom, where, how long, and with which fields."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position
from jishi.packs.schema.procedures import Term

Field = Literal["unit", "domain", "grade", "members", "public", "problem", "remedy", "due", "responsible"]


@dataclass(frozen=True)
class Publication:
    """One kind of paper on the board."""

    id: Id = described("Name of the kind.")
    names: Texts = described("What people call it.")
    kind: Literal["notice", "disclosure"] = described(
        "notice = published first, objections invited; disclosure = published afterwards, to inform."
    )
    what: Literal["grades", "satisfaction", "award", "plan", "text"] = described(
        "grades = the grades that a committee approved; satisfaction = what members and public said about the "
        "effect of rectification; award = the units that are commended; plan = what one unit does about its "
        "problems, with the four elements; text = words only."
    )
    to: Literal["members", "public"] = described("Who is to read it.")
    where: tuple[Literal["board", "meeting", "internet"], ...] = described("Where it is put up.")
    term: Term = described("How long it stays.")
    fields: tuple[Field, ...] = described(
        "What it says of every unit, or of every remedy of a plan; empty = words only. Who is responsible stands "
        "on the board, never on the public pages."
    )
    title: Texts = described("Heading in the three languages; the office may write its own.")
    wording: Texts = described("Opening words in the three languages; the office may write its own.")
    source: Source = described("Where it is laid down.")
    answer: Term | None = described("notice: within which time an objection is answered.", default=None)
    position: Position = position()
