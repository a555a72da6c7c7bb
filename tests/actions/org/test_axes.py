"""Places in a territory or an industry, and who grades whom."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.org.axes import stand
from jishi.actions.org.grading import grader, graders
from jishi.core.errors import Refusal
from jishi.store.access import scope_of
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Link, Unit, UnitPath
from jishi.store.paths import ids
from jishi.store.queries import places, units
from tests.actions.org.ground import DAY, a_county, by, order
from tests.store.ground import a_unit, an_account

pytestmark = [pytest.mark.django_db, pytest.mark.store]
LATER = date(2012, 9, 1)


def an_association() -> Unit:
    """An industry body that nobody manages in this home."""
    return a_unit("A1", "会计行业党委")


def test_a_branch_stands_in_an_industry_and_its_managing_body_stays() -> None:
    county, association = a_county(), an_association()

    stand(order(), county["C11"], 1, "industry", association)

    path = UnitPath.objects.get(unit=county["C11"], axis="industry").path
    assert ids(path) == [association.pk, county["C11"].pk]
    assert units.path_of(county["C11"]).startswith(units.path_of(county["C1"]))
    assert places.beside(by(an_account("c", county["C"])).scope, county["C11"]) == {"industry": association}


def test_a_grant_on_the_axis_sees_what_stands_below_on_it_and_nothing_else() -> None:
    county, association = a_county(), an_association()
    stand(order(), county["C11"], 1, "industry", association)
    guide = Account.objects.create_user("guide", "correct horse battery")
    Grant.objects.create(account=guide, role="clerk", unit=association, axis="industry", from_on=DAY)

    scope = scope_of(guide, DAY)

    assert units.one(scope, county["C11"].pk) == county["C11"]
    assert list(places.guided(scope, association)) == [county["C11"]]
    with pytest.raises(Unit.DoesNotExist):
        units.one(scope, county["C12"].pk)


def test_a_place_on_an_axis_ends_and_the_past_keeps_it() -> None:
    county, association = a_county(), an_association()
    stand(order(), county["C11"], 1, "territory", association)

    stand(order(LATER), county["C11"], 2, "territory", None)

    assert list(Link.objects.filter(unit=county["C11"], axis="territory").values_list("from_on", "to_on")) == [
        (DAY, LATER)
    ]
    assert not UnitPath.objects.filter(unit=county["C11"], axis="territory").exists()


def test_what_cannot_be_on_an_axis_is_refused_with_its_reason() -> None:
    county, association = a_county(), an_association()
    stand(order(), county["C11"], 1, "industry", association)

    for unit, axis, parent, words in (
        (county["C12"], "management", county["C2"], "is no axis beside management"),
        (association, "industry", county["C11"], "is this unit itself or stands below it"),
        (county["C11"], "industry", association, "stands below .* already"),
        (county["C12"], "industry", None, "has no place on this axis"),
        (association, "industry", None, "units still stand below it"),
    ):
        unit.refresh_from_db()
        with pytest.raises(Refusal, match=words):
            stand(order(LATER), unit, unit.version, axis, parent)


def test_a_secretary_does_not_choose_the_industry_of_the_own_branch() -> None:
    county, association = a_county(), an_association()
    own = by(an_account("secretary", county["C11"], duties="enter"))

    with pytest.raises(Refusal, match="does not change the tree here"):
        stand(own, county["C11"], 1, "industry", association)


def test_the_grader_is_the_nearest_body_with_the_duty_and_not_simply_the_superior() -> None:
    county = a_county()
    Unit.objects.filter(code="C1").update(kind="general-branch")
    year = order().pack
    line = [Unit.objects.get(code=code) for code in ("C", "C1")]

    assert grader(year, county["C11"], line) == county["C"]
    told = {each.code: each.grader for each in graders(year, DAY)}
    assert (told["C11"], told["C21"], told["C1"]) == ("C", "C2", "C")
    assert "C" not in told


def test_a_unit_that_nobody_above_may_grade_is_told_without_a_grader() -> None:
    a_county()
    year = order().pack
    duty = replace(year.vocabulary.grading[0], by_kinds=("working-committee",))
    strict = replace(year, vocabulary=replace(year.vocabulary, grading=(duty,)))

    assert {each.grader for each in graders(strict, DAY)} == {""}
