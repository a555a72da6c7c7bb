"""The whole life of the sample county, made from its organisations and from how each is to come out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from jishi.sample.answers.unit import Target
from jishi.sample.faults import Fault
from jishi.sample.life import helpers, leftovers, moving, organising, planted, posts, workplaces
from jishi.sample.life.members import Somebody, everybody
from jishi.sample.organisations.tree import Organisation

#: Codes of the townships that are visited again in autumn, or promote their branches.
TOLD_FURTHER = ("00103", "00104", "00105")


@dataclass(frozen=True)
class Life:
    """What the registers hold.

    Attributes:
        units: the organisations, by code.
        graded: those that a standard judges.
        targets: how each of those is to come out.
        faults: what is wrong with the answers, so that the registers say the same.
    """

    units: Sequence[Organisation]
    graded: Sequence[Organisation]
    targets: Mapping[str, Target]
    faults: Sequence[Fault]

    @cached_property
    def people(self) -> tuple[Somebody, ...]:
        """Everybody in a branch, branch by branch."""
        return everybody(self.units)

    @cached_property
    def below(self) -> Mapping[str, Sequence[Somebody]]:
        """Code of a unit → the full members of the branches at or below it."""
        found: dict[str, list[Somebody]] = {}
        for one in self.people:
            if one.status == "full":
                for length in (3, 5, 8, 10):
                    if length <= len(one.branch):
                        found.setdefault(one.branch[:length], []).append(one)
        return found

    @cached_property
    def full(self) -> Mapping[str, int]:
        """Code of a unit → its full members, those of its branches included."""
        return {code: len(members) for code, members in self.below.items()}

    @cached_property
    def _places(self) -> tuple[workplaces.Workplace, ...]:
        """The workplaces before anything is planted."""
        return workplaces.workplaces(workplaces.Ground(self.units, self.full))

    @cached_property
    def weak(self) -> Sequence[helpers.Weak]:
        """The units that come out as poor."""
        spoilt = {fault.unit for fault in self.faults if fault.poor}
        return helpers.weak_units(self.graded, self.targets, spoilt)

    @cached_property
    def planted(self) -> tuple[planted.Planted, ...]:
        """What is wrong on purpose."""
        small = [one for one in self._places if not one.unit]
        weak = {one.code: one.domain for one in self.weak}
        leaving = Counter(one.branch for one in self.people if moving.works_elsewhere(one))
        ground = planted.Ground(self.units, self.full, small, weak, leaving)
        return (*planted.planted(ground, self.faults), *planted.unmanaged(self.leftovers))

    @cached_property
    def leftovers(self) -> tuple[leftovers.Leftover, ...]:
        """The branches that nobody manages; a part of the county without the sector has none."""
        sectors = [one.code for one in self.units if one.name.endswith(planted.LEFT_BY)]
        return tuple(found for code in sectors for found in leftovers.leftovers(code))

    @cached_property
    def workplaces(self) -> tuple[workplaces.Workplace, ...]:
        """Every workplace, as it really is."""
        wrong = {one.workplace.code: one.workplace for one in self.planted if one.workplace}
        return tuple(wrong.get(one.code, one) for one in self._places)

    @cached_property
    def posts(self) -> Mapping[str, Sequence[posts.Held]]:
        """Code of a unit → its posts."""
        vacant = frozenset((one.unit, one.vacant) for one in self.planted if one.vacant)
        ends = {one.unit: one.ends for one in self.planted if one.ends}
        also = {one.also: one.unit for one in self.planted if one.also}
        unsearched = frozenset(one.unit for one in self.planted if one.unsearched)
        return posts.Staffing(self.below, vacant, ends, also, unsearched).fill(self.units)

    @cached_property
    def busy(self) -> frozenset[str]:
        """Names of everybody who holds a post."""
        return frozenset(held.holder for found in self.posts.values() for held in found if held.holder)

    @cached_property
    def helpers(self) -> tuple[helpers.Sent, ...]:
        """Everybody who is sent somewhere."""
        offices = {one.code for one in self.units if one.domain == "office"}
        free = [one for one in self.people if one.branch in offices and one.status == "full"]
        return helpers.helpers(
            self.weak,
            self._of(lambda one: one.domain == "village"),
            self.workplaces,
            [one for one in free if one.name not in self.busy],
            self.planted,
        )

    @cached_property
    def pairings(self) -> tuple[tuple[str, str], ...]:
        """(Unit above, unit below) whose secretaries are paired."""
        alone = {one.unit for one in self.planted if one.alone}
        return helpers.pairings(self.units, self.weak, alone)

    @cached_property
    def away(self) -> tuple[moving.Away, ...]:
        """Members who live elsewhere."""
        silent = frozenset(one.unit for one in self.planted if one.silent)
        return moving.away(self.people, self.units, self._staying, silent)

    @cached_property
    def lost(self) -> tuple[moving.Lost, ...]:
        """Members out of touch."""
        return moving.lost(self.away)

    @cached_property
    def cared_for(self) -> tuple[moving.Cared, ...]:
        """Members who are cared for."""
        return moving.cared_for(self.people)

    @cached_property
    def transfers(self) -> tuple[moving.Moving, ...]:
        """Transfers under way."""
        gone = frozenset(each.who.name for each in self.away)
        return moving.transfers(self.people, self.units, self._staying | gone)

    @cached_property
    def founded(self) -> tuple[organising.Founded, ...]:
        """The units that are founded in the year; a part of the county without the sector has none."""
        due = next(one.workplace for one in self.planted if one.id == planted.FOUNDED)
        sectors = self._of(lambda one: one.name.endswith(planted.LEFT_BY))
        return organising.founded(self._organising, due, sectors[0].code) if due and sectors else ()

    @cached_property
    def reformed(self) -> organising.Reformed:
        """What becomes of units that are there."""
        return organising.reformed(self._organising)

    @cached_property
    def _organising(self) -> organising.Ground:
        apart = {code for one in self.planted for code in (one.unit, one.also, *chain(*one.below.values()))}
        apart |= {one.code for one in self.weak} | {one.unit for one in self.faults}
        gone = {each.who.name for each in (*self.away, *self.transfers, *self.cared_for)}
        return organising.Ground(
            self.units, self.people, self.workplaces, self._staying | gone, apart, TOLD_FURTHER
        )

    @cached_property
    def _staying(self) -> frozenset[str]:
        return self.busy | {sent.name for sent in self.helpers}

    def _of(self, fits: Callable[[Organisation], bool]) -> list[Organisation]:
        return [one for one in self.units if fits(one)]

    def facts(self, code: str) -> Mapping[str, int]:
        """Return the facts of a unit that its registers give, so that nobody answers them otherwise."""
        held = self.posts[code]
        lacking = sum(1 for one in self.planted if one.unit == code and "R14-place" in one.rules)
        return {
            "posts-due": len(held),
            "posts-filled": sum(1 for one in held if one.holder),
            "uncovered-workplaces": lacking,
        }
