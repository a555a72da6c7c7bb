"""Floating members from both ends; lost ones and care for the branch and the unit above it only."""

from datetime import date, timedelta

import pytest

from jishi.actions.people import caring, contact
from jishi.actions.people.caring import Brought
from jishi.actions.people.contact import Away
from jishi.actions.people.own_record import own_record
from jishi.actions.people.stages import leave
from jishi.core.errors import Refusal
from jishi.store.models.org import Unit
from jishi.store.queries import members
from tests.actions.people.people import BEGAN, TODAY, a_member, a_secretary, by

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]


def test_a_floating_member_is_seen_and_heard_from_both_ends(tree: Tree) -> None:
    member = a_member(tree["C11"])
    home, there = a_secretary(tree["C11"]), a_secretary(tree["C21"])
    away = contact.go_away(by(home, BEGAN), member, Away(tree["C21"], "区工业园", "证001"))

    assert list(members.floating(by(there).scope)) == [away]
    assert list(members.silent(members.floating(by(home).scope), TODAY)) == [away]
    contact.heard(by(there), away, away.version)

    assert list(members.silent(members.floating(by(home).scope), TODAY)) == []
    with pytest.raises(Refusal, match="does not keep"):
        contact.came_back(by(there), away, away.version)
    contact.came_back(by(home), away, away.version)
    assert away.to_on == TODAY + timedelta(days=1)


def test_nobody_is_away_twice_and_nobody_goes_nowhere(tree: Tree) -> None:
    member = a_member(tree["C11"])
    contact.go_away(by(), member, Away(place="广东"))

    with pytest.raises(Refusal, match="entered already"):
        contact.go_away(by(), member, Away(place="浙江"))
    with pytest.raises(Refusal, match="not said where"):
        contact.go_away(by(), member, Away())


def test_a_branch_far_away_does_not_see_or_hear(tree: Tree) -> None:
    away = contact.go_away(by(), a_member(tree["C11"]), Away(place="广东"))
    other = a_secretary(tree["C12"])

    assert list(members.floating(by(other).scope)) == []
    with pytest.raises(Refusal, match="does not keep"):
        contact.heard(by(other), away, away.version)


def test_lost_contact_is_for_the_branch_and_the_unit_above_it(tree: Tree) -> None:
    member = a_member(tree["C11"])
    branch, town = a_secretary(tree["C11"]), a_secretary(tree["C1"], field_class=3)
    county, clerk = a_secretary(tree["C"], field_class=3), a_secretary(tree["C1"], "clerk", 2)

    lost = contact.lose(by(branch), member, date(2011, 8, 1), "away-for-work")

    for account in (branch, town):
        assert list(members.lost(by(account).scope)) == [lost]
    for account in (county, clerk):
        assert list(members.lost(by(account).scope)) == []
        assert own_record(by(account).scope, member.person_id).lost is None
        with pytest.raises(Refusal, match="does not keep"):
            contact.looked(by(account), lost, lost.version, "打电话无人接听")


def test_a_search_has_steps_and_an_outcome_and_a_day_on_which_it_goes(tree: Tree) -> None:
    lost = contact.lose(by(), a_member(tree["C11"]), date(2011, 8, 1), "moved")

    contact.looked(by(), lost, lost.version, "到户籍地走访")
    contact.search_ended(by(), lost, lost.version, "found")

    assert lost.expires_on == date(2013, 3, 1)
    assert (lost.outcome, len(lost.steps), lost.to_on) == ("found", 1, TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="over"):
        contact.looked(by(), lost, lost.version, "再找")


def test_nobody_is_listed_as_lost_too_early_or_for_a_reason_that_returns_do_not_know(tree: Tree) -> None:
    member = a_member(tree["C11"])

    with pytest.raises(Refusal, match="after 6 months"):
        contact.lose(by(), member, date(2011, 12, 1), "moved")
    with pytest.raises(Refusal, match="no reason that returns know"):
        contact.lose(by(), member, date(2011, 8, 1), "debts")


def test_care_is_close_and_only_totals_go_upward(tree: Tree) -> None:
    branch, county = a_secretary(tree["C11"]), a_secretary(tree["C"], field_class=3)
    for number in range(6):
        member = a_member(tree["C11"], f"老{number}", f"1{number}2")
        caring.care_for(by(branch), member, "old" if number else "ill")

    care = caring.visited(by(branch), members.care(by(branch).scope)[0], 1, Brought(200_00, "party-fees"))

    assert (care.visits, care.money) == (1, 20_000)
    assert list(members.care(by(county).scope)) == []
    assert members.care_totals(by(branch).scope, tree["C11"]) == {"old": 5, "ill": 1}
    # One hidden number beside a shown one could be told from the sum.
    assert members.care_totals(by(county).scope, tree["C"]) == {"old": None, "ill": None}
    with pytest.raises(Refusal, match="does not keep"):
        caring.care_ended(by(county), care, care.version)


def test_a_visit_in_the_future_or_with_an_impossible_sum_is_refused(tree: Tree) -> None:
    care = caring.care_for(by(on=BEGAN), a_member(tree["C11"]), "old")

    for on, money in ((TODAY + timedelta(days=1), 0), (TODAY, -1), (BEGAN - timedelta(days=1), 0)):
        with pytest.raises(Refusal, match="cannot be right"):
            caring.visited(by(on=on), care, care.version, Brought(money, "party-fees"))


def test_a_search_ends_with_the_membership(tree: Tree) -> None:
    member = a_member(tree["C11"])
    lost = contact.lose(by(), member, date(2011, 8, 1), "moved")

    leave(by(), member, member.version, "died")

    lost.refresh_from_db()
    assert (lost.outcome, lost.to_on) == ("died", TODAY + timedelta(days=1))
