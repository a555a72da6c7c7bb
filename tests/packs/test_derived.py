"""Derivations as written become the nouns of the core."""

from dataclasses import replace

from jishi.core.derivations import Count, Filter, PerPeriodMinimum, Rows, Sum, Window
from jishi.packs.derived import derivations
from jishi.packs.load import load
from jishi.packs.schema.facts import Condition, Derivation
from tests.packs.folders import MINIMAL

PACK = load(MINIMAL)


def derived(written: Derivation) -> object:
    """Return what a derivation of the first fact becomes."""
    fact = replace(PACK.facts[0], derivation=written)
    return derivations(replace(PACK, facts=(fact,)))[fact.id]


def test_only_gathered_facts_have_one() -> None:
    rows = Rows("activities", window=Window("year"))

    assert derivations(PACK) == {"meetings-missed": PerPeriodMinimum(rows, "quarter", 1, "rows")}


def test_values_of_conditions_are_numbers_where_they_look_like_numbers() -> None:
    where = (
        Condition("kind", "=", ("meeting",)),
        Condition("hours", ">=", ("2",)),
        Condition("held", "=", ("yes",)),
    )
    filters = (Filter("kind", "=", ("meeting",)), Filter("hours", ">=", (2,)), Filter("held", "=", (1,)))

    assert derived(Derivation("count", "activities", where=where)) == Count(Rows("activities", filters=filters))


def test_a_sum_names_its_field_and_a_window_its_days() -> None:
    written = Derivation("sum", "resources", window="days", days=180, field="fen", axis="subtree")

    assert derived(written) == Sum(Rows("resources", window=Window("days", 180), axis="subtree"), "fen")
