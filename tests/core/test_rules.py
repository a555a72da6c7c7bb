from dataclasses import replace

from jishi.core.formulas import Fact, IsNull
from jishi.core.rules import Rule, blocks, unknown, violations

FLAG = Rule("R08", IsNull(Fact("reason")), "flag", {"en": "No reason."}, "committee")
BLOCK = Rule("R06", IsNull(Fact("answer")), "block", {"en": "No answer."}, "secretary", ("village", "school"))


def test_the_severest_violation_comes_first() -> None:
    found = violations([FLAG, BLOCK], 7, {"rule:R08": 1, "rule:R06": 1})

    assert [(one.rule.id, one.unit) for one in found] == [("R06", 7), ("R08", 7)]
    assert blocks(found)


def test_a_flag_alone_holds_nothing_up() -> None:
    assert not blocks(violations([FLAG, BLOCK], 7, {"rule:R08": 1, "rule:R06": 0}))


def test_what_is_not_known_is_no_violation_but_is_said() -> None:
    shown = replace(FLAG, id="R15", severity="show")

    assert violations([FLAG, shown], 7, {"rule:R08": None}) == ()
    assert unknown([FLAG, shown], {"rule:R08": None, "rule:R15": 0}) == (FLAG,)


def test_a_rule_of_two_domains_becomes_two_formulas() -> None:
    assert [formula.domain for formula in BLOCK.formulas()] == ["village", "school"]
    assert [formula.domain for formula in FLAG.formulas()] == [None]
