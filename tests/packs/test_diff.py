"""What a local pack changes, and which way it goes."""

from dataclasses import replace
from decimal import Decimal

from jishi.packs.diff import Change, diff
from jishi.packs.load import load
from tests.packs.folders import LOCAL, MINIMAL


def changes() -> dict[str, Change]:
    return {change.path: change for change in diff(load(MINIMAL), load(LOCAL))}


def test_nothing_changed_between_a_pack_and_itself() -> None:
    assert diff(load(MINIMAL), load(MINIMAL)) == ()


def test_weights_are_told_with_before_and_after() -> None:
    change = changes()["standards/circles/indicators/meetings/weight"]

    assert (change.subject, change.before, change.after, change.direction) == ("weight", "40", "35", "changes")


def test_a_higher_line_of_a_cap_tightens() -> None:
    assert changes()["grades/limits/not-content/when"].direction == "tightens"


def test_the_other_way_round_it_loosens() -> None:
    back = {change.path: change for change in diff(load(LOCAL), load(MINIMAL))}

    assert back["grades/limits/not-content/when"].direction == "loosens"
    assert back["rules/R03"].direction == "loosens"
    assert back["rules/R03"].subject == "removed"


def test_a_new_blocking_rule_tightens() -> None:
    change = changes()["rules/R03"]

    assert (change.subject, change.direction) == ("added", "tightens")


def test_wording_is_told_apart_from_rules() -> None:
    assert changes()["heading/names"].subject == "wording"


def test_a_higher_line_of_the_bands_is_stricter_and_a_lower_one_looser() -> None:
    pack = load(MINIMAL)
    bands = pack.grades.bands
    first, *rest = bands.steps
    higher = replace(first, at_least=Decimal(92))
    changed = replace(pack, grades=replace(pack.grades, bands=replace(bands, steps=(higher, *rest))))

    there, back = diff(pack, changed), diff(changed, pack)

    assert [(c.path, c.before, c.after, c.direction) for c in there] == [
        ("grades/bands/steps/1/at_least", "90", "92", "tightens")
    ]
    assert [c.direction for c in back] == ["loosens"]
