"""An assessment planned for a snapshot: one graph per domain, cut into strata where units need each other.

Stratum 0 needs only a unit's own facts; a roll-up, rank or quota of it opens stratum 1, and so on. Within a stratum
all units of a domain run through the same operations; between strata the population nouns are computed once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jishi.core.dependencies import PopulationNoun, chosen, order
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.formulas import Assessment, Figure, Quota, RollUp
from jishi.engines.bounds import Interval, Reach, hull, reach
from jishi.engines.graph import LEAST, MOST, Code, Graph, needed
from jishi.engines.lower import Lowering

EXACT_IN_FLOAT64 = 2**52
ColumnKey = tuple[str, str]


@dataclass(frozen=True)
class Population:
    """One roll-up, rank or quota.

    Attributes:
        noun: what is computed over all units.
        stratum: the stratum in which it can first be read; its argument is ready one before.
        bounds: between which numbers it stays; None = always null.
    """

    noun: PopulationNoun
    stratum: int
    bounds: Interval | None


@dataclass(frozen=True)
class DomainPlan:
    """What is computed for the units of one domain.

    Attributes:
        domain: its index in the snapshot; -1 = units that belong to none.
        graph: the operations.
        strata: stratum of each node.
        reaches: bounds of each node.
        formulas: formula id → its node.
        figures: figure id → the node that is rolled up.
        arguments: population noun → the node of its argument.
    """

    domain: int
    graph: Graph
    strata: tuple[int, ...]
    reaches: tuple[Reach, ...]
    formulas: Mapping[str, int]
    figures: Mapping[str, int]
    arguments: Mapping[PopulationNoun, int]


@dataclass(frozen=True)
class Plan:
    """The whole of it; ``populations`` in an order in which each needs only those before it."""

    domains: tuple[DomainPlan, ...]
    populations: tuple[Population, ...]
    figures: tuple[Figure, ...]
    kept: tuple[str, ...]

    @property
    def last_stratum(self) -> int:
        """The highest stratum that any node is in."""
        return max((stratum for domain in self.domains for stratum in domain.strata), default=0)

    def reads(self) -> tuple[ColumnKey, ...]:
        """Return which columns of the snapshot are read, each once: ("fact", id) or ("previous", id)."""
        names = [
            node.name
            for domain in self.domains
            for node in domain.graph.nodes
            if node.code is Code.INPUT and isinstance(node.name, tuple)
        ]
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Setting:
    """What of a snapshot a plan depends on.

    Attributes:
        units: how many.
        domains: names of the domains, in order.
        present: indexes of the domains that have units, -1 among them when some belong to none.
        bounds: ("fact", id) or ("previous", id) → the bounds of a column that exists; None = all null.
    """

    units: int
    domains: tuple[str, ...]
    present: tuple[int, ...]
    bounds: Mapping[ColumnKey, Interval | None]


def plan(assessment: Assessment, setting: Setting, keep: tuple[str, ...] | None = None) -> Plan:
    """Lower an assessment.

    Args:
        assessment: formulas and figures.
        setting: what of the snapshot matters.
        keep: formula ids whose values are wanted; None = all.

    Raises:
        Refusal: unknown references, circles, two formulas of one name and domain; or a value could leave the
            64-bit integers, named with the formula.
    """
    formulas = chosen(assessment)
    ordered = order(assessment)
    kept = ordered if keep is None else tuple(name for name in ordered if name in keep)
    found: dict[PopulationNoun, None] = {}
    # Names of formulas that nothing wanted refers to are never lowered.
    lowered = {
        domain: Lowering(
            formulas,
            setting.domains[domain] if domain >= 0 else None,
            setting.bounds.__contains__,
            lambda noun: found.setdefault(noun),
        )
        for domain in setting.present
    }
    wanted = {domain: {name: each.formula(name) for name in kept} for domain, each in lowered.items()}
    rolled = {
        domain: {figure.id: _rolled(each, figure) for figure in assessment.figures}
        for domain, each in lowered.items()
    }
    arguments = _arguments(lowered, found)
    analysis = _Analysis({domain: each.graph for domain, each in lowered.items()}, arguments, setting)
    analysis.run()
    plans = tuple(
        DomainPlan(
            domain,
            each.graph,
            tuple(analysis.strata[domain]),
            tuple(analysis.reaches[domain]),
            wanted[domain],
            rolled[domain],
            {noun: nodes[domain] for noun, nodes in arguments.items()},
        )
        for domain, each in lowered.items()
    )
    result = Plan(plans, tuple(analysis.populations.values()), assessment.figures, kept)
    _refuse_overflow(result, setting)
    return result


def _rolled(lowering: Lowering, figure: Figure) -> int:
    """Return the node that a figure adds up; a count adds up a one for each value that is known."""
    number = lowering.expression(figure.of)
    return lowering.graph.strict(Code.INSIDE, (number,), (LEAST, MOST, 1, 1)) if figure.how == "count" else number


Arguments = dict[PopulationNoun, dict[int, int]]


def _arguments(lowered: Mapping[int, Lowering], found: dict[PopulationNoun, None]) -> Arguments:
    """Lower the argument of every population noun for every domain; that may find more of them."""
    done: Arguments = {}
    while len(done) < len(found):
        for noun in [noun for noun in found if noun not in done]:
            done[noun] = {domain: each.expression(noun.arg) for domain, each in lowered.items()}
    return done


class _Analysis:
    """Finds stratum and bounds of every node; a population noun waits for its argument in all domains."""

    def __init__(self, graphs: Mapping[int, Graph], arguments: Arguments, setting: Setting) -> None:
        self.strata: dict[int, list[int]] = {domain: [] for domain in graphs}
        self.reaches: dict[int, list[Reach]] = {domain: [] for domain in graphs}
        self.populations: dict[PopulationNoun, Population] = {}
        self._graphs = graphs
        self._arguments = arguments
        self._setting = setting
        self._known: dict[tuple[int, int], tuple[int, Reach]] = {}

    def run(self) -> None:
        for domain, graph in self._graphs.items():
            found = [self._node(domain, number) for number in range(len(graph.nodes))]
            self.strata[domain] = [stratum for stratum, _ in found]
            self.reaches[domain] = [each for _, each in found]
        for noun in self._arguments:
            self._population(noun)

    def _node(self, domain: int, number: int) -> tuple[int, Reach]:
        key = (domain, number)
        if key not in self._known:
            self._known[key] = self._analysed(domain, number)
        return self._known[key]

    def _analysed(self, domain: int, number: int) -> tuple[int, Reach]:
        node = self._graphs[domain].nodes[number]
        if node.code is not Code.INPUT:
            args = [self._node(domain, arg) for arg in node.args]
            stratum = max((one for one, _ in args), default=0)
            return stratum, reach(node, [each.result for _, each in args])
        if isinstance(node.name, tuple):
            return 0, Reach.exactly(self._setting.bounds[node.name])
        population = self._population(node.name)  # type: ignore[arg-type]
        return population.stratum, Reach.exactly(population.bounds)

    def _population(self, noun: PopulationNoun) -> Population:
        if noun not in self.populations:
            args = [self._node(domain, number) for domain, number in self._arguments[noun].items()]
            stratum = 1 + max((one for one, _ in args), default=0)
            bounds = _population_bounds(noun, hull([each.result for _, each in args]), self._setting.units)
            self.populations[noun] = Population(noun, stratum, bounds)
        return self.populations[noun]


def _population_bounds(noun: PopulationNoun, argument: Interval | None, units: int) -> Interval | None:
    if isinstance(noun, RollUp):
        return aggregate_bounds(noun.how, argument, units)
    if argument is None:
        return None
    return (0, 1) if isinstance(noun, Quota) else (1, units)


def aggregate_bounds(how: str, argument: Interval | None, units: int) -> Interval | None:
    """Return the bounds of an aggregate over at most so many units."""
    if how == "count":
        return 0, units
    if argument is None or how in ("min", "max"):
        return argument
    return min(argument[0], argument[0] * units), max(argument[1], argument[1] * units)


def _refuse_overflow(planned: Plan, setting: Setting) -> None:
    """Refuse what could leave the 64-bit integers, naming the first formula or figure that needs it."""
    complaints: dict[str, None] = {}
    for domain in planned.domains:
        wide = _wide_nodes(domain)
        roots = [*domain.formulas.items(), *domain.figures.items()]
        roots += [(type(noun).__name__, number) for noun, number in domain.arguments.items()]
        complaints.update((name, None) for name, number in roots if _touches(domain.graph, number, wide))
    for population in planned.populations:
        if not fits(population.bounds):
            complaints[str(population.noun)] = None
    for figure in planned.figures:
        values = hull([domain.reaches[domain.figures[figure.id]].result for domain in planned.domains])
        if not fits(aggregate_bounds(figure.how, values, setting.units)):
            complaints[figure.id] = None
    if complaints:
        what = sentence("Its value could leave the range of 64-bit whole numbers.")
        fix = sentence("Narrow the ranges of the facts it reads, or divide before multiplying.")
        raise Refusal(Complaint(name, what, fix) for name in list(complaints)[:20])


def fits(interval: Interval | None) -> bool:
    """Say whether an interval lies inside the 64-bit integers, the sentinel for null left out."""
    return interval is None or (interval[0] >= LEAST and interval[1] <= MOST)


def exact_in_float(*intervals: Interval | None) -> bool:
    """Say whether floor(a / b) by 64-bit floats is exact for numbers of these intervals."""
    return all(
        interval is None or max(abs(interval[0]), abs(interval[1])) < EXACT_IN_FLOAT64 for interval in intervals
    )


def _wide_nodes(domain: DomainPlan) -> frozenset[int]:
    return frozenset(
        number for number, each in enumerate(domain.reaches) if not fits(each.result) or not fits(each.within)
    )


def _touches(graph: Graph, start: int, numbers: frozenset[int]) -> bool:
    return bool(numbers) and any(number in numbers for number in needed(graph, [start]))
