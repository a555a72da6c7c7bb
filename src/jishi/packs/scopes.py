"""Rules for certain units only: the register says which those are, as facts of its own.

What a unit is (kind, level) is said by the register of units. Where it lies (area types, tier of city) is said of
it or of a unit above it: a village lies in the poor area that its county is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jishi.core.derivations import Derivation, Exists, Filter, Rows
from jishi.core.formulas import Const, Expression, Fact, IfNull
from jishi.packs.pack import Pack
from jishi.packs.schema.rules import Rule


@dataclass(frozen=True)
class Standing:
    """What is known of one unit and where it lies.

    Attributes:
        kind, level: None = not known.
        areas: types of the areas in which it lies.
        tier: tier of the city in which it lies; None = in none.
    """

    kind: str | None = None
    level: str | None = None
    areas: Collection[str] = ()
    tier: str | None = None


def is_scoped(rule: Rule) -> bool:
    """Say whether a rule names kinds or levels; another one asks for answers of those that are judged."""
    return bool(rule.kinds or rule.levels)


def scope_fact(rule: Rule) -> str:
    """Return the id of the fact that says whether a rule is about such units; no pack can declare that name."""
    return f"scope:{rule.id}"


def area_fact(rule: Rule) -> str:
    """Return the id of the fact that says whether a unit lies in such an area."""
    return f"area:{rule.id}"


def tier_fact(rule: Rule) -> str:
    """Return the id of the fact that says whether a unit lies in such a city."""
    return f"tier:{rule.id}"


def scopes(pack: Pack) -> Mapping[str, Derivation]:
    """Return scope fact → how the registers give it."""
    return {fact: derivation for rule in pack.rules for fact, derivation in _scopes(rule)}


def _scopes(rule: Rule) -> Iterator[tuple[str, Derivation]]:
    if is_scoped(rule):
        yield scope_fact(rule), Exists(Rows("units", filters=_filters(rule)))
    for fact, kind, words in ((area_fact(rule), "area", rule.areas), (tier_fact(rule), "tier", rule.tiers)):
        if words:
            where = (Filter("kind", "=", (kind,)), Filter("value", "in", tuple(words)))
            yield fact, Exists(Rows("traits", filters=where, axis="above"))


def scope_conditions(rule: Rule) -> tuple[Expression, ...]:
    """Return the conditions under which a unit is a case of the rule; none = every unit is.

    Whoever is known to be of another kind or level is none; of an area or a city is who is known to lie there.
    """
    found = [IfNull((Fact(scope_fact(rule)), Const(1)))] if is_scoped(rule) else []
    for fact, words in ((area_fact(rule), rule.areas), (tier_fact(rule), rule.tiers)):
        if words:
            found.append(IfNull((Fact(fact), Const(0))))
    return tuple(found)


def _filters(rule: Rule) -> tuple[Filter, ...]:
    asked = (("kind", rule.kinds), ("level", rule.levels))
    return tuple(Filter(field, "in", tuple(words)) for field, words in asked if words)


def scoped(pack: Pack, unit: Standing) -> Mapping[str, int]:
    """Return the scope facts of a unit; absent where neither kind nor level tells."""
    found = {}
    for rule in pack.rules:
        asked = [(word, words) for word, words in ((unit.kind, rule.kinds), (unit.level, rule.levels)) if words]
        if asked and all(word is not None for word, _ in asked):
            found[scope_fact(rule)] = int(all(word in words for word, words in asked))
        if rule.areas:
            found[area_fact(rule)] = int(bool(set(unit.areas) & set(rule.areas)))
        if rule.tiers:
            found[tier_fact(rule)] = int(unit.tier in rule.tiers)
    return found
