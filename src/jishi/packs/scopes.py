"""Rules for certain kinds and levels of units: the register says which units those are, as a fact of its own."""

from collections.abc import Mapping

from jishi.core.derivations import Derivation, Exists, Filter, Rows
from jishi.packs.pack import Pack
from jishi.packs.schema.rules import Rule


def is_scoped(rule: Rule) -> bool:
    """Say whether a rule is only about certain kinds or levels."""
    return bool(rule.kinds or rule.levels)


def scope_fact(rule: Rule) -> str:
    """Return the id of the fact that says whether a rule is about a unit; no pack can declare one of that name."""
    return f"scope:{rule.id}"


def scopes(pack: Pack) -> Mapping[str, Derivation]:
    """Return scope fact → how the register of units gives it."""
    return {
        scope_fact(rule): Exists(Rows("units", filters=_filters(rule))) for rule in pack.rules if is_scoped(rule)
    }


def _filters(rule: Rule) -> tuple[Filter, ...]:
    asked = (("kind", rule.kinds), ("level", rule.levels))
    return tuple(Filter(field, "in", tuple(words)) for field, words in asked if words)


def scoped(pack: Pack, kind: str | None, level: str | None) -> Mapping[str, int]:
    """Return the scope facts of a unit of this kind and level; absent where neither tells."""
    found = {}
    for rule in pack.rules:
        asked = [(word, words) for word, words in ((kind, rule.kinds), (level, rule.levels)) if words]
        if asked and all(word is not None for word, _ in asked):
            found[scope_fact(rule)] = int(all(word in words for word, words in asked))
    return found
