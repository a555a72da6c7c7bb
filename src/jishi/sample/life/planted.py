"""What is wrong in the registers on purpose, and which rule finds it (docs/explanation/the-sample-county.md)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jishi.sample.faults import Fault
from jishi.sample.life.leftovers import Leftover
from jishi.sample.life.members import SMALL
from jishi.sample.life.workplaces import COMMITTEE, Workplace
from jishi.sample.organisations.tree import Organisation

_FORGOTTEN = (
    ("no-first-secretary", ("village",), ("R12-village", "D139-missing")),
    ("no-work-team", ("community",), ("R12-community",)),
    ("no-instructor", ("enterprise", "social", "cooperative"), ("R12-workplace",)),
    ("no-contact-person", ("office", "school", "state-enterprise", "window"), ("R12-contact",)),
)
_EVERY = ("village", "community", "enterprise", "social", "cooperative", "office", "school", "window")
#: A workplace whose unit is founded in June, before its deadline.
FOUNDED = "founded-in-time"
# The sector whose reform left branches without a managing body.
LEFT_BY = "非公有制经济组织和社会组织工作委员会"
# So many who work elsewhere are enough that one of them holds no post.
_MANY = 3


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
        also: code of the unit above whose secretary its secretary is too; empty = none.
        unsearched: its secretary was sent from elsewhere, and nobody had looked at home first.
        silent: one of its members lives elsewhere, and nobody has heard of them for more than a year.
        unmended: what its plan lacks: ``remedy`` = one of its problems has none, ``problem`` = one of its remedies
            answers none; empty = nothing.
        mended: it is put right in the course of the year.
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
    also: str = ""
    unsearched: bool = False
    silent: bool = False
    unmended: str = ""
    mended: bool = False
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class Ground:
    """Where things can be planted: each unit once, and none that is graded wrongly on purpose already.

    Attributes:
        units: the organisations, by code.
        full: code → full members.
        small: workplaces without a unit.
        weak: code → domain of the weak units.
        leaving: code of a branch → how many of its full members work elsewhere.
    """

    units: Sequence[Organisation]
    full: Mapping[str, int]
    small: Sequence[Workplace]
    weak: Mapping[str, str]
    leaving: Mapping[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def first(self, township: str, fits: Callable[[Organisation], bool]) -> str:
        """Return the first fitting unit that nothing is planted at: of a township, else of the county."""
        free = [one.code for one in self.units if one.code not in self.taken and fits(one)]
        if not free:
            raise LookupError("no unit is left")
        code = next((code for code in free if code.startswith(township)), free[0])
        self.taken.add(code)
        return code

    def next_weak(self, domains: Collection[str], township: str = "") -> str:
        """Return the next weak unit of one of these domains that nothing is planted at; empty = none is left."""
        free = [code for code, domain in self.weak.items() if domain in domains and code not in self.taken]
        code = next((code for code in free if code.startswith(township)), "")
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
    return (*_faults(ground, at), *_posts(ground), *_helpers(ground), *_workplaces(ground), *_others(ground))


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


def _helpers(ground: Ground) -> Iterable[Planted]:
    """Forget a weak unit of each sort of helper, and let one first secretary write nothing."""
    for fault, domains, rules in _FORGOTTEN:
        if code := ground.next_weak(domains):
            yield Planted(fault, code, rules, forgotten=True)
    if code := ground.next_weak(("village",)):
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
    place, soon = ground.workplace("enterprise", "village", **due, due=date(2012, 6, 30))
    yield Planted(FOUNDED, place, ("R14-place",), workplace=soon, mended=True)


def _others(ground: Ground) -> Iterable[Planted]:
    above = {one.code for one in ground.units if one.kind == "general-branch" and one.code not in ground.taken}
    branch = ground.first("00102", lambda one: one.kind == "branch" and one.parent in above)
    general = branch[: COMMITTEE + 3]
    ground.taken.add(general)
    yield Planted(
        "two-first-posts",
        branch,
        ("R22-elsewhere",),
        also=general,
        below={"R22-elsewhere": frozenset({general})},
    )
    silent = ground.first("00108", lambda one: one.domain == "village" and ground.leaving.get(one.code, 0) > _MANY)
    yield Planted("not-heard-of", silent, ("floating-silent",), silent=True)
    sent = ground.first("00109", lambda one: one.domain == "village" and one.kind == "branch")
    yield Planted("sent-unsearched", sent, ("D137-unsearched",), unsearched=True)
    for fault, rule, lacks in (("no-remedy", "R09", "remedy"), ("idle-remedy", "R09-remedy", "problem")):
        if code := ground.next_weak(_EVERY, "00104"):
            yield Planted(fault, code, (rule,), unmended=lacks)


def unmanaged(leftovers: Iterable[Leftover]) -> Iterable[Planted]:
    """Yield the units that nobody manages: those that stand nowhere, and those below a body that is gone."""
    for each in leftovers:
        if each.body:
            yield Planted("body-gone", each.code, ("R16", "R16-hollow"))
        else:
            yield Planted("nobody-above", each.code, ("R16",))


def found_by(planted: Iterable[Planted]) -> Mapping[str, frozenset[str]]:
    """Return rule → codes of the units that break it."""
    found: dict[str, set[str]] = {}
    for each in planted:
        for rule in each.rules:
            found.setdefault(rule, set()).add(each.unit)
        for rule, units in each.below.items():
            found.setdefault(rule, set()).update(units)
    return {rule: frozenset(units) for rule, units in sorted(found.items())}
