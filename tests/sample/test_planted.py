"""Each rule about the registers finds exactly what was planted for it, and nothing else."""

from pathlib import Path

import pytest

from jishi.actions import rules
from jishi.actions.demo import life, register
from jishi.actions.demo.county import county_for
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.setting_up import open_rounds
from jishi.actions.imports import facts
from jishi.packs.pack import active
from jishi.sample.county import County
from jishi.sample.life.planted import found_by
from jishi.store.home import current
from jishi.store.models.rules import Violation
from tests import county as made

pytestmark = [pytest.mark.django_db, pytest.mark.store]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "the-sample-county.md"
# Two streets with their villages and firms, and the offices that send helpers.
PART = ("00101", "00104", "00116")


# What these look for cannot be brought in, or nobody is sent to do in the sample.
NOTHING = {"R16", "R22-elsewhere", "floating-silent"}
# In these two streets there is only one weak village, and to that nobody is sent.
ELSEWHERE = {"D139-log"}
# These wait for grades, problems and plans, which later chapters tell.
LATER = {"R09", "R09-remedy", "R12", "R12-community", "R12-workplace", "R12-contact"}


def told(county: County, folder: Path) -> Ground:
    """Let the first two chapters be told, and let somebody have answered something."""
    pack = made.pack()
    this, before = open_rounds(pack)
    sheets = county.write(folder)
    ground = Ground(current(), pack, this, before, county, sheets)
    register.tell(ground)
    life.tell(ground)
    ground.bring(sheets.facts["discipline"], lambda asked: facts.run(asked, facts.Target(this, pack, "discipline")))
    return ground


def registers() -> set[str]:
    """The rules that look at registers alone: those that are about kinds of units, and R14."""
    on = made.pack().programme.rounds[0].cutoff
    return {rule.id for rule in active(made.pack().rules, on) if rule.kinds or rule.id == "R14"}


def broken() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rows = Violation.objects.filter(closed_on__isnull=True, subject="unit", rule__in=registers() - LATER)
    for rule, code in rows.values_list("rule", "unit__code"):
        found.setdefault(rule, set()).add(code)
    return {rule: frozenset(codes) for rule, codes in found.items()}


def test_each_rule_finds_what_is_planted_in_two_streets_and_nothing_else(tmp_path: Path) -> None:
    county = County(county_for(made.pack()).standards, PART)
    ground = told(county, tmp_path)

    rules.check(on=ground.this.tree_on)

    planted = found_by(county.life.planted)
    assert broken() == planted
    assert set(planted) == registers() - NOTHING - ELSEWHERE - LATER


def test_the_page_names_everything_that_is_planted() -> None:
    text = PAGE.read_text(encoding="utf-8")
    names = {unit.code: unit.name for unit in made.county().units}

    for each in made.county().life.planted:
        found = ", ".join(each.rules) or "–"
        assert f"| `{each.id}` | {names[each.unit]} ({each.unit}) | {found} |" in text
