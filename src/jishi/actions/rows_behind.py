"""The rows behind a broken rule: which workplaces, posts, members … they are, and since when it is so of each.

A rule has rows when it reads one fact that counts rows of a register, or that is the smallest or greatest number
among them; then the rows are those that the rule itself finds wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from jishi.core.dependencies import facts_read
from jishi.core.derivations import Count, Derivation, Filter, Maximum, Minimum
from jishi.core.derive import Moment
from jishi.core.formulas import All, Compare, Const, Expression, Fact
from jishi.packs.derived import derivations
from jishi.packs.lower import core_rules
from jishi.packs.pack import Pack
from jishi.store.queries.derivations import rows_behind
from jishi.store.queries.register_tables import REGISTERS
from jishi.store.violations import Broken


def rows_behind_rules(pack: Pack, found: list[Broken], moment: Moment) -> list[Broken]:
    """Return the rows behind each rule that somebody breaks, as far as their units break it."""
    gathered = derivations(pack)
    conditions = {rule.id: rule.when for rule in core_rules(pack, date.fromordinal(moment.on))}
    behind = []
    for broken in found:
        derivation = _counted(conditions[broken.rule], gathered) if len(broken.units) else None
        if derivation is not None:
            rows, units = rows_behind(derivation, moment)
            hit = np.isin(units, broken.units)
            subject = REGISTERS[derivation.rows.register].row
            behind.append(Broken(broken.rule, broken.severity, broken.mends, units[hit], subject, rows[hit]))
    return behind


def _counted(when: Expression, gathered: Mapping[str, Derivation]) -> Derivation | None:
    """Return the derivation whose rows a condition finds wrong; None = it is not about rows of one register."""
    about = {
        fact: derivation
        for fact in facts_read(when)
        if isinstance(derivation := gathered.get(fact), Count | Minimum | Maximum) and _has_rows(derivation)
    }
    if len(about) != 1:
        return None
    ((fact, derivation),) = about.items()
    if isinstance(derivation, Count):
        return derivation
    compared = tuple(_compared(when, fact, derivation.field))
    return replace(derivation, rows=replace(derivation.rows, filters=(*derivation.rows.filters, *compared)))


def _has_rows(derivation: Derivation) -> bool:
    register = REGISTERS.get(derivation.rows.register)
    return register is not None and bool(register.row) and derivation.rows.axis == "own"


def _compared(when: Expression, fact: str, field: str) -> Iterator[Filter]:
    """Yield what a condition asks of the number of a row, as far as all of it must hold."""
    match when:
        case All(args):
            for each in args:
                yield from _compared(each, fact, field)
        case Compare(operator, Fact(name), Const(int(number))) if name == fact:
            yield Filter(field, operator, (number,))
