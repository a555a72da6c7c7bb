from datetime import date

import pytest

from jishi.core.coverage import Covering, covered_by, deadline, lacks_unit, share


@pytest.mark.parametrize(
    ("place", "by"),
    [
        (Covering(organised=True), "organisation"),
        (Covering(helped=True), "work"),
        (Covering(union=True), "work"),
        (Covering(union=False, league=True), "work"),
        (Covering(union=None, league=False), "nobody"),
    ],
)
def test_a_unit_covers_more_than_a_helper_and_what_is_not_known_covers_nothing(place: Covering, by: str) -> None:
    assert covered_by(place) == by


def test_three_full_members_without_a_unit_should_have_one_and_nobody_knows_of_none_counted() -> None:
    assert lacks_unit(Covering(full_members=3)) is True
    assert lacks_unit(Covering(full_members=2)) is False
    assert lacks_unit(Covering(full_members=30, organised=True)) is False
    assert lacks_unit(Covering()) is None


def test_a_deadline_runs_on_its_own_day_and_is_overdue_on_the_next() -> None:
    due = date(2012, 6, 30)

    assert [deadline(due, due), deadline(due, date(2012, 7, 1)), deadline(None, due)] == [
        "running",
        "overdue",
        "none",
    ]


def test_a_share_is_rounded_down_and_a_share_of_nothing_is_not_known() -> None:
    assert share(2, 3) == 6666
    assert share(0, 0) is None
