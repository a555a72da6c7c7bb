"""Our register beside the export of a national one: what is only here, only there, and what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

#: What is compared; identity number and telephone are compared by their keyed digests and never shown.
FIELDS: Final = (
    "name",
    "unit",
    "status",
    "sex",
    "ethnicity",
    "born_on",
    "education",
    "joined_on",
    "full_on",
    "occupation",
    "phone",
)
#: What is then taken from the national register without asking anybody again.
MIRRORED: Final = ("unit", "status", "joined_on", "full_on")
Record = Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """One field of one member that the two registers tell differently; None = not known."""

    key: str
    field: str
    ours: object
    theirs: object

    @property
    def mirrored(self) -> bool:
        """Whether the national register decides it."""
        return self.field in MIRRORED


@dataclass
class Comparison:
    """What a comparison found.

    Attributes:
        same: how many members both tell alike.
        differences: in the order of the export.
        only_ours, only_theirs: keys of members that one side lacks.
    """

    same: int = 0
    differences: list[Difference] = field(default_factory=list)
    only_ours: list[str] = field(default_factory=list)
    only_theirs: list[str] = field(default_factory=list)


def compare(ours: Mapping[str, Record], theirs: Mapping[str, Record], fields: Iterable[str] = FIELDS) -> Comparison:
    """Compare two registers by key.

    Args:
        ours, theirs: key → record; a field that a record lacks or has as None is not compared: an export that does
            not hold it says nothing about it.
        fields: which fields are compared.
    """
    found = Comparison(only_ours=[key for key in ours if key not in theirs])
    wanted = tuple(fields)
    for key, record in theirs.items():
        if key not in ours:
            found.only_theirs.append(key)
            continue
        differing = list(_differing(key, ours[key], record, wanted))
        found.differences.extend(differing)
        found.same += not differing
    return found


def _differing(key: str, ours: Record, theirs: Record, fields: tuple[str, ...]) -> Iterable[Difference]:
    for name in fields:
        said = theirs.get(name)
        if said is not None and said != ours.get(name):
            yield Difference(key, name, ours.get(name), said)
