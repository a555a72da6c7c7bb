"""A pack → what engines run: formulas of every domain, figures, and the bounds of the facts.

Scores are hundredths: 10000 is the whole of a row and the whole of 100 points. docs/explanation/scoring.md tells
the algorithm with worked numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.core.errors import Refusal
from jishi.core.formulas import (
    Add,
    All,
    Assessment,
    Const,
    DivideFloor,
    Expression,
    Figure,
    Formula,
    Grade,
    IfNull,
    IsNull,
    Multiply,
    Not,
    Ref,
    Table,
    WeightedSum,
)
from jishi.core.formulas import Limit as LimitNoun
from jishi.core.rules import Rule as CoreRule
from jishi.packs.amounts import Unfit, bounds, scaled
from jishi.packs.build import Builder
from jishi.packs.expressions import ExpressionReader
from jishi.packs.intervals import Interval
from jishi.packs.pack import Pack, active, rules_on
from jishi.packs.schema.fields import LANGUAGES
from jishi.packs.schema.grades import Limit
from jishi.packs.schema.standards import Indicator, Standard
from jishi.packs.scopes import scope_conditions, scopes
from jishi.packs.scores import FULL_ROW, row_expression


@dataclass(frozen=True)
class Weighed:
    """An indicator that counts on the day, and its weight in hundredths of a point."""

    id: str
    dimension: str
    weight: int

    @property
    def earned(self) -> Ref:
        """Return the reference to what it earns of its row, 0 to 10000."""
        return Ref(f"indicator:{self.id}")


def lower(pack: Pack, on: date | None = None, *, chosen: Mapping[str, str] | None = None) -> Assessment:
    """Return what engines run for a pack on a day.

    Formula ids: ``indicator:<id>``, ``dimension:<id>``, ``dimension-possible:<id>``, ``scoreable``, ``score``,
    ``band``, ``limit:<id>``, ``proposal``, ``view:<view>:<part>`` for each domain with a standard; ``rule:<id>``.

    Args:
        pack: the pack.
        on: the day; None = the first day of the pack.
        chosen: domain → id of the standard that counts instead of the binding one (an alternative, for trial).

    Raises:
        Refusal: expressions or scores that make no sense; each complaint names file and line.
    """
    assessment, builder = lowered(pack, on, chosen=chosen)
    if builder.complaints:
        raise Refusal(builder.complaints)
    return assessment


def lowered(
    pack: Pack, on: date | None = None, *, chosen: Mapping[str, str] | None = None
) -> tuple[Assessment, Builder]:
    """Return what could be lowered, and the builder with the complaints about the rest (see :func:`lower`)."""
    lowering = _Lowering(pack, on or pack.starts)
    formulas: list[Formula] = []
    for domain in pack.domain_by_id:
        standard = pack.standard_by_id.get((chosen or {}).get(domain, "")) or pack.standard_for(domain)
        if standard is not None:
            formulas += lowering.standard(standard, domain)
            formulas += lowering.grade(domain)
    formulas += [formula for rule in lowering.rules() for formula in rule.formulas()]
    figures = lowering.figures()
    limits = {name: (found.least, found.most) for name, found in lowering.known.items()}
    limits |= dict.fromkeys(scopes(pack), (0, 1))
    return Assessment(tuple(formulas), figures, limits), lowering.builder


def core_rules(pack: Pack, on: date | None = None) -> tuple[CoreRule, ...]:
    """Return the rules that hold on a day, for :mod:`jishi.core.rules`; ``mends`` is empty if nobody is named."""
    return _Lowering(pack, on or pack.starts).rules()


class _Lowering:
    """Lowers one pack for one day; complaints are noted in the builder."""

    def __init__(self, pack: Pack, on: date) -> None:
        self.pack = pack
        self.on = on
        self.builder = Builder()
        self.known = self._bounds()
        self.reader = ExpressionReader(pack.fact_by_id, pack.rank_by_grade, self.builder)
        self._rows: dict[tuple[str, str], Expression | None] = {}
        self._conditions: dict[str, Expression | None] = {}

    def _bounds(self) -> dict[str, Interval]:
        known = {}
        for fact in self.pack.facts:
            try:
                known[str(fact.id)] = Interval(*bounds(fact))
            except Unfit as unfit:
                self.builder.note(fact.position.of("range"), unfit.what, unfit.fix)
        return known

    def standard(self, standard: Standard, domain: str) -> list[Formula]:
        """Return rows, dimensions, score and views of one standard for one domain."""
        indicators = list(active(standard.indicators, self.on))
        formulas = []
        for indicator in indicators:
            row = self._row(standard, indicator)
            if row is not None:
                formulas.append(Formula(f"indicator:{indicator.id}", row, domain))
        weighed = [Weighed(i.id, i.dimension, scaled(i.weight, 100)) for i in indicators]
        for dimension in standard.dimensions:
            items = [item for item in weighed if item.dimension == dimension.id]
            formulas += _dimension(dimension.id, items, domain)
        least = scaled(self.pack.grades.scoreable_at_least, 100)
        score = WeightedSum(tuple((item.weight, item.earned) for item in weighed), least)
        formulas += [Formula("scoreable", _possible(weighed), domain), Formula("score", score, domain)]
        return formulas + _views(standard, weighed, domain)

    def _row(self, standard: Standard, indicator: Indicator) -> Expression | None:
        key = (standard.id, indicator.id)
        if key not in self._rows:
            self._rows[key] = row_expression(indicator, self.reader, self.known)
        return self._rows[key]

    def grade(self, domain: str) -> list[Formula]:
        """Return band, limits and proposal of one domain."""
        ranks, grades = self.pack.rank_by_grade, self.pack.grades
        steps = tuple((scaled(step.at_least, 100), ranks.get(step.grade, 0)) for step in grades.bands.steps)
        formulas = [Formula("band", Table(Ref("score"), steps, ranks.get(grades.bands.below, 0)), domain)]
        nouns = []
        for limit in active(grades.limits, self.on):
            if limit.domains and domain not in limit.domains:
                continue
            condition = self._condition(limit)
            if condition is None:
                continue
            formulas.append(Formula(f"limit:{limit.id}", condition, domain))
            rank = ranks.get(limit.at_most or limit.exactly or "", 0)
            kind = "at_most" if limit.at_most else "exactly"
            nouns.append(LimitNoun(limit.id, Ref(f"limit:{limit.id}"), kind, rank))  # type: ignore[arg-type]
        return [*formulas, Formula("proposal", Grade(Ref("band"), tuple(nouns)), domain)]

    def _condition(self, limit: Limit) -> Expression | None:
        if limit.id not in self._conditions:
            self._conditions[limit.id] = self.reader.condition(limit.when)
        return self._conditions[limit.id]

    def rules(self) -> tuple[CoreRule, ...]:
        """Return the rules that hold on the day."""
        found = []
        for rule in rules_on(self.pack, self.on):
            when = self.reader.condition(rule.when)
            if when is not None:
                if conditions := scope_conditions(rule):
                    when = All((*conditions, when))
                message: dict[str, str] = {language: rule.message.say(language) for language in LANGUAGES}
                found.append(CoreRule(rule.id, when, rule.severity, message, rule.mends or "", rule.domains))
        return tuple(found)

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures."""
        read = [(figure, self.reader.read(figure.of)) for figure in self.pack.figures]
        return tuple(Figure(figure.id, of.expression, figure.how) for figure, of in read if of)


def _dimension(name: str, items: list[Weighed], domain: str) -> list[Formula]:
    if not items:
        return []
    won = Add(tuple(Multiply(Const(item.weight), IfNull((item.earned, Const(0)))) for item in items))
    possible = Ref(f"dimension-possible:{name}")
    # The divisor is 10000, or 0 where nothing is known: then the points won are null, not 0.
    return [
        Formula(f"dimension-possible:{name}", _possible(items), domain),
        Formula(f"dimension:{name}", DivideFloor(won, Table(possible, ((1, FULL_ROW),), 0)), domain),
    ]


def _possible(items: list[Weighed]) -> Expression:
    return Add(tuple(Multiply(Const(item.weight), Not(IsNull(item.earned))) for item in items))


def _views(standard: Standard, weighed: list[Weighed], domain: str) -> list[Formula]:
    return [
        Formula(
            f"view:{view.id}:{part.id}",
            WeightedSum(tuple((i.weight, i.earned) for i in weighed if {i.id, i.dimension} & set(part.takes))),
            domain,
        )
        for view in standard.views
        for part in view.dimensions
    ]
