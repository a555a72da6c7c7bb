"""Times of rivals that take turns, and the report of them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Times:
    """Wall-clock and processor seconds of each round."""

    wall: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median of the wall-clock seconds."""
        return median(self.wall)

    def __str__(self) -> str:
        spread = f"{min(self.wall):.3f}-{max(self.wall):.3f}"
        return f"{self.middle:.3f} s ({spread}), processor {median(self.processor):.2f} s"


def alternate(rivals: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Run each rival once to warm up, then all of them in turn, as often as asked."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    for turn in range(rounds + 1):
        for name, work in rivals.items():
            wall, processor = time.perf_counter(), time.process_time()
            work()
            spent = (time.perf_counter() - wall, time.process_time() - processor)
            if turn:
                found[name].append(spent)
    return {
        name: Times(tuple(wall for wall, _ in each), tuple(processor for _, processor in each))
        for name, each in found.items()
    }


@dataclass(frozen=True)
class Comparison:
    """One line of the report: ours beside something else.

    Attributes:
        what: what was done.
        ours, other: the value of ours and of the other, in ``unit``.
        name: of the other.
        goal: the claim: for seconds the least ratio other / ours; for a limit the greatest value of ours.
        met: whether it held in this run.
        details: more about both, in words.
        unit: s, or GiB.
    """

    what: str
    ours: float
    name: str
    other: float
    goal: str
    met: bool
    details: str = ""
    unit: str = "s"

    def document(self) -> dict[str, object]:
        """Return the line as JSON has it."""
        return {
            "what": self.what,
            f"ours_{self.unit.lower()}": round(self.ours, 4),
            "other": self.name,
            f"other_{self.unit.lower()}": round(self.other, 4),
            "ratio": round(self.other / self.ours, 2) if self.ours else None,
            "goal": self.goal,
            "met": self.met,
            "details": self.details,
        }

    def __str__(self) -> str:
        ratio = f"{self.other / self.ours:.1f}" if self.ours else "-"
        verdict = "met" if self.met else "NOT met"
        return (
            f"{self.what}: {self.ours:.3f} {self.unit} against {self.other:.3f} {self.unit} of {self.name},"
            f" ratio {ratio}; goal {self.goal}: {verdict}\n    {self.details}"
        )


@dataclass
class Report:
    """Everything that was measured in one run."""

    name: str
    size: dict[str, object]
    limits: dict[str, object]
    results: list[Comparison] = field(default_factory=list)

    def document(self) -> dict[str, object]:
        """Return the report as one JSON document."""
        return {
            "name": self.name,
            "size": self.size,
            "limits": self.limits,
            "results": [each.document() for each in self.results],
        }

    def text(self) -> str:
        """Return the report to be read."""
        lines = [f"bench {self.name}", f"  size: {self.size}", f"  limits: {self.limits}"]
        return "\n".join([*lines, *(f"  {each}" for each in self.results)])


def rivalry(what: str, times: Mapping[str, Times], least: float) -> list[Comparison]:
    """Compare the first of several rivals with each other one; the goal binds against the best of them."""
    (_, ours), *others = times.items()
    best = min(others, key=lambda other: other[1].middle)[0]
    found = []
    for name, other in others:
        ratios = [theirs / own for theirs, own in zip(other.wall, ours.wall, strict=True)]
        details = f"ours {ours}; {name} {other}; ratio by round {min(ratios):.1f}-{max(ratios):.1f}"
        goal = f">= {least:g} x {name}" if name == best else f"none against {name}; the better one counts"
        met = name != best or other.middle >= least * ours.middle
        found.append(Comparison(what, ours.middle, name, other.middle, goal, met, details))
    return found
