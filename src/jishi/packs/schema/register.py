"""reports/register.yaml: numbers that are counted in the registers for any part of the tree."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.facts import Derivation
from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position


@dataclass(frozen=True)
class RegisterFigure:
    """One number of the registers: counted at and below a unit, by domain or by the units right below."""

    id: Id = described("Name of the figure.")
    names: Texts = described("What people call it.")
    under: Literal["units", "workplaces", "members", "posts", "helpers"] = described("Where pages list it.")
    derivation: Derivation = described("Which rows are counted: count, count-distinct or sum, on their own axis.")
    source: Source = described("Who asks for it.")
    privacy: Literal[0, 1, 2, 3] = described(
        "Class of field that a reader must read to be told; 2 where a small number would tell of persons.",
        default=0,
        tightens="greater",
    )
    position: Position = position()
