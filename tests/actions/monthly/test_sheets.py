"""A sheet of the month: what it asks, what came of it, and who said so."""

from datetime import date

import pytest

from jishi.actions.monthly.asking import Sheet, asked_domains, sheets
from jishi.actions.monthly.entering import Given, enter
from jishi.actions.monthly.printing import AT_ONCE, Print, print_sheets
from jishi.core.access import Holding, Scope
from jishi.core.errors import Refusal
from jishi.packs.pack import Pack
from jishi.store import facts
from jishi.store.access import scope_of
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.office import Account, Event, EventDetail
from jishi.store.models.org import Unit
from jishi.store.models.paper import MonthlySheet
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import monthly
from jishi.store.transact import action
from tests.documents.reading import pages, say
from tests.store.ground import a_round, a_tree, an_account
from tests.web.ground import pack as the_year

pytestmark = [pytest.mark.store, pytest.mark.django_db]
MAY = date(2012, 5, 1)
TODAY = date(2012, 6, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    found = a_tree()
    Unit.objects.filter(code__in=("C11", "C12", "C21")).update(domain="village")
    return {code: Unit.objects.get(pk=unit.pk) for code, unit in found.items()}


@pytest.fixture
def round_() -> Round:
    return a_round()


@pytest.fixture
def year() -> Pack:
    return the_year()


@pytest.fixture
def clerk(units: dict[str, Unit]) -> Account:
    return an_account("clerk", units["C1"], duties="enter", field_class=2)


def of(account: Account) -> Scope:
    return scope_of(account, TODAY)


def a_sheet(account: Account, unit: Unit, ground: tuple[Round, Pack]) -> Sheet:
    return sheets(of(account), [unit], MAY, ground)[0]


def given(sheet: Sheet, giver: str = "李某某", **texts: str) -> Given:
    return Given(
        {name.replace("_", "-"): text for name, text in texts.items()}, giver, "书记", MAY, sheet.seen, "k"
    )


def test_a_sheet_asks_only_what_the_standard_of_the_units_domain_reads(units, round_, year, clerk) -> None:
    asked = {each.question.id for each in a_sheet(clerk, units["C11"], (round_, year)).questions}

    assert "quarterly-meetings-missing" in asked
    assert "room-provided" not in asked
    assert "village" in asked_domains(year, round_)


def test_what_is_held_stands_on_it(units, round_, year, clerk) -> None:
    with action(None, "facts.enter"):
        facts.write(round_, [facts.Entry(units["C11"].pk, "quarterly-meetings-missing", "activity", 2)])

    sheet = a_sheet(clerk, units["C11"], (round_, year))

    held = {each.question.id: each.held.value for each in sheet.questions if each.held}
    assert held == {"quarterly-meetings-missing": 2}


def test_its_answers_become_facts_of_the_unit_and_both_names_are_kept(units, round_, year, clerk) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))

    written = enter(clerk, of(clerk), sheet, year, given(sheet, quarterly_meetings_missing="１", plan_done="80%"))

    said = FactValue.objects.filter(unit=units["C11"], source="self").values_list("fact__code", "value")
    kept = MonthlySheet.objects.get()
    assert written == 2
    assert dict(said) == {"quarterly-meetings-missing": 1, "plan-done": 8000}
    assert (kept.given_by, kept.given_post, kept.given_on, kept.entered_by) == ("李某某", "书记", MAY, clerk)


def test_the_event_names_the_clerk_and_no_name_of_paper(units, round_, year, clerk) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))

    enter(clerk, of(clerk), sheet, year, given(sheet, quarterly_meetings_missing="1"))

    event = Event.objects.get(name="monthly-sheet.enter")
    assert event.actor == clerk.pk
    assert "李某某" not in str(EventDetail.objects.get(event=event).details)


def test_the_same_request_twice_enters_once(units, round_, year, clerk) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))
    once = given(sheet, quarterly_meetings_missing="1")

    first, second = (enter(clerk, of(clerk), sheet, year, once) for _ in range(2))

    assert (first, second) == (1, 1)
    assert Event.objects.filter(name="monthly-sheet.enter").count() == 1


