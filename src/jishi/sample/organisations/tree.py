"""What an organisation of the sample is, and how its code grows."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["committee", "working-committee", "grassroots-committee", "general-branch", "branch"]
Level = Literal["county", "township", "village-level", "branch"]


@dataclass(frozen=True)
class Organisation:
    """A made-up organisation on a real or made-up place.

    Attributes:
        code: digits; children extend their parent's code, so that codes sort in preorder. Leading zeros count.
        name: in Simplified Chinese.
        parent: code of the organisation above; empty for the county's.
        kind: id of the kind in the pack's vocabulary.
        level: id of the level in the pack's vocabulary.
        domain: id of the domain in the pack's vocabulary; None for those that grade and are not graded.
        members: its members, those of its own branches included.
        served: residents, employees, students or customers that it serves.
        place: division code.
    """

    code: str
    name: str
    parent: str
    kind: Kind
    level: Level
    domain: str | None
    members: int
    served: int
    place: str


@dataclass
class Nursery:
    """Where organisations are born in code order: gives each the next free code under its parent."""

    born: list[Organisation] = field(default_factory=list)
    _next: dict[str, int] = field(default_factory=dict)

    def code_under(self, parent: str) -> str:
        """Return the next free code: two digits at the top, three below, two for branches of a branch."""
        number = self._next.get(parent, 0) + 1
        self._next[parent] = number
        width = 3 if len(parent) == 5 else 2
        return f"{parent}{number:0{width}d}"

    def add(self, organisation: Organisation) -> Organisation:
        """Take in an organisation whose code was just given out."""
        self.born.append(organisation)
        return organisation
