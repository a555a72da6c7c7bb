"""The made-up country of the benchmark: the Year's own standards over ten domains, and fifty of its figures."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from jishi.core.columns import Snapshot
from jishi.core.formulas import Assessment, Expression, Table, WeightedSum
from jishi.engines.plan import Plan, plan
from jishi.engines.resident import Resident, read_by
from jishi.engines.slots import Slots
from jishi.packs.load import load
from jishi.packs.lower import lower
from jishi.sample.national import Country

# Domain → its share of the branches, in percent.
DOMAINS = {
    "village": 27,
    "enterprise": 22,
    "community": 11,
    "office": 10,
    "social": 8,
    "state-enterprise": 8,
    "institution": 6,
    "school": 4,
    "university": 2,
    "window": 2,
}
FIGURES = 50
KEPT = ("score", "proposal")


@dataclass(frozen=True)
class Nation:
    """The country and what is computed of it.

    Attributes:
        assessment: the Year's formulas of ten domains, and fifty figures.
        snapshot: the units; facts are drawn when asked for.
        indicators: how many indicators all domains have together.
    """

    assessment: Assessment
    snapshot: Snapshot
    indicators: int

    @classmethod
    def of(cls, units: int, pack: Path) -> "Nation":
        """Make the country; everything follows from a fixed seed."""
        loaded = load(pack)
        whole = lower(loaded)
        names = tuple(DOMAINS)
        formulas = tuple(each for each in whole.formulas if each.domain is None or each.domain in DOMAINS)
        assessment = Assessment(formulas, whole.figures[:FIGURES], whole.bounds)
        reads = read_by(assessment, names, KEPT)
        asked: dict[str, dict[str, list[int]]] = {"fact": {}, "previous": {}}
        for place, name in enumerate(names):
            for kind, fact in reads[name]:
                asked[kind].setdefault(fact, []).append(place)
        vetoes = [each for each in formulas if each.id.startswith("limit:")]
        rare = read_by(Assessment(tuple(vetoes)), names)
        country = Country(
            units=units,
            levels=tuple(level.id for level in loaded.vocabulary.levels),
            domains=names,
            shares=tuple(DOMAINS.values()),
            bounds=whole.bounds,
            asked=asked["fact"],
            asked_before=asked["previous"],
            rare=frozenset(fact for keys in rare.values() for _, fact in keys),
        )
        indicators = sum(1 for each in formulas if each.domain and each.id.startswith("indicator:"))
        return cls(assessment, country.snapshot(), indicators)

    @cached_property
    def resident(self) -> Resident:
        """The facts in memory."""
        return Resident(self.snapshot, self.assessment, KEPT)

    @cached_property
    def slots(self) -> Slots:
        """Where figures are added up."""
        return Slots.of(self.snapshot.tree, self.resident.layout)

    @property
    def scoring(self) -> Assessment:
        """The same without figures."""
        return replace(self.assessment, figures=())

    def planned(self, assessment: Assessment) -> Plan:
        """Plan an assessment over the facts in memory."""
        return plan(assessment, self.resident.setting(), KEPT)

    def what_if(self) -> Assessment:
        """Return the assessment with other weights and other bands: every second row counts a fifth more."""
        formulas = tuple(
            replace(each, expression=_changed(each.expression)) if each.id in ("score", "band") else each
            for each in self.assessment.formulas
        )
        return replace(self.assessment, formulas=formulas)


def _changed(expression: Expression) -> Expression:
    match expression:
        case WeightedSum(items, at_least):
            changed = tuple(
                (weight * 6 // 5 if place % 2 else weight, item) for place, (weight, item) in enumerate(items)
            )
            return WeightedSum(changed, at_least)
        case Table(value, steps, below):
            return Table(value, tuple((threshold - 200, result) for threshold, result in steps), below)
    return expression
