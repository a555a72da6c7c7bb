"""The rules engine: what it finds, what closes itself, what a local pack switches and sets."""

from datetime import date
from threading import Thread

import numpy as np
import pytest
from django.db import connection

from jishi.actions import rules
from jishi.core.access import OPERATOR, Holding, Scope
from jishi.store.home import Home
from jishi.store.lock import hold
from jishi.store.models.assess import FactValue
from jishi.store.models.org import Link, Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.models.posts import Pairing, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.queries import coverage, units, violations
from jishi.store.violations import Broken, keep
from tests.web.ground import World, a_world

pytestmark = pytest.mark.django_db

ON = date(2012, 3, 10)
BEFORE = date(2012, 1, 1)


@pytest.fixture
def world() -> World:
    return a_world()


def found(rule: str) -> set[str]:
    """Codes of the units at which a rule is open."""
    rows = Violation.objects.filter(rule=rule, closed_on__isnull=True)
    return set(rows.values_list("unit__code", flat=True))


def a_secretary(unit: Unit, name: str = "甲一", term_ends_on: date | None = None) -> Tenure:
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    person = Person.objects.create(name=name, unit=unit)
    return Tenure.objects.create(post=post, person=person, from_on=BEFORE, term_ends_on=term_ends_on)


def test_units_without_a_first_responsible_person_are_found_and_no_other(world: World) -> None:
    for code in ("C", "C1", "C2", "C11", "C21"):
        a_secretary(world.units[code])

    rules.check(on=ON)

    assert found("R22") == {"C12"}
    assert found("R16") == set()
    assert found("D42-vacant") == set()


def test_what_is_mended_closes_itself_and_what_returns_says_how_often(world: World) -> None:
    a_secretary(world.units["C11"])
    rules.check(on=ON)
    tenure = a_secretary(world.units["C12"])
    mended = rules.check(on=date(2012, 3, 20))
    tenure.delete()
    back = rules.check(on=date(2012, 3, 30))

    first, second = Violation.objects.filter(rule="R22", unit__code="C12").order_by("pk")
    assert (first.since, first.closed_on) == (ON, date(2012, 3, 20))
    assert (second.since, second.closed_on, second.values) == (date(2012, 3, 30), None, {"again": 1})
    assert mended.closed >= 1
    assert back.opened >= 1


@pytest.mark.django_db(transaction=True)
def test_a_check_waits_for_one_that_goes_on_and_sees_what_came_since(world: World, home: Home) -> None:
    def check() -> None:
        rules.check(on=ON)
        connection.close()

    second = Thread(target=check)
    with hold(home.path / "locks" / "rules"):
        second.start()
        second.join(0.5)
        before = found("R22")
        for code in ("C", "C1", "C2", "C11", "C21"):
            a_secretary(world.units[code])
    second.join()

    assert before == set()
    assert found("R22") == {"C12"}


def test_a_second_check_of_the_same_day_changes_nothing(world: World) -> None:
    once = rules.check(on=ON)
    rows = list(Violation.objects.order_by("pk").values_list("pk", "since", "closed_on"))

    again = rules.check(on=ON)

    assert (again.opened, again.closed, again.open) == (0, 0, once.open)
    assert list(Violation.objects.order_by("pk").values_list("pk", "since", "closed_on")) == rows


def test_while_nobody_has_answered_anything_no_rule_about_answers_is_found_or_mended(world: World) -> None:
    rules.check(on=ON)
    asked = found("R01")
    FactValue.objects.all().delete()
    Violation.objects.filter(rule="R06").delete()

    told = rules.check(on=ON)

    assert asked == found("R01") == {"C11", "C12", "C21"}
    assert found("R06") == set()
    assert told.unanswered == 3


def test_with_the_first_answer_every_rule_is_checked(world: World) -> None:
    told = rules.check(on=ON)

    assert found("R06") == {"C11", "C12", "C21"}
    assert told.unanswered == 0


def test_a_term_that_is_over_and_one_that_ends_soon_are_told_apart(world: World) -> None:
    a_secretary(world.units["C11"], "甲一", date(2012, 3, 9))
    a_secretary(world.units["C12"], "乙二", date(2012, 6, 8))
    a_secretary(world.units["C21"], "丙三", date(2012, 6, 9))

    rules.check(on=ON)

    assert found("D42-term-over") == {"C11"}
    assert found("D42-term-ending") == {"C12"}


