"""worked/*.yaml: units with known facts and what must come of them."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.packs.schema.fields import Amount, Position, described, position


@dataclass(frozen=True)
class Example:
    """One worked unit."""

    name: str = described("What the example shows, in one sentence.")
    domain: str = described("Domain of the unit.", refers="domains")
    expect: Mapping[str, Amount | tuple[str, ...]] = described(
        "What must come of it: indicator ids (percent of the row, or not-scored), dimension ids (points), score, "
        "scoreable, band, grade (id or none), limits and violations (lists of ids), refuses (facts not taken), "
        "a fact that follows from others (its answer, or not-known)."
    )
    facts: Mapping[str, Amount] = described("Facts of this round as written; absent = missing.", default=dict)
    last: Mapping[str, Amount] = described("Facts of the round before.", default=dict)
    kind: str | None = described("Kind of the unit; absent = every rule is about it.", refers="kinds", default=None)
    level: str | None = described(
        "Level of the unit; absent = every rule is about it.", refers="levels", default=None
    )
    areas: tuple[str, ...] = described(
        "Types of the areas in which the unit lies; absent = it lies in none.", refers="areas", default=()
    )
    tier: str | None = described(
        "Tier of the city in which the unit lies; absent = it lies in none.", refers="tiers", default=None
    )
    day: date | None = described("The day for which the pack is read; absent = its first day.", default=None)
    position: Position = position()
