"""Pools as a sheet: who is joined with whom, before anybody answers; the band afterwards."""

import pytest

from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, box_of, open_consultation, slips
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked as Asking
from jishi.actions.imports.outcome import Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.ballotbox.box import Handed
from jishi.core.access import OPERATOR, Scope
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.consult import Consultation, Pool
from jishi.store.models.org import Link
from jishi.store.placing import rebuild
from tests.store.ground import BEGAN, a_unit
from tests.web.ground import World, a_world, pack

pytestmark = pytest.mark.django_db
HEAD = "组织编码,组织名称,测评,参评人群,人数,与哪个组织合并,合并结果\n"


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def survey(world: World) -> Consultation:
    return open_consultation(By(), world.round, pack(), "survey")


def sent(text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(LISTINGS["pools"], Asking(text.encode(), "pools.csv", "rows", scope=scope), pack(), only_try=False)


def out(scope: Scope = OPERATOR) -> str:
    return sheet(LISTINGS["pools"], Leaving(scope, pack()), Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def row(unit: str, other: str = "", ask: str = "群众") -> str:
    return f"{unit},,调查摸底,{ask},,{other},\n"


def joined() -> list[list[str]]:
    return [sorted(each.unit.code for each in pool.asked.all()) for pool in Pool.objects.order_by("pk")]


def answered(world: World, survey: Consultation, unit: str, count: int) -> None:
    box = box_of(survey)
    codes = slips(By(), Electorate(survey, world.units[unit], "public", pack()), count)
    box.count([Handed(box.digest(code), {"overall": "satisfied"}) for code in codes], clock.today())


def test_the_sheet_lists_who_may_be_joined_and_comes_in_again_as_the_same(survey: Consultation) -> None:
    first = out()
    made = sent(HEAD + row("C11", "C12"))
    again = sent(out())

    assert first.startswith(HEAD.strip())
    assert [line.split(",")[0] for line in first.splitlines()[1:]] == ["C11", "C12", "C21"]
    assert (made.errors, made.counts["added"], joined()) == ((), 1, [["C11", "C12"]])
    assert (again.unchanged, joined()) == (True, [["C11", "C12"]])
    assert "C11,石桥村党支部,调查摸底,群众,,C12," in out()


def test_who_is_joined_with_one_of_a_pool_is_joined_with_all_of_it(world: World, survey: Consultation) -> None:
    third = a_unit("C13", "东村党支部")
    third.kind, third.level, third.domain = "branch", "branch", "village"
    third.save()
    Link.objects.create(unit=third, parent=world.units["C1"], from_on=BEGAN)
    rebuild(clock.today())
    sent(HEAD + row("C11", "C12"))

    made = sent(HEAD + row("C13", "C12"))

    assert (made.errors, made.counts["changed"]) == ((), 1)
    assert joined() == [["C11", "C12", "C13"]]


def test_wrong_rows_are_told_beside_their_cells(world: World, survey: Consultation) -> None:
    made = sent(
        HEAD + row("C11", "C11") + row("C11", "C21") + row("C11", "C99") + row("C11", "C12", "党员") + row("C11")
    )

    assert {error.spot.address() for error in made.errors} == {"F2", "F3", "F4", "D5"}
    assert not Pool.objects.exists()


def test_after_the_first_answer_nobody_is_joined_and_after_the_close_the_band_stands_beside(
    world: World, survey: Consultation
) -> None:
    sent(HEAD + row("C11", "C12"))
    answered(world, survey, "C11", 6)
    answered(world, survey, "C12", 6)

    late = sent(HEAD + row("C21", "C11"))
    close(By(), survey, pack())

    assert "fixed before that" in str(late.errors[0].what)
    assert joined() == [["C11", "C12"]]
    assert "C11,石桥村党支部,调查摸底,群众,,C12,90–100 %" in out()
    assert "is not open" in str(sent(HEAD + row("C11", "C12")).errors)


def test_the_unit_itself_joins_nobody(world: World, survey: Consultation) -> None:
    account = world.accounts["secretary"]
    scope = scope_of(account, clock.today())

    made = bring(
        LISTINGS["pools"],
        Asking((HEAD + row("C11", "C12")).encode(), "pools.csv", "rows", actor=account, scope=scope),
        pack(),
        only_try=False,
    )

    assert len(made.errors) == 1
    assert not Pool.objects.exists()
