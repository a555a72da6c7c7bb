"""What the generator knows of a standard: shapes of facts, and which answers score what.

It reads only the lowered assessment, so that another pack, or another row of this one, needs no change here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from jishi.core.dependencies import facts_read, references, walk
from jishi.core.formulas import (
    Assessment,
    Const,
    Deduct,
    Expression,
    Fact,
    Formula,
    Grade,
    Limit,
    Lookup,
    Previous,
    Ref,
    Table,
)
from jishi.core.reference import Evaluator, Program, UnitFacts

INDICATOR = "indicator:"
RULE = "rule:"


@dataclass(frozen=True)
class FactShape:
    """What a value of a fact looks like.

    Attributes:
        id: the fact.
        type: count, share, yes-no, level, money, date, area, score or months.
        least, most: the range, as the whole numbers of the core.
        sources: who may say it, in order of precedence.
        name: its name in Simplified Chinese.
        choices: names of the choices of a level.
    """

    id: str
    type: str
    least: int
    most: int
    sources: tuple[str, ...]
    name: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """The standard of one domain, seen from the side of those who answer.

    Attributes:
        domain: its id.
        program: the whole assessment, checked.
        shapes: fact id → shape.
        indicators: formulas ``indicator:…`` of the domain, in the order of the pack.
    """

    domain: str
    program: Program
    shapes: Mapping[str, FactShape]
    indicators: tuple[Formula, ...]
    _memory: dict[tuple[Expression, tuple[int | None, ...]], int | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, assessment: Assessment, shapes: Iterable[FactShape], domain: str) -> "Rulebook":
        """Take what concerns one domain out of an assessment."""
        program = Program.of(Assessment(assessment.formulas))
        chosen = (program.formula(name, domain) for name in program.order if name.startswith(INDICATOR))
        indicators = tuple(formula for formula in chosen if formula is not None)
        return cls(domain, program, {shape.id: shape for shape in shapes}, indicators)

    @cached_property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """Indicator → the facts that decide it in this round, those behind other formulas included."""
        return {formula.id: self.facts_of(formula.expression) for formula in self.indicators}

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Caps and direct determinations of the domain."""
        proposal = self.program.formula("proposal", self.domain)
        return proposal.expression.limits if proposal and isinstance(proposal.expression, Grade) else ()

    @cached_property
    def rules(self) -> tuple[Formula, ...]:
        """What may be found wrong with a unit of the domain."""
        found = (self.program.formula(name, self.domain) for name in self.program.order if name.startswith(RULE))
        return tuple(formula for formula in found if formula is not None)

    @cached_property
    def bystanders(self) -> tuple[str, ...]:
        """Facts that no indicator reads but a limit or a rule does."""
        scored = {fact for facts in self.reads.values() for fact in facts}
        read = [fact for facts in (*self.limit_reads.values(), *self.rule_reads.values()) for fact in facts]
        return tuple(dict.fromkeys(fact for fact in read if fact not in scored))

    @cached_property
    def limit_reads(self) -> Mapping[str, tuple[str, ...]]:
        """Limit → the facts behind it."""
        return {limit.id: self.facts_of(limit.when) for limit in self.limits}

    @cached_property
    def rule_reads(self) -> Mapping[str, tuple[str, ...]]:
        """Rule → the facts that it reads itself; what it reads through the score is not its own."""
        return {rule.id: self.direct(rule.expression) for rule in self.rules}

    @cached_property
    def readers(self) -> Mapping[str, tuple[Formula, ...]]:
        """Fact → the indicators that read it."""
        return {fact: tuple(one for one in self.indicators if fact in self.reads[one.id]) for fact in self.shapes}

    def direct(self, expression: Expression) -> tuple[str, ...]:
        """Return the known facts that an expression reads itself, not through references."""
        return tuple(fact for fact in facts_read(expression) if fact in self.shapes)

    @cached_property
    def short(self) -> Program:
        """The same program with indicators given as facts: quick to ask for a score again and again."""
        own = {formula.id for formula in self.indicators}
        formulas = tuple(
            replace(formula, expression=Fact(formula.id)) if formula.id in own else formula
            for (name, domain), formula in self.program.formulas.items()
            if domain in (None, self.domain) and formula is self.program.formula(name, self.domain)
        )
        return Program.of(Assessment(formulas))

    def facts_of(self, expression: Expression) -> tuple[str, ...]:
        """Return the known facts behind an expression, through references."""
        found = dict.fromkeys(facts_read(expression))
        for name in references(expression):
            formula = self.program.formula(name, self.domain)
            if formula is not None:
                found.update(dict.fromkeys(self.facts_of(formula.expression)))
        return tuple(fact for fact in found if fact in self.shapes)

    def constants(self, expression: Expression) -> set[int]:
        """Return the numbers at which an expression may change, through references."""
        found: set[int] = set()
        for node in walk(expression):
            match node:
                case Const(value) if value is not None:
                    found.add(value)
                case Table(_, steps, _):
                    found.update(threshold for threshold, _ in steps)
                case Lookup(_, entries, _):
                    found.update(key for key, _ in entries)
                case Deduct(_, start, each, floor) if each:
                    found.update(range(min(12, (start - floor) // each + 2)))
        for name in references(expression):
            formula = self.program.formula(name, self.domain)
            if formula is not None:
                found |= self.constants(formula.expression)
        return found

    @cached_property
    def slow(self) -> frozenset[str]:
        """Indicators that fall back on the round before."""
        return frozenset(
            one.id for one in self.indicators if any(isinstance(node, Previous) for node in walk(one.expression))
        )

    def value(self, formula: str, facts: Mapping[str, int | None]) -> int | None:
        """Return an indicator or a rule of a unit by the facts that it reads itself, without a last round."""
        reads = self.reads.get(formula) or self.rule_reads.get(formula, ())
        return self._known(Ref(formula), reads, facts)

    def holds(self, limit: Limit, facts: Mapping[str, int | None]) -> bool:
        """Say whether a limit applies to these facts."""
        return bool(self._known(limit.when, self.limit_reads[limit.id], facts))

    def _known(self, node: Expression, reads: tuple[str, ...], facts: Mapping[str, int | None]) -> int | None:
        """Compute a node once for the same facts: a thousand units give few different answers to one row."""
        said = tuple(facts.get(fact) for fact in reads)
        if (node, said) not in self._memory:
            unit = UnitFacts(self.domain, dict(zip(reads, said, strict=True)))
            self._memory[node, said] = Evaluator(self.program, unit).value(node)
        return self._memory[node, said]
