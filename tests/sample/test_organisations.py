"""The made-up county: real places, published proportions, names of nobody."""

import statistics
from collections import Counter

from jishi.sample.organisations.county import organisations
from jishi.sample.places import places


def test_the_excerpt_has_fifteen_townships_and_194_villages_and_communities():
    levels = Counter(place.level for place in places())

    assert levels == {"county": 1, "township": 15, "village": 194}


def test_every_real_village_and_community_has_one_organisation():
    graded = [one for one in organisations() if one.domain in ("village", "community")]

    assert {one.place for one in graded} == {place.code for place in places() if place.level == "village"}
    assert len(graded) == 194


def test_the_county_has_the_published_size_and_shape():
    county = organisations()

    sizes = [one.members for one in county if one.kind == "branch"]

    assert 1300 <= len(county) <= 1500
    assert 26_000 <= county[0].members <= 30_000
    assert 15 <= statistics.median(sizes) <= 22
    assert Counter(one.kind for one in county)["branch"] / len(county) > 0.85


def test_codes_sort_in_preorder_and_every_parent_comes_before_its_child():
    county = organisations()

    seen: set[str] = set()
    for one in county:
        assert one.parent in seen or not one.parent
        assert one.code.startswith(one.parent)
        seen.add(one.code)
    assert len(seen) == len(county)


def test_no_member_is_lost_between_a_general_branch_and_its_branches():
    county = organisations()
    below = Counter()
    for one in county:
        if one.kind == "branch":
            below[one.parent] += one.members

    wrong = [one.code for one in county if one.kind == "general-branch" and below[one.code] != one.members]

    assert not wrong


def test_the_county_is_the_same_every_time():
    organisations_again = organisations()

    assert organisations_again == organisations()
    assert len({one.name for one in organisations_again}) == len(organisations_again)
