"""Rules: formulas that say that something is wrong, how bad it is, and who can mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from jishi.core.formulas import Expression, Formula

Severity = Literal["block", "flag", "show"]
SEVERITIES: tuple[Severity, ...] = ("block", "flag", "show")


@dataclass(frozen=True)
class Rule:
    """One rule of a pack.

    Attributes:
        id: its name in the pack, e.g. ``R06``.
        when: true = violated; null = not known whether it is.
        severity: ``block`` = what is being done must wait; ``flag`` = someone must look; ``show`` = shown only.
        message: what is wrong, by language (zh-Hans, zh-Hant, en).
        mends: id of the role that can mend it.
        domains: domains it is for; empty = all.
    """

    id: str
    when: Expression
    severity: Severity
    message: Mapping[str, str]
    mends: str
    domains: tuple[str, ...] = ()

    @property
    def formula_id(self) -> str:
        """The id of the formula that computes it: ``rule:`` and its own."""
        return f"rule:{self.id}"

    def formulas(self) -> tuple[Formula, ...]:
        """Return what an engine computes for it: one formula, or one for each of its domains.

        Example:
            >>> from jishi.core.formulas import Fact, IsNull
            >>> rule = Rule("R06", IsNull(Fact("leaders")), "block", {"en": "Unanswered."}, "secretary")
            >>> rule.formulas()[0].id
            'rule:R06'
        """
        return tuple(Formula(self.formula_id, self.when, domain) for domain in self.domains or (None,))


@dataclass(frozen=True)
class Violation:
    """A rule that a unit violates.

    Attributes:
        rule: the rule.
        unit: stable id of the unit.
    """

    rule: Rule
    unit: int


def violations(rules: Iterable[Rule], unit: int, values: Mapping[str, int | None]) -> tuple[Violation, ...]:
    """Return what a unit violates, the severest first, each severity in the order of the rules.

    Args:
        rules: the rules of a pack.
        unit: stable id of the unit.
        values: formula id → value for this unit; None or absent = not known, which violates nothing.
    """
    broken = [Violation(rule, unit) for rule in rules if values.get(rule.formula_id)]
    return tuple(sorted(broken, key=lambda violation: SEVERITIES.index(violation.rule.severity)))


def unknown(rules: Iterable[Rule], values: Mapping[str, int | None]) -> tuple[Rule, ...]:
    """Return the rules of which it is not known whether they are kept: null or absent in ``values``."""
    return tuple(rule for rule in rules if values.get(rule.formula_id) is None)


def blocks(found: Iterable[Violation]) -> bool:
    """Say whether any of the violations must be mended first."""
    return any(violation.rule.severity == "block" for violation in found)