def test_the_second_of_two_clerks_is_told(units, round_, year, clerk) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))
    other = an_account("other", units["C1"], duties="enter", field_class=2)
    enter(clerk, of(clerk), sheet, year, given(sheet, quarterly_meetings_missing="1"))

    with pytest.raises(Refusal, match="Somebody else answered"):
        enter(other, of(other), sheet, year, given(sheet, quarterly_meetings_missing="3"))

    assert FactValue.objects.get(source="self").value == 1


def test_a_correction_replaces_what_was_typed_in(units, round_, year, clerk) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))
    enter(clerk, of(clerk), sheet, year, given(sheet, quarterly_meetings_missing="1"))

    again = a_sheet(clerk, units["C11"], (round_, year))
    texts = {"quarterly-meetings-missing": "4"}
    enter(clerk, of(clerk), again, year, Given(texts, "王某某", "副书记", None, again.seen, "k2"))

    assert FactValue.objects.get(source="self").value == 4
    assert MonthlySheet.objects.get().given_by == "王某某"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"giver": "　"}, "Who filled in the sheet is not entered"),
        ({"giver": "x" * 101}, "longer than 100 letters"),
        ({"on": date(2012, 4, 30)}, "The day on the sheet is not in its month or later"),
        ({"on": date(2999, 1, 1)}, "The day on the sheet is not in its month or later"),
        ({"texts": {"quarterly-meetings-missing": "many"}}, "many"),
        ({"texts": {"quarterly-meetings-missing": "-1"}}, "-1"),
    ],
)
def test_a_sheet_that_cannot_be_right_is_refused_and_nothing_is_kept(
    units, round_, year, clerk, changed: dict, told: str
) -> None:
    sheet = a_sheet(clerk, units["C11"], (round_, year))
    said = {"texts": {}, "giver": "李某某", "post": "", "on": MAY, "seen": sheet.seen} | changed

    with pytest.raises(Refusal, match=told):
        enter(clerk, of(clerk), sheet, year, Given(**said))

    assert not FactValue.objects.exists()
    assert not MonthlySheet.objects.exists()


def test_nobody_types_in_the_sheet_of_a_unit_outside(units, round_, year, clerk) -> None:
    inside = a_sheet(clerk, units["C11"], (round_, year))
    outside = Sheet(**{**vars(inside), "unit": units["C21"]})

    with pytest.raises(Refusal, match="Your role does not enter facts"):
        enter(clerk, of(clerk), outside, year, given(inside, quarterly_meetings_missing="1"))


def test_only_units_where_the_reader_may_enter_are_listed(units, year, round_, clerk) -> None:
    domains = asked_domains(year, round_)
    reader = Scope((Holding("head", "management", of(clerk).holdings[0].path, 2),))

    assert [unit.code for unit in monthly.entered_for(of(clerk), domains)] == ["C11", "C12"]
    assert not monthly.entered_for(reader, domains).exists()


def test_a_township_is_printed_as_one_file_with_a_sheet_on_each_page(units, round_, year, clerk) -> None:
    post = Post.objects.create(unit=units["C11"], kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="李某某"), from_on=date(2011, 1, 1))
    found = list(monthly.entered_for(of(clerk), asked_domains(year, round_)))

    files = list(print_sheets(of(clerk), Print(found, MAY, round_, year), say("zh_Hans")))

    first, second = pages(files[0])
    assert AT_ONCE >= len(found) == 2
    assert "石桥村党支部" in first
    assert a_sheet(clerk, units["C11"], (round_, year)).code in first
    assert "李某某书记" in first
    assert "长安社区党支部" in second


def test_who_reads_no_names_prints_none(units, round_, year) -> None:
    post = Post.objects.create(unit=units["C11"], kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="李某某"), from_on=date(2011, 1, 1))
    reader = an_account("reader", units["C1"], duties="enter", field_class=1)

    assert a_sheet(reader, units["C11"], (round_, year)).secretary == ""
