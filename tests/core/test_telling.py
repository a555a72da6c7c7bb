"""How a score came about, in one sentence that a person would say."""

import pytest

from jishi.core.formulas import (
    Add,
    All,
    Assessment,
    Compare,
    Const,
    Deduct,
    Expression,
    Fact,
    Formula,
    IfNull,
    IsNull,
    Lookup,
    Not,
    Previous,
    Ref,
    Table,
)
from jishi.core.reference import Evaluator, Program, UnitFacts
from jishi.core.replay import Recorder, Step
from jishi.core.telling import Words, tell, tell_condition

RATE = Fact("rate")
WORDS = Words(
    fact=str.capitalize,
    value=lambda fact, value: f"{value / 100:.2f}%" if fact == "rate" else str(value),
    result=lambda value: f"{value / 100:g}%",
)


def step_of(node: Expression, previous: dict[str, int | None] | None = None, **facts: int | None) -> Step:
    recorder = Recorder()
    program = Program.of(Assessment((Formula("it", node),)))
    Evaluator(program, UnitFacts(None, facts, previous or {}), tracer=recorder.note).value(Ref("it"))
    return recorder.formulas["it"]


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (RATE, "Rate 93.50% is itself the score: 93.5%."),
        (Lookup(Fact("held"), ((2, 5000),)), "Held 2 counts as 50%."),
        (Deduct(Fact("held"), 10000, 2500), "Held 2; each takes 25% off 100%, which leaves 50%."),
        (Table(RATE, ((9500, 10000), (9000, 9000)), 0), "Rate 93.50% reaches 90.00%, which counts as 90%."),
        (Table(RATE, ((9500, 10000),), 4000), "Rate 93.50% stays under 95.00%, which counts as 40%."),
        (IfNull((Lookup(Fact("held"), ((2, 5000),)), Const(0))), "Held 2 counts as 50%."),
        (IfNull((Fact("absent"), Const(0))), "Not known: Absent; that counts as 0%."),
        (
            Lookup(IfNull((Fact("absent"), Previous("absent"))), ((7, 10000),)),
            "Absent 7 (round before) counts as 100%.",
        ),
        (Table(Fact("absent"), ((1, 10000),), 0), "Not known: Absent."),
        (Add((Fact("held"), RATE)), "Held 2 · Rate 93.50%: this gives 93.52%."),
    ],
)
def test_a_score_is_told_with_its_numbers(node: Expression, said: str) -> None:
    assert str(tell(step_of(node, {"absent": 7}, rate=9350, held=2), WORDS)) == said


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (Compare("<", RATE, Const(9500)), "Rate 93.50%, compared with 95.00% (<)."),
        (Not(Compare(">=", Fact("held"), Const(1))), "Held 2, compared with 1 (>=)."),
        (Compare("=", Fact("absent"), Const(1)), "Not known: Absent."),
        (All((IsNull(Fact("absent")), Compare("=", Fact("held"), Const(2)))), "Looked at: Absent · Held 2."),
    ],
)
def test_a_condition_is_told_by_what_it_looked_at(node: Expression, said: str) -> None:
    assert str(tell_condition(step_of(node, rate=9350, held=2), WORDS)) == said