def test_where_no_tenure_was_ever_kept_nobody_is_accused(world: World) -> None:
    rules.check(on=ON)

    assert found("R22") == set()


def test_only_county_and_township_secretaries_must_be_paired(world: World) -> None:
    above, below = a_secretary(world.units["C1"]), a_secretary(world.units["C11"])
    Pairing.objects.create(leader=above.post, paired=below.post, from_on=BEFORE)

    rules.check(on=ON)

    assert found("R21") == {"C", "C2"}


def test_a_unit_that_stands_nowhere_has_no_managing_body(world: World) -> None:
    Link.objects.filter(unit=world.units["C21"]).delete()

    rules.check(on=ON)

    assert found("R16") == {"C21"}


def test_a_unit_below_a_dissolved_body_has_no_managing_body(world: World) -> None:
    Unit.objects.filter(pk=world.units["C2"].pk).update(dissolved_on=date(2012, 2, 1))

    rules.check(on=ON)

    assert "C21" in found("R16")


def test_both_engines_find_the_same(world: World) -> None:
    rules.check(on=ON, engine="duckdb")
    again = rules.check(on=ON, engine="native")

    assert (again.opened, again.closed) == (0, 0)


def test_rules_about_answers_look_only_at_units_that_are_judged(world: World) -> None:
    rules.check(on=ON)

    assert found("R01") == {"C11", "C12", "C21"}


def test_a_rule_that_is_switched_off_closes_what_was_open(world: World) -> None:
    unit = world.units["C11"].pk
    ids = np.array([unit], dtype=np.int64)
    at = world.run.created_at
    keep([Broken("R90", "flag", "", ids), Broken("R91", "flag", "", ids)], ON, at)

    change = keep([Broken("R91", "block", "member", ids)], date(2012, 3, 11), at)

    assert (change.opened, change.closed, change.open) == (0, 1, 1)
    assert found("R90") == set()
    kept = Violation.objects.get(rule="R91")
    assert (kept.severity, kept.mends, kept.since) == ("block", "member", ON)


def test_a_reader_sees_what_is_wrong_in_the_own_subtree_only(world: World) -> None:
    rules.check(on=ON)
    town = Scope((Holding("township-clerk", "management", units.path_of(world.units["C1"])),))

    seen = set(violations.still_open(town).values_list("unit__code", flat=True))

    assert seen == {"C11", "C12"}
    assert set(violations.still_open(OPERATOR, world.units["C2"]).values_list("unit__code", flat=True)) == {"C21"}


def test_tallies_count_units_for_each_rule(world: World) -> None:
    a_secretary(world.units["C11"])
    rules.check(on=ON)

    tallies = {tally.rule: tally for tally in violations.tallies(OPERATOR, violations.still_open(OPERATOR))}

    assert (tallies["R22"].count, tallies["R22"].severity, tallies["R22"].since) == (5, "block", ON)


def test_each_workplace_behind_a_rule_tells_since_when_it_stands_on_the_list(world: World) -> None:
    lacking = Workplace.objects.create(code="W1", name="示例厂", place=world.units["C11"], full_members=4)
    rules.check(on=ON)
    later = Workplace.objects.create(code="W2", name="示例二厂", place=world.units["C11"], full_members=3)
    rules.check(on=date(2012, 3, 20))

    since = {place.code: place.since for place in coverage.lacking(OPERATOR, date(2012, 3, 20))}
    assert since == {"W1": ON, "W2": date(2012, 3, 20)}
    assert found("R14-place") == {"C11"}

    Workplace.objects.filter(pk__in=[lacking.pk, later.pk]).update(unit=world.units["C11"])
    rules.check(on=date(2012, 3, 30))

    assert not Violation.objects.filter(subject="workplace", closed_on__isnull=True).exists()
    assert found("R14-place") == set()


def test_a_deadline_that_has_passed_is_found_the_day_after(world: World) -> None:
    Workplace.objects.create(code="W1", name="示例厂", place=world.units["C11"], full_members=4, formation_due=ON)

    rules.check(on=ON)
    on_its_day = found("R14-overdue")
    rules.check(on=date(2012, 3, 11))

    assert (on_its_day, found("R14-overdue")) == (set(), {"C11"})
