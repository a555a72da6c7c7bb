from datetime import date

import pytest

from jishi.actions.org.places import Counts, set_grid, set_traits
from jishi.core.errors import Refusal
from jishi.store.models.org import Grid, UnitTrait
from tests.actions.org.ground import DAY, a_county, by, order
from tests.store.ground import an_account

pytestmark = pytest.mark.django_db


def test_area_types_and_tier_hold_from_a_day_on() -> None:
    county = a_county()
    set_traits(order(), county["C1"], 1, [("area", "old-base"), ("area", "poor"), ("tier", "county-town")])

    changed = set_traits(order(date(2012, 9, 1)), county["C1"], 2, [("area", "poor"), ("tier", "capital")])

    assert changed == 3
    assert set(UnitTrait.objects.filter(to_on=None).values_list("value", flat=True)) == {"poor", "capital"}
    assert set(UnitTrait.objects.filter(to_on=date(2012, 9, 1)).values_list("value", flat=True)) == {
        "old-base",
        "county-town",
    }


@pytest.mark.parametrize("traits", [[("area", "rich")], [("tier", "capital"), ("tier", "county-town")]])
def test_unknown_words_and_two_tiers_are_refused(traits: list[tuple[str, str]]) -> None:
    with pytest.raises(Refusal, match="These words do not fit"):
        set_traits(order(), a_county()["C1"], 1, traits)


def test_counts_of_a_grid_change_and_the_old_ones_stay_for_their_time() -> None:
    county = a_county()
    set_grid(order(), county["C12"], Counts("一格", households=120, team="三人"))
    set_grid(order(), county["C12"], Counts("一格", households=130, team="三人"))

    set_grid(order(date(2012, 9, 1)), county["C12"], Counts("一格", households=140))
    set_grid(order(date(2012, 10, 1)), county["C12"], Counts("一格", ended=True))

    rows = Grid.objects.order_by("from_on").values_list("households", "from_on", "to_on")
    assert list(rows) == [(130, DAY, date(2012, 9, 1)), (140, date(2012, 9, 1), date(2012, 10, 1))]


def test_a_secretary_keeps_the_grids_of_the_own_unit_and_no_other() -> None:
    county = a_county()
    own = by(an_account("secretary", county["C12"], duties="enter"))

    set_grid(own, county["C12"], Counts("一格"))
    with pytest.raises(Refusal, match="does not enter facts of this unit"):
        set_grid(own, county["C11"], Counts("一格"))
    with pytest.raises(Refusal, match="A grid needs a name"):
        set_grid(own, county["C12"], Counts(" "))
