"""How many people are asked, as a sheet: members come from the register, and it comes in again as the same."""

from datetime import date

import pytest

from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import open_consultation
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked as Asking
from jishi.actions.imports.outcome import Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.core.access import OPERATOR, Scope
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.people import Member, Person
from tests.web.ground import World, a_world, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEAD = "组织编码,组织名称,测评,参评人群,人数,数字来源,数字日期\n"


@pytest.fixture
def world() -> World:
    made = a_world()
    for number in range(3):
        person = Person.objects.create(name=f"甲{number}", unit=made.units["C11"])
        Member.objects.create(person=person, unit=made.units["C11"], status="full", from_on=date(2010, 1, 1))
    return made


@pytest.fixture
def survey(world: World) -> Consultation:
    return open_consultation(By(), world.round, pack(), "survey")


def sent(text: str, scope: Scope = OPERATOR) -> Outcome:
    asked = Asking(text.encode(), "electorates.csv", "rows", scope=scope)
    return bring(LISTINGS["electorates"], asked, pack(), only_try=False)


def taken_out(scope: Scope = OPERATOR) -> str:
    leaving = Leaving(scope, pack())
    return sheet(LISTINGS["electorates"], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def test_members_come_prefilled_from_the_register_and_the_sheet_comes_in_again(survey: Consultation) -> None:
    out = taken_out()

    first, again = sent(out), sent(taken_out())

    # Three branches, each asked of members and of the public; the register knows three members of C11 alone.
    assert out.count("\n") == 1 + 6
    assert f"C11,石桥村党支部,调查摸底,党员,3,党员册,{clock.today().isoformat()}" in out
    assert (first.errors, first.counts["added"], first.counts["same"]) == ((), 1, 5)
    assert (again.unchanged, Asked.objects.get().people) == (True, 3)


def test_a_number_has_its_source_and_its_day_and_its_unit_lies_inside(world: World, survey: Consultation) -> None:
    town = scope_of(world.accounts["township"], clock.today())

    found = sent(
        f"{HEAD}C11,,调查摸底,群众,230,户籍,2012-03-01\nC12,,调查摸底,群众,90,,2012-03-01\n"
        "C21,,调查摸底,群众,90,户籍,2012-03-01\nC12,,调查摸底,教职工,9,名册,2012-03-01\n",
        town,
    )

    assert [(error.spot.row, str(error.what)) for error in found.errors] == [
        (2, "An electorate is a number of people with its source and its day."),
        (3, "No unit has the code C21."),
        (4, "Nobody of “staff” is asked about this unit."),
    ]
    row = Asked.objects.get(people__isnull=False)
    assert (row.unit.code, row.people, row.people_source, row.people_on) == ("C11", 230, "户籍", date(2012, 3, 1))


def test_the_unit_itself_counts_nobody_and_nothing_comes_in_after_the_close(
    world: World, survey: Consultation
) -> None:
    row = f"{HEAD}C11,,调查摸底,群众,230,户籍,2012-03-01\n"

    own = sent(row, scope_of(world.accounts["secretary"], clock.today()))
    close(By(), survey, pack())
    late = sent(row)

    assert "never by the unit itself" in str(own.errors[0].what)
    assert str(late.errors[0].what) == "This consultation is not open."


def test_the_page_of_a_unit_offers_what_the_register_counts(world: World, survey: Consultation) -> None:
    page = reading(world, "township").get(f"/asked/in/{world.units['C11'].pk}?c=survey").content.decode()

    assert 'name="people" value="3"' in page
    assert 'value="党员册"' in page
