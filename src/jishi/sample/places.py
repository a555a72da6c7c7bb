"""The real places of the sample county: one county, its townships and streets, its villages and communities."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_FILE = Path(__file__).parent / "data" / "bishan.csv"
_COUNCILS = ("村民委员会", "社区居民委员会", "居民委员会")

PlaceLevel = Literal["county", "township", "village"]


@dataclass(frozen=True)
class Place:
    """An administrative division.

    Attributes:
        code: 6, 9 or 12 digits.
        name: the official name, e.g. ``来凤街道`` or ``登凤村村民委员会``.
        parent: code of the division above; empty for the county.
        level: county, township or village (a community is of level village).
    """

    code: str
    name: str
    parent: str
    level: PlaceLevel

    @property
    def is_community(self) -> bool:
        """Whether residents, not villagers, are organised here."""
        return self.level == "village" and self.name.endswith("居民委员会")

    @property
    def short_name(self) -> str:
        """The name without its council: ``登凤村``, ``文风社区``.

        Example:
            >>> Place("500120004109", "登凤村村民委员会", "500120004", "village").short_name
            '登凤村'
        """
        for council in _COUNCILS:
            if self.name.endswith(council):
                stem = self.name.removesuffix(council)
                return stem + "社区" if "居民" in council and not stem.endswith("社区") else stem
        return self.name


@cache
def places() -> tuple[Place, ...]:
    """Return the county, then its townships and villages, sorted by code."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Place(row["code"], row["name"], row["parent"], row["level"])  # type: ignore[arg-type]
            for row in csv.DictReader(lines)
        )
