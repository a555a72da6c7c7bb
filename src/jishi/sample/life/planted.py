"""What is wrong in the registers on purpose, and which rule finds it (docs/explanation/the-sample-county.md)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jishi.sample.faults import Fault
from jishi.sample.life.members import SMALL
from jishi.sample.life.workplaces import COMMITTEE, Workplace
from jishi.sample.organisations.tree import Organisation


@dataclass(frozen=True)
class Planted:
    """One thing that is wrong in a register.

    Attributes:
        id: its name in the documentation.
        unit: code of the unit that answers for it.
        rules: which rules find it there, and no others.
        vacant: kind of post that nobody holds; empty = none.
        ends: when the terms of the unit's holders end; None = as usual.
        workplace: a small workplace of its area, as it really is; None = no workplace is wrong.
        alone: its secretary is paired with nobody.
        forgotten: it is weak, and nobody is sent to it.
        unlogged: its first secretary writes no log.
        below: codes of the units below it that a rule finds because of it, by rule.
    """

    id: str
    unit: str
    rules: tuple[str, ...]
    vacant: str = ""
    ends: date | None = None
    workplace: Workplace | None = None
    alone: bool = False
    forgotten: bool = False
    unlogged: bool = False
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class Ground:
    """Where things can be planted: each unit once, and none that is graded wrongly on purpose already.

    Attributes:
        units: the organisations, by code.
        full: code → full members.
        small: workplaces without a unit.
        weak: codes of the weak units.
    """

    units: Sequence[Organisation]
    full: Mapping[str, int]
    small: Sequence[Workplace]
    weak: frozenset[str]
    taken: set[str] = field(default_factory=set)

    def first(self, township: str, fits: Callable[[Organisation], bool]) -> str:
        """Return the first fitting unit that nothing is planted at: of a township, else of the county."""
        free = [one.code for one in self.units if one.code not in self.taken and fits(one)]
        if not free:
            raise LookupError("no unit is left")
        code = next((code for code in free if code.startswith(township)), free[0])
        self.taken.add(code)
        return code

    def workplace(self, domain: str, council: str, **really: object) -> tuple[str, Workplace]:
        """Return (unit of its area, workplace): the first without a unit that lies in such a council's area."""
        councils = {one.code: one.domain for one in self.units}
        for one in self.small:
            fits = one.domain == domain and councils[one.place] == council and not one.joint and not one.helper
            if fits and one.place not in self.taken:
                self.taken.add(one.place)
                return one.place, replace(one, **really)  # type: ignore[arg-type]
        raise LookupError(f"no {domain} of a {council} is left")


def planted(ground: Ground, faults: Iterable[Fault]) -> tuple[Planted, ...]:
    """Return what is planted, each at a unit of its own."""
    at = {fault.id: fault.unit for fault in faults}
    ground.taken.update(at.values())
    return (*_faults(ground, at), *_posts(ground), *_workplaces(ground))


def _faults(ground: Ground, at: Mapping[str, str]) -> Iterable[Planted]:
    """Let the registers say the same as the answers of the units that are graded wrongly on purpose."""
    if "secretary-vacant" in at:
        code = at["secretary-vacant"]
        # Nobody answers first for the body that manages these.
        hollow = frozenset(one.code for one in ground.units if one.code != code and one.code.startswith(code))
        below = {"R16-hollow": hollow} if hollow else {}
        yield Planted("secretary-vacant", code, ("R22", "D42-vacant"), vacant="secretary", below=below)
    if "term-overdue" in at:
        yield Planted("term-overdue", at["term-overdue"], ("D42-term-over",), ends=date(2011, 7, 10))


def _posts(ground: Ground) -> Iterable[Planted]:
    yield Planted(
        "publicity-vacant",
        ground.first("00105", lambda one: one.kind == "branch" and ground.full[one.code] >= SMALL),
        ("D42-vacant",),
        vacant="publicity-member",
    )
    yield Planted(
        "term-ending",
        ground.first("00106", lambda one: one.domain == "village" and one.kind == "branch"),
        ("D42-term-ending",),
        ends=date(2012, 6, 15),
    )
    yield Planted(
        "not-paired",
        ground.first("00110", lambda one: len(one.code) == COMMITTEE and one.level == "township"),
        ("R21",),
        alone=True,
    )
    weak = [one.code for one in ground.units if one.domain == "village" and one.code in ground.weak]
    if weak:
        code = ground.first("", lambda one: one.code in weak)
        yield Planted("no-first-secretary", code, ("R12-village", "D139-missing"), forgotten=True)
    if len(weak) > 1:
        code = ground.first("", lambda one: one.code in weak)
        yield Planted("no-log", code, ("D139-log",), unlogged=True)


def _workplaces(ground: Ground) -> Iterable[Planted]:
    due: dict[str, object] = {"members": 4, "full": 4, "employees": 46, "union": True}
    place, firm = ground.workplace("enterprise", "community", **due)
    yield Planted("firm-without-unit", place, ("R14", "R14-place"), workplace=firm)
    place, club = ground.workplace("social", "village", **due)
    yield Planted("association-without-unit", place, ("R14-place",), workplace=club)
    place, late = ground.workplace("enterprise", "village", **due, due=date(2012, 2, 29))
    yield Planted("deadline-passed", place, ("R14-place", "R14-overdue"), workplace=late)
    place, lone = ground.workplace("cooperative", "village", members=1, full=1, union=False, league=False)
    yield Planted("nobody-reaches-it", place, ("R15",), workplace=lone)


def found_by(planted: Iterable[Planted]) -> Mapping[str, frozenset[str]]:
    """Return rule → codes of the units that break it."""
    found: dict[str, set[str]] = {}
    for each in planted:
        for rule in each.rules:
            found.setdefault(rule, set()).add(each.unit)
        for rule, units in each.below.items():
            found.setdefault(rule, set()).update(units)
    return {rule: frozenset(units) for rule, units in sorted(found.items())}
