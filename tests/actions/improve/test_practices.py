"""Practices are found in either script and in English; movement compares two rounds."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.assess import Order, assess
from jishi.actions.improve import moving, pairing, practices
from jishi.actions.posts.holding import By
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import access, clock
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Adoption, Practice
from jishi.store.queries import practices as library
from tests.web.ground import World, a_world, pack

pytestmark = pytest.mark.django_db

INDICATOR = "meetings-held"


@pytest.fixture
def world() -> World:
    return a_world()


def a_practice(world: World, unit: str = "C12") -> Practice:
    year = pack()
    indicator = str(year.indicators_for("village")[0].id)
    written = practices.Written("夜间小板凳会", "晚上在院坝开会，群众都来", (indicator,), ("village",))
    return practices.write(By(), world.units[unit], year, written)


def test_a_practice_is_found_in_both_scripts_in_english_and_by_initials(world: World) -> None:
    row = a_practice(world)
    english = pack().indicators_for("village")[0].names.en

    for text in ("小板凳", "小板凳會", "群眾", english, "yjxbd"):
        assert [each.pk for each in library.search(library.listed(OPERATOR), text)] == [row.pk], text
    assert not library.search(library.listed(OPERATOR), "没有")


def test_a_draft_is_read_only_where_the_scope_reaches(world: World) -> None:
    row = a_practice(world, "C21")
    account = world.accounts["secretary"]
    scope = access.scope_of(account, clock.today())

    before = list(library.listed(scope))
    practices.publish(By(), row, row.version)
    after = list(library.listed(scope))
    practices.withdraw(By(), row, row.version)

    assert (len(before), len(after), len(library.listed(scope))) == (0, 1, 0)


def test_a_practice_is_taken_over_once_and_what_it_changed_is_added_later(world: World) -> None:
    row = a_practice(world)

    first = practices.adopt(By(), row, world.units["C11"], practices.Taken())
    second = practices.adopt(By(), row, world.units["C11"], practices.Taken("多来了二十人", "", 4000, 7500))

    assert first.pk == second.pk
    assert (second.before, second.after) == (4000, 7500)
    assert library.listed(OPERATOR).get().taken == 1
    with pytest.raises(Refusal, match="own practice"):
        practices.adopt(By(), row, world.units["C12"], practices.Taken())


def test_what_a_practice_changed_is_read_from_the_runs_before_and_after_it(world: World) -> None:
    written = practices.Written("小板凳会", "在院坝开会", ("public-satisfaction",), ())
    row = practices.write(By(), world.units["C12"], pack(), replace_known(written))
    taken = practices.adopt(By(), row, world.units["C11"], practices.Taken())
    before = taken.before
    Adoption.objects.filter(pk=taken.pk).update(on=date(2000, 1, 1), before=1000)
    taken.refresh_from_db()

    effects = practices.effects(OPERATOR, [taken])

    assert before is not None
    assert effects == {taken.pk: (1000, before)}
    again = practices.adopt(By(), row, world.units["C11"], practices.Taken("多来了人"))
    assert (again.before, again.changed) == (1000, "多来了人")


def replace_known(written: practices.Written) -> practices.Written:
    """Return a practice that names the first row of the village standard."""
    standard = next(each for each in pack().standards if "village" in each.domains)
    row = next(row for row in standard.indicators if "public-satisfaction" in row.reads)
    return replace(written, indicators=(str(row.id),))


def test_two_units_are_paired_once_at_a_time(world: World) -> None:
    pairing.pair(By(), world.units["C12"], world.units["C11"], "帮助开好组织生活会")

    with pytest.raises(Refusal, match="paired already"):
        pairing.pair(By(), world.units["C12"], world.units["C11"])
    with pytest.raises(Refusal, match="not paired with itself"):
        pairing.pair(By(), world.units["C11"], world.units["C11"])


def test_one_round_alone_shows_no_movement(world: World) -> None:
    assert moving.compared(OPERATOR) is None


def test_movement_takes_the_decided_grade_before_the_proposed_one(world: World) -> None:
    first = world.round
    second = Round.objects.create(
        cycle=first.cycle,
        number=2,
        opens_on=date(2012, 9, 1),
        entry_deadline=date(2012, 9, 20),
        closes_on=date(2012, 10, 31),
        tree_on=first.tree_on,
    )
    later = assess(Order(second))
    _decide(world, "C11", first, world.run, "poor")
    _decide(world, "C11", second, later, "fair")
    _decide(world, "C12", first, world.run, "good")
    _decide(world, "C12", second, later, "good")
    _decide(world, "C21", first, world.run, "fair")
    _decide(world, "C21", second, later, "plain")

    whole = moving.compared(OPERATOR)
    town = moving.compared(OPERATOR, world.units["C1"])

    assert whole is not None
    assert town is not None
    assert (whole.found.transformed, whole.found.consolidated, whole.found.fallen) == (1, 1, 1)
    assert (town.found.transformed, town.found.fallen, town.found.graded) == (1, 0, 2)
    assert whole.stuck.tolist() == [world.units["C21"].pk]
    assert [year.rank for year in moving.history(OPERATOR, world.units["C11"])] == [2, 4]


def _decide(world: World, code: str, round_: Round, run: object, grade: str) -> None:
    Grade.objects.create(
        unit=world.units[code],
        round=round_,
        committee=world.units["C1"],
        run=run,
        grade=grade,
        state=Grade.State.DECIDED,
        since=date(2012, 4, 1),
    )
