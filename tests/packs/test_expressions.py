"""Expressions as written and what they mean to the core."""

from pathlib import Path

import pytest
import yaml

from jishi.core.formulas import (
    Add,
    All,
    Compare,
    Const,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
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
    Ref,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.core.formulas import Any as AnyNoun
from jishi.packs.build import Builder
from jishi.packs.expressions import ExpressionReader
from jishi.packs.load import load
from jishi.packs.marked import read
from jishi.packs.schema.expressions import SPELLINGS
from jishi.packs.schema.fields import Written
from tests.packs.folders import MINIMAL

PACK = load(MINIMAL)
MISSED, SHARE, ROOM, MONEY, VACANT = (
    Fact(name) for name in ("meetings-missed", "content-share", "room", "money", "chair-vacant")
)
DAY = 734_593  # 2012-03-31


def written(text: str, folder: Path) -> Written:
    """Return an expression as it stands in a file."""
    path = folder / "expression.yaml"
    path.write_text(text, encoding="utf-8")
    return Written(read(path, "expression.yaml"))


def meant(text: str, folder: Path) -> Expression:
    """Return the meaning of an expression in which nothing is wrong."""
    builder = Builder()
    found = ExpressionReader(PACK.fact_by_id, PACK.rank_by_grade, builder).read(written(text, folder))
    assert [str(complaint) for complaint in builder.complaints] == []
    assert found is not None
    return found.expression


EVERY_NOUN = [
    ('{compare: [content-share, "<", "79.99%"]}', Compare("<", SHARE, Const(7999))),
    ('{compare: [money, ">=", "0.01 yuan"]}', Compare(">=", MONEY, Const(1))),
    ('{compare: [room, "=", shared]}', Compare("=", ROOM, Const(1))),
    ('{compare: [shared, "=", room]}', Compare("=", Const(1), ROOM)),
    ('{compare: [chair-vacant, "=", "no"]}', Compare("=", VACANT, Const(0))),
    ('{compare: [proposal, "<=", fair]}', Compare("<=", Ref("proposal"), Const(2))),
    ('{compare: [score, ">=", "59.99 points"]}', Compare(">=", Ref("score"), Const(5999))),
    ("{all: [chair-vacant, {not: chair-vacant}]}", All((VACANT, Not(VACANT)))),
    ("{any: [chair-vacant, limit:vacant]}", AnyNoun((VACANT, Ref("limit:vacant")))),
    ("{count_true: [chair-vacant]}", CountTrue((VACANT,))),
    ("{not: chair-vacant}", Not(VACANT)),
    ("{is_null: room}", IsNull(ROOM)),
    ("{if_null: [content-share, 0]}", IfNull((SHARE, Const(0)))),
    ("{add: [meetings-missed, chair-vacant]}", Add((MISSED, VACANT))),
    ("{subtract: [4, meetings-missed]}", Subtract(Const(4), MISSED)),
    ("{multiply: [meetings-missed, -3]}", Multiply(MISSED, Const(-3))),
    ("{min: [meetings-missed, 2]}", Min((MISSED, Const(2)))),
    ("{max: [meetings-missed, 2]}", Max((MISSED, Const(2)))),
    ("{divide_floor: [money, meetings-missed]}", DivideFloor(MONEY, MISSED)),
    ('{date_add: ["2012-03-31", meetings-missed]}', DateAdd(Const(DAY), MISSED)),
    ('{days_between: ["2012-03-31", "2012-04-01"]}', DaysBetween(Const(DAY), Const(DAY + 1))),
    (
        "{lookup: {key: room, entries: {own: 10000, none: 0}, otherwise: 5000}}",
        Lookup(ROOM, ((0, 10_000), (2, 0)), 5_000),
    ),
    (
        '{table: {value: content-share, steps: [["95%", 10000], ["80%", 5000]], below: 0}}',
        Table(SHARE, ((9500, 10_000), (8000, 5_000)), 0),
    ),
    (
        "{weighted_sum: {items: [[60, indicator:meetings], [40, indicator:room]], at_least: 50}}",
        WeightedSum(((60, Ref("indicator:meetings")), (40, Ref("indicator:room"))), 50),
    ),
    ("{deduct: {count: meetings-missed, from: 10000, each: 2500}}", Deduct(MISSED, 10_000, 2_500, 0)),
    ("{previous: room}", Previous("room")),
    ("{roll_up: {of: money, how: sum}}", RollUp(MONEY, "sum")),
    ("{rank: {of: score, within: county}}", Rank(Ref("score"), "county")),
    ('{quota: {of: score, within: county, share: "10%"}}', Quota(Ref("score"), "county", 1000)),
]


@pytest.mark.parametrize(("text", "expression"), EVERY_NOUN, ids=[text for text, _ in EVERY_NOUN])
def test_what_is_written_means_one_thing(text: str, expression: Expression, tmp_path: Path) -> None:
    assert meant(text, tmp_path) == expression


def test_every_noun_has_a_spelling_that_is_tried_here() -> None:
    tried = {next(iter(yaml.safe_load(text))) for text, _ in EVERY_NOUN}

    assert tried == set(SPELLINGS)


UNFIT = [
    ("{add: [money, content-share]}", "Two measures stand together here: money and a share."),
    ('{compare: [money, ">", 5000]}', "Two measures stand together here: money and a number."),
    ('{compare: [score, ">=", 60]}', "Two measures stand together here: points and a number."),
    ("{not: content-share}", "This is a share, not a condition."),
    ("{days_between: [money, '2012-03-31']}", "Two measures stand together here: money and a day."),
    ('{compare: [room, "=", 1.5]}', '"1.5" is not a choice of room.'),
    ("{previous: score}", "Only a fact has a value in the round before."),
    ("{roll_up: {of: money, how: mean}}", "This is no way to aggregate."),
    (
        "{table: {value: money, steps: [[1, 2], [3, 4]], below: 0}}",
        "Two measures stand together here: money and a number.",
    ),
    ("{lookup: {key: room}}", '"lookup" needs the keys key, entries, otherwise?.'),
    ("{add: []}", '"add" has the wrong number of arguments.'),
    ('"12.345%"', '"12.345%" cannot be kept exactly.'),
    ('"2012-02-30"', '"2012-02-30" cannot be kept exactly.'),
    ("{add: [1], min: [2]}", "An expression is a fact, a value or one noun with its arguments."),
]


@pytest.mark.parametrize(("text", "told"), UNFIT, ids=[text for text, _ in UNFIT])
def test_what_makes_no_sense_is_told(text: str, told: str, tmp_path: Path) -> None:
    builder = Builder()
    reader = ExpressionReader(PACK.fact_by_id, PACK.rank_by_grade, builder)

    assert reader.read(written(text, tmp_path)) is None
    assert [(complaint.where, str(complaint.what)) for complaint in builder.complaints] == [
        ("expression.yaml:1", told)
    ]


def test_a_missing_fact_can_fall_back_on_the_last_round(tmp_path: Path) -> None:
    reader = ExpressionReader(PACK.fact_by_id, PACK.rank_by_grade, Builder()).falling_back()

    found = reader.read(written("{is_null: room}", tmp_path))

    assert found is not None
    assert found.expression == IsNull(IfNull((ROOM, Previous("room"))))
