"""targets.yaml: figures that are to be reached, set at the top and broken down level by level."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.packs.schema.facts import Derivation
from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position


@dataclass(frozen=True)
class TargetKind:
    """A kind of target; what was reached is counted in the registers, at and below the unit that has the target."""

    id: Id = described("Name of the target.")
    names: Texts = described("What people call it.")
    derivation: Derivation = described(
        "Which rows are counted: count or count-distinct on their own axis, with window: year (the period)."
    )
    since: date = described("First day of the period.", key="from")
    until: date = described("Last day of the period.")
    source: Source = described("Where it is laid down.")
    domains: tuple[str, ...] = described(
        "Domains for which a target may be set by itself; empty = for all together only.",
        refers="domains",
        default=(),
    )
    privacy: Literal[0, 1, 2, 3] = described(
        "Class of field that a reader must read to be told; 2 where a small number would tell of persons.",
        default=0,
        tightens="greater",
    )
    position: Position = position()
