"""How each noun of :mod:`jishi.core.formulas` is written in YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jishi.core.formulas import (
    Add,
    All,
    Any,
    Compare,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    IfNull,
    IsNull,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Previous,
    Quota,
    Rank,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)

Arguments = Literal["list", "one", "pair", "comparison", "keys", "fact"]


@dataclass(frozen=True)
class Spelling:
    """How one noun is written.

    Attributes:
        noun: the class of the core.
        arguments: ``list`` [a, b, …]; ``one`` a; ``pair`` [a, b]; ``comparison`` [a, ">=", b]; ``fact`` an id;
            ``keys`` a mapping.
        keys: for ``keys``: its keys; a key that ends with ``?`` may be absent.
        example: one line that can be copied.
    """

    noun: type
    arguments: Arguments
    example: str
    keys: tuple[str, ...] = field(default=())


COMPARISONS = ("<", "<=", "=", "!=", ">=", ">")

SPELLINGS: Mapping[str, Spelling] = {
    "compare": Spelling(Compare, "comparison", '{compare: [members-share, "<", "90%"]}'),
    "all": Spelling(All, "list", "{all: [has-venue, {not: venue-shared}]}"),
    "any": Spelling(Any, "list", "{any: [has-venue, venue-shared]}"),
    "not": Spelling(Not, "one", "{not: has-venue}"),
    "count_true": Spelling(CountTrue, "list", "{count_true: [plan-made, plan-posted, plan-reviewed]}"),
    "is_null": Spelling(IsNull, "one", "{is_null: members-share}"),
    "if_null": Spelling(IfNull, "list", "{if_null: [members-share, 0]}"),
    "add": Spelling(Add, "list", "{add: [meetings-missed, lectures-missed]}"),
    "subtract": Spelling(Subtract, "pair", "{subtract: [posts-due, posts-filled]}"),
    "multiply": Spelling(Multiply, "pair", "{multiply: [meetings-missed, 500]}"),
    "min": Spelling(Min, "list", "{min: [quarters-posted, 4]}"),
    "max": Spelling(Max, "list", "{max: [quarters-posted, 0]}"),
    "divide_floor": Spelling(DivideFloor, "pair", "{divide_floor: [{multiply: [posts-filled, 10000]}, posts-due]}"),
    "date_add": Spelling(DateAdd, "pair", "{date_add: [term-ends, 180]}"),
    "days_between": Spelling(DaysBetween, "pair", '{days_between: [term-ends, "2012-03-31"]}'),
    "lookup": Spelling(
        Lookup,
        "keys",
        "{lookup: {key: quarters-posted, entries: {4: 10000, 3: 5000}, otherwise: 0}}",
        ("key", "entries", "otherwise?"),
    ),
    "table": Spelling(
        Table,
        "keys",
        '{table: {value: members-share, steps: [["95%", 10000], ["60%", 4000]], below: 0}}',
        ("value", "steps", "below"),
    ),
    "weighted_sum": Spelling(
        WeightedSum,
        "keys",
        '{weighted_sum: {items: [[60, "indicator:plan"], [40, "indicator:dues"]], at_least: 50}}',
        ("items", "at_least?"),
    ),
    "deduct": Spelling(
        Deduct,
        "keys",
        "{deduct: {count: meetings-missed, from: 10000, each: 2500, floor: 0}}",
        ("count", "from", "each", "floor?"),
    ),
    "previous": Spelling(Previous, "fact", "{previous: members-share}"),
    "roll_up": Spelling(RollUp, "keys", "{roll_up: {of: members, how: sum}}", ("of", "how")),
    "rank": Spelling(Rank, "keys", "{rank: {of: score, within: township}}", ("of", "within")),
    "quota": Spelling(
        Quota, "keys", '{quota: {of: score, within: county, share: "10%"}}', ("of", "within", "share")
    ),
}
