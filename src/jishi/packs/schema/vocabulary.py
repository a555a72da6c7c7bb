"""vocabulary.yaml: levels, kinds, domains, roles, and who grades whom."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position


@dataclass(frozen=True)
class Level:
    """A level of the tree."""

    id: Id = described("Name of the level.")
    names: Texts = described("What people call it.")
    position: Position = position()


@dataclass(frozen=True)
class Kind:
    """A kind of unit."""

    id: Id = described("Name of the kind.")
    names: Texts = described("What people call it.")
    parents: tuple[str, ...] = described(
        "Kinds that may stand above it; empty = a root.", refers="kinds", default=()
    )
    level: str | None = described("The level it always has, where it has one.", refers="levels", default=None)
    position: Position = position()


@dataclass(frozen=True)
class Domain:
    """A domain: units that are judged by one standard."""

    id: Id = described("Name of the domain.")
    names: Texts = described("What people call it.")
    position: Position = position()


@dataclass(frozen=True)
class Role:
    """A role that a person can hold at a unit."""

    id: Id = described("Name of the role.")
    names: Texts = described("What people call it.")
    privacy: Literal[0, 1, 2, 3] = described("Highest class of fields that the role may read inside its scope.")
    position: Position = position()


@dataclass(frozen=True)
class Grading:
    """Who grades whom: the nearest ancestor of certain kinds."""

    kinds: tuple[str, ...] = described("Kinds that are graded.", refers="kinds")
    by_kinds: tuple[str, ...] = described("The nearest ancestor of one of these kinds grades.", refers="kinds")
    source: Source = described("Where this is laid down.")
    domains: tuple[str, ...] = described("Only units of these domains; empty = all.", refers="domains", default=())
    position: Position = position()


@dataclass(frozen=True)
class Word:
    """One word of a list that offices choose from."""

    id: Id = described("Name of the word.")
    names: Texts = described("What people call it.")
    also: tuple[str, ...] = described("Other words that offices write for it.", default=())
    position: Position = position()


@dataclass(frozen=True)
class Care(Word):
    """For what a member is cared for, and how often somebody comes."""

    visit_months: int | None = described("A visit is due every so many months; none = never.", default=None)
    aid_months: int | None = described("Help in money is due every so many months; none = never.", default=None)


@dataclass(frozen=True)
class Founding:
    """What it takes to found a unit."""

    least_full_members: int = described("So many full members found a unit of their own.")
    source: Source = described("Where this is laid down.")
    position: Position = position()


WordList = Literal["areas", "tiers", "ownerships", "sizes", "sites", "cares", "funds", "losses", "leavings"]


@dataclass(frozen=True)
class Vocabulary:
    """The words of a pack."""

    levels: tuple[Level, ...] = described("Levels, the highest first.")
    kinds: tuple[Kind, ...] = described("Kinds of units.")
    domains: tuple[Domain, ...] = described("Domains.")
    roles: tuple[Role, ...] = described("Roles.", default=())
    grading: tuple[Grading, ...] = described("Who grades whom; the first entry that fits counts.", default=())
    areas: tuple[Word, ...] = described("Area types; a place may be several of them.", default=())
    tiers: tuple[Word, ...] = described("Tiers of cities; a place is one of them.", default=())
    ownerships: tuple[Word, ...] = described("Ownerships of workplaces.", default=())
    sizes: tuple[Word, ...] = described("Size classes of workplaces.", default=())
    sites: tuple[Word, ...] = described("Kinds of places where workplaces lie.", default=())
    cares: tuple[Care, ...] = described("For what members are cared for; empty = our own words.", default=())
    funds: tuple[Word, ...] = described("Where money for care is from; empty = our own words.", default=())
    losses: tuple[Word, ...] = described("Why branches lose members; empty = our own words.", default=())
    leavings: tuple[Word, ...] = described(
        "How members leave a branch, other than by a transfer; death is one of them; empty = our own words.",
        default=(),
    )
    founding: Founding | None = described("What it takes to found a unit; none = three members.", default=None)
    position: Position = position()

    def word(self, wanted: WordList, id: str) -> Word | None:
        """Return a word of one of the lists; None = the pack does not have it."""
        words: tuple[Word, ...] = getattr(self, wanted)
        return next((word for word in words if word.id == id), None)

    @property
    def least_full_members(self) -> int:
        """So many full members found a unit of their own."""
        return self.founding.least_full_members if self.founding else 3

    @property
    def tops(self) -> frozenset[str]:
        """The kinds that may stand at the top: those below nothing, or below their own kind."""
        return frozenset(kind.id for kind in self.kinds if not kind.parents or kind.id in kind.parents)
