"""Each rule finds exactly what was planted for it in the whole sample county, and nothing else."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from jishi.actions import rules
from jishi.actions.demo import life, register
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.setting_up import open_rounds
from jishi.actions.imports import facts
from jishi.packs.pack import rules_on
from jishi.sample.life.planted import found_by
from jishi.store import facts as stored
from jishi.store.home import current
from jishi.store.models.org import Link, Unit
from jishi.store.models.rules import Violation
from tests import county as made
from tests.sample import reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "the-sample-county.md"
# These wait for problems and plans, which later chapters tell; tests/test_demo.py finds theirs.
LATER = {"R09", "R09-remedy"}


@pytest.fixture
def spring() -> Iterator[Ground]:
    """An empty home of the county, on the last day of the first round."""
    ground = Ground(current(), made.pack(), *open_rounds(made.pack()), made.county(), made.sheets())
    with ground.on(ground.this.closes_on):
        yield ground


def tell(ground: Ground) -> None:
    """Let the first two chapters be told, and bring in what the sheets and the survey say."""
    register.tell(ground)
    life.tell(ground)
    sheets = ground.sheets
    for round_, books in ((ground.before, sheets.last_round), (ground.this, sheets.facts)):
        for source, book in books.items():
            ground.bring(book, partial(facts.run, target=facts.Target(round_, ground.pack, source)))
    ids = dict(Unit.objects.values_list("code", "pk"))
    heard = made.county().heard()
    stored.write(ground.this, (stored.Entry(ids[one.unit], one.fact, one.source, one.value) for one in heard))


def found() -> dict[str, frozenset[str]]:
    """What is open: rule → codes of the units that break it."""
    gathered: dict[str, set[str]] = {}
    rows = Violation.objects.filter(closed_on__isnull=True, subject="unit")
    for rule, code in rows.values_list("rule", "unit__code"):
        gathered.setdefault(rule, set()).add(code)
    return {rule: frozenset(codes) for rule, codes in gathered.items()}


def wanted() -> dict[str, frozenset[str]]:
    """What is planted, what the answers say, and the weak units: in April none of them has a plan yet."""
    county = made.county()
    answers: dict[str, dict[str, int]] = {}
    for fact, column in made.snapshot().facts.items():
        for row in np.flatnonzero(column.valid).tolist():
            answers.setdefault(county.units[row].code, {})[fact] = int(column.values[row])
    gathered = reading.broken({one.code: str(one.domain) for one in county.graded}, answers)
    gathered |= found_by(each for each in county.life.planted if not each.unmended)
    gathered["R08-unscored"] = frozenset(one.unit for one in county.faults if one.id == "mostly-unanswered")
    gathered["R12"] = frozenset(one.code for one in county.life.weak)
    return {rule: codes for rule, codes in gathered.items() if codes}


def test_every_rule_finds_in_the_whole_county_what_is_planted_and_nothing_else(spring: Ground) -> None:
    tell(spring)

    rules.check(on=spring.this.tree_on)

    broken, expected = found(), wanted()
    assert {rule: broken.get(rule, frozenset()) ^ codes for rule, codes in expected.items()} == {
        rule: frozenset() for rule in expected
    }
    assert set(broken) == set(expected)
    assert set(expected) == {rule.id for rule in rules_on(made.pack(), spring.this.tree_on)} - LATER
    # R16 looks for several managing bodies too; those the database refuses.
    one = Link.objects.filter(axis="management", parent__isnull=False, to_on__isnull=True).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(
            axis="management", unit=one.unit, parent=Unit.objects.get(code="001"), from_on=one.from_on
        )


def test_the_page_names_everything_that_is_planted() -> None:
    text = PAGE.read_text(encoding="utf-8")
    county = made.county()
    names = {unit.code: unit.name for unit in (*county.units, *county.life.leftovers)}

    for each in county.life.planted:
        rules_found = ", ".join(each.rules) or "–"
        assert f"| `{each.id}` | {names[each.unit]} ({each.unit}) | {rules_found} |" in text
