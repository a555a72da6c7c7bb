"""Who may see and do what: a scope made of grants, on today's tree. The default is nothing.

A place in the tree is a path: text in which every unit's path begins with its parent's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Duty = Literal["enter", "import", "assess", "review", "publish", "grant", "office"]

#: What a grant may allow besides reading: enter facts, import files, run an assessment, decide grades in the
#: committee of its unit, publish for it, give grants, keep the office (accounts, jobs, events).
DUTIES: Final[tuple[Duty, ...]] = get_args(Duty)

#: Field classes: 0 may be published, 1 as aggregates only, 2 personal, 3 sensitive.
MOST_PRIVATE: Final = 3


@dataclass(frozen=True)
class Holding:
    """One grant that is in force.

    Attributes:
        role: id of the role in the pack's vocabulary.
        axis: the axis on which it reaches down.
        path: path of the unit that it is for.
        field_class: the most private class of fields that the role reads, 0 to 3.
        duties: what it allows besides reading.
        unit: id of the unit that it is for.
    """

    role: str
    axis: str
    path: str
    field_class: int = 1
    duties: frozenset[str] = frozenset()
    unit: int = 0

    def covers(self, axis: str, path: str) -> bool:
        """Say whether a place lies at or below this grant's unit; a unit without a place covers nothing."""
        return axis == self.axis and self.path != "" and path.startswith(self.path)


@dataclass(frozen=True)
class Scope:
    """What one account may see and do today; every query takes one first.

    Example:
        >>> town = Scope((Holding("clerk", "management", "AB", duties=frozenset({"enter"})),))
        >>> town.sees("management", "ABC"), town.sees("management", "A"), town.may("enter", "management", "ABC")
        (True, False, True)

    Attributes:
        holdings: the grants in force; none = sees nothing.
        everything: the operator at the machine's own command line, who can read the files anyway.
        account: id of the account; None = the command line.
    """

    holdings: tuple[Holding, ...] = ()
    everything: bool = False
    account: int | None = field(default=None, compare=False)

    def roots(self, axis: str) -> tuple[str, ...]:
        """Return the topmost paths that are seen on an axis, in order; none lies below another."""
        found: list[str] = []
        for path in sorted({holding.path for holding in self.holdings if holding.covers(axis, holding.path)}):
            if not found or not path.startswith(found[-1]):
                found.append(path)
        return tuple(found)

    def sees(self, axis: str, path: str) -> bool:
        """Say whether a place is inside."""
        return self.everything or any(holding.covers(axis, path) for holding in self.holdings)

    def reads(self, axis: str, path: str) -> int:
        """Return the most private field class that is read at a place; -1 = outside."""
        if self.everything:
            return MOST_PRIVATE
        return max((h.field_class for h in self.holdings if h.covers(axis, path)), default=-1)

    def may(self, duty: Duty, axis: str, path: str) -> bool:
        """Say whether a duty is allowed at a place."""
        return self.everything or any(duty in h.duties for h in self.holdings if h.covers(axis, path))

    def has(self, duty: Duty) -> bool:
        """Say whether a duty is allowed anywhere (for menus)."""
        return self.everything or any(duty in holding.duties for holding in self.holdings)


#: Sees nothing: what a stranger gets.
NOBODY: Final = Scope()
#: Sees everything: the command line, whose operator owns the files.
OPERATOR: Final = Scope(everything=True)


def scope(holdings: Iterable[Holding], account: int | None = None) -> Scope:
    """Return the scope of an account's grants."""
    return Scope(tuple(holdings), account=account)
