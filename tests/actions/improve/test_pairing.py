"""Who could bring a weak unit along: of the best grade, of its domain, near, improved; begun and ended."""

from datetime import date

import pytest

from jishi.actions.exports.pairing import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve.pairing import end, offers, pair, under_way
from jishi.actions.posts.holding import By
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.assess import Grade
from jishi.store.queries import practices
from tests.actions.cases.ground import Town, a_town, pack

pytestmark = pytest.mark.django_db
TODAY = date(2012, 6, 1)


@pytest.fixture
def town() -> Town:
    """All circles are proposed good but C12, which was decided poor."""
    found = a_town()
    Grade.objects.create(
        unit=found.units["C12"],
        round=found.round,
        committee=found.units["C1"],
        run=found.run,
        grade="poor",
        state="decided",
        since=date(2012, 5, 2),
    )
    return found


def by(town: Town, name: str) -> By:
    account = town.accounts[name]
    return By(account, scope_of(account, date(2012, 4, 1)))


def test_a_weak_unit_is_offered_those_of_its_own_township_first(town: Town) -> None:
    (offer,) = offers(OPERATOR, pack(), town.round, TODAY)

    assert offer.unit == town.units["C12"]
    assert [each.code for each in offer.exemplars] == ["C11", "C13", "C14"]
    assert offer.near == (True, True, True)


def test_whoever_sees_one_township_is_offered_nobody_of_another(town: Town) -> None:
    (offer,) = offers(by(town, "town").scope, pack(), town.round, TODAY)

    assert [each.code for each in offer.exemplars] == ["C11", "C13", "C14"]


def test_who_is_paired_is_offered_nobody_and_whoever_brings_three_along_no_more(town: Town) -> None:
    for code in ("C13", "C14", "C21"):
        pair(By(), town.units["C11"], town.units[code], since=date(2012, 5, 1))
    (offer,) = offers(OPERATOR, pack(), town.round, TODAY)
    pair(By(), town.units["C13"], town.units["C12"], since=date(2012, 5, 1))

    assert [each.code for each in offer.exemplars] == ["C13", "C14", "C21"]
    assert offer.near == (True, True, False)
    assert offers(OPERATOR, pack(), town.round, TODAY) == []


def test_a_pairing_ends_once_and_with_what_came_of_it(town: Town) -> None:
    row = pair(By(), town.units["C11"], town.units["C12"], "开好组织生活会", date(2012, 5, 1))

    with pytest.raises(Refusal, match="Nothing says what came of the pairing"):
        end(By(), row, row.version, " ")
    with pytest.raises(Refusal, match="does not enter anything here"):
        end(by(town, "other"), row, row.version, "已转化")
    end(by(town, "town"), row, row.version, "已转化", date(2012, 10, 1))
    with pytest.raises(Refusal, match="ended already"):
        end(By(), row, row.version, "又一次")

    assert list(under_way(OPERATOR, clock.today())) == []
    assert practices.partnerships(by(town, "other").scope).count() == 0


def test_the_sheet_holds_pairings_and_suggestions(town: Town) -> None:
    pair(By(), town.units["C11"], town.units["C14"], "同学", date(2012, 5, 1))
    rows = list(
        export(
            list(practices.partnerships(OPERATOR)),
            offers(OPERATOR, pack(), town.round, TODAY),
            Style("xlsx", "en"),
        ).rows
    )

    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("C14", "C11", "paired"),
        ("C12", "C11", "suggested"),
        ("C12", "C13", "suggested"),
        ("C12", "C14", "suggested"),
    ]
