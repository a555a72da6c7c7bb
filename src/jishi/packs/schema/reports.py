"""reports/figures.yaml: the numbers that are rolled up."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Texts, Written, described, position


@dataclass(frozen=True)
class Figure:
    """One number by unit and domain."""

    id: Id = described("Name of the figure.")
    names: Texts = described("What people call it.")
    of: Written = described("Computed for every unit; not known is left out.")
    how: Literal["sum", "count", "min", "max"] = described("How the subtree is aggregated.")
    unit: Literal["count", "share", "score", "money", "area", "months", "date", "grade"] = described(
        "How pages print it.", default="count"
    )
    position: Position = position()


@dataclass(frozen=True)
class FigureFile:
    """All of reports/figures.yaml."""

    figures: tuple[Figure, ...] = described("The figures.")
    position: Position = position()
