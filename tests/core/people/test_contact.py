"""Members away and members lost: when somebody is called lost, how a search ends, what two registers tell."""

from datetime import date

import pytest

from jishi.core.calendar import months_before
from jishi.core.errors import Refusal
from jishi.core.people.comparing import compare
from jishi.core.people.contact import Search, end, expires, may_be_called_lost, overdue, step
from jishi.core.people.keeping import Term, ended_before


def test_nobody_is_called_lost_before_six_months_without_contact() -> None:
    may_be_called_lost(date(2011, 9, 1), date(2012, 3, 1), "甲一")

    with pytest.raises(Refusal, match="after 6 months"):
        may_be_called_lost(date(2011, 9, 2), date(2012, 3, 1), "甲一")


def test_a_search_has_steps_and_an_outcome() -> None:
    begun = Search(date(2011, 9, 1))

    looked = step(begun, date(2012, 3, 2), "到户籍地走访，家人称外出务工", "甲一")
    found = end(looked, "found", date(2012, 4, 1), "甲一")

    assert found.steps == ({"on": "2012-03-02", "text": "到户籍地走访，家人称外出务工"},)
    with pytest.raises(Refusal, match="over"):
        step(found, date(2012, 4, 2), "再找", "甲一")


def test_nobody_is_struck_off_without_a_search() -> None:
    with pytest.raises(Refusal, match="without a search"):
        end(Search(date(2011, 9, 1)), "struck-off", date(2012, 4, 1), "甲一")


@pytest.mark.parametrize(("years", "last"), [(0, 2012), (2, 2013), (50, 2016)])
def test_the_record_of_a_search_ends_at_the_latest_after_five_years(years: int, last: int) -> None:
    assert expires(date(2011, 9, 1), years) == date(last, 9, 1)


def test_the_home_branch_hears_from_a_floating_member_every_year() -> None:
    assert not overdue(date(2011, 3, 2), date(2009, 1, 1), date(2012, 3, 1))
    assert overdue(date(2011, 2, 28), date(2009, 1, 1), date(2012, 3, 1))
    assert overdue(None, date(2009, 1, 1), date(2012, 3, 1))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2012, 3, 31), 1, date(2012, 2, 29)),
        (date(2012, 1, 15), 1, date(2011, 12, 15)),
        (date(2011, 12, 31), 12, date(2010, 12, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier
    assert ended_before(Term("care", months), day) == earlier


def test_only_what_the_export_says_is_compared() -> None:
    ours = {
        "a": {"name": "甲一", "education": "高中"},
        "b": {"name": "乙二", "education": None},
        "c": {"name": "丙三"},
    }
    theirs = {
        "a": {"name": "甲一", "education": None},
        "b": {"name": "乙二", "education": "大专", "joined_on": date(2001, 7, 1)},
        "d": {"name": "丁四"},
    }

    found = compare(ours, theirs)

    assert (found.same, found.only_ours, found.only_theirs) == (1, ["c"], ["d"])
    assert [(d.key, d.field, d.mirrored) for d in found.differences] == [
        ("b", "education", False),
        ("b", "joined_on", True),
    ]
