"""What may become of a unit, decided without a database."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.org import changes
from jishi.core.org.founding import Founding, Host, found
from jishi.core.org.standing import Ground, Standing

PARENTS = {
    "committee": frozenset({"committee"}),
    "general-branch": frozenset({"committee"}),
    "branch": frozenset({"committee", "general-branch"}),
    "group": frozenset({"branch"}),
}
GROUND = Ground(on=date(2012, 5, 1), today=date(2012, 5, 2), parents=PARENTS)
TOWN = Standing(2, "C1", "甲乡党委", "committee", "township", "", above=(1,), grader=1)
OTHER_TOWN = replace(TOWN, id=3, code="C2", name="乙乡党委")
BRANCH = Standing(
    11, "C11", "东村支部", "branch", "branch", "village", above=(1, 2), grader=2, members=8, full_members=7
)
WEST = replace(BRANCH, id=12, code="C12", name="西村支部", members=5, full_members=4)
GROUP = Standing(111, "C111", "一组", "group", "branch", "", above=(1, 2, 11))
NEW = Standing(0, "C19", "开发区联合支部", "branch", "branch", "enterprise")


def test_a_unit_that_moves_stands_below_its_new_superior_and_keeps_its_members() -> None:
    moved = changes.move(BRANCH, OTHER_TOWN, GROUND)

    assert moved.above == (1, 3)
    assert moved.members == 8


@pytest.mark.parametrize(
    ("unit", "parent", "said"),
    [
        (TOWN, TOWN, "is this unit itself or stands below it"),
        (TOWN, BRANCH, "is this unit itself or stands below it"),
        (BRANCH, TOWN, "stands below 甲乡党委 .* already"),
        (BRANCH, replace(WEST, above=(1, 3)), "lets no unit of this kind"),
        (BRANCH, replace(OTHER_TOWN, dissolved_on=date(2012, 4, 1)), "was dissolved on 2012-04-01"),
    ],
)
def test_a_move_is_refused(unit: Standing, parent: Standing, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        changes.move(unit, parent, GROUND)


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (replace(GROUND, on=date(2012, 5, 3)), "has not come yet"),
        (replace(GROUND, locked=date(2012, 5, 1)), "figures up to 2012-05-01 are locked"),
    ],
)
def test_the_past_is_not_rewritten_and_the_future_not_foretold(ground: Ground, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        changes.move(BRANCH, OTHER_TOWN, ground)


def test_nothing_holds_from_before_the_last_change_above() -> None:
    with pytest.raises(Refusal, match="last changed on 2012-05-02"):
        changes.dissolve(replace(BRANCH, since=date(2012, 5, 2)), GROUND)


def test_a_merged_unit_has_the_members_of_all() -> None:
    merged = changes.merge([WEST], BRANCH, GROUND)

    assert (merged.id, merged.members, merged.full_members) == (11, 13, 11)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([], "needs two different units"),
        ([BRANCH], "needs two different units"),
        ([WEST, WEST], "needs two different units"),
        ([replace(WEST, grader=3, above=(1, 3))], "Another committee answers for it"),
        ([replace(WEST, kind="general-branch")], "another kind"),
        ([replace(WEST, children=2)], "2 units still stand below it"),
    ],
)
def test_a_merge_is_refused(units: list[Standing], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        changes.merge(units, BRANCH, GROUND)


def test_a_split_leaves_enough_on_both_sides() -> None:
    part = replace(NEW, members=4, full_members=3)

    rest, new = changes.split(BRANCH, [part], GROUND)

    assert (rest.id, rest.members, rest.full_members) == (11, 4, 4)
    assert new.above == (1, 2)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "at least one new unit"),
        ([replace(NEW, members=2, full_members=2)], "would have 2 full members"),
        ([replace(NEW, members=6, full_members=5)], "would have 2 full members"),
        ([replace(NEW, code="C12", members=3, full_members=3)], "belongs to another unit"),
        ([replace(NEW, full_members=3)] * 2, "belongs to another unit"),
        ([replace(NEW, code="", full_members=3)], "needs a code and a name"),
    ],
)
def test_a_split_is_refused(parts: list[Standing], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        changes.split(BRANCH, parts, replace(GROUND, codes=frozenset({"C12"})))


def test_a_village_becomes_a_community_and_a_branch_a_general_branch() -> None:
    turned = changes.convert(BRANCH, replace(BRANCH, kind="general-branch", domain="community"), [TOWN], GROUND)

    assert (turned.id, turned.kind, turned.domain, turned.members) == (11, "general-branch", "community", 8)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (BRANCH, "Nothing would change"),
        (replace(BRANCH, kind="group"), "lets no unit of this kind stand below 甲乡党委"),
        (replace(BRANCH, kind="general-branch"), "lets no unit of this kind stand below 东村支部"),
    ],
)
def test_a_conversion_is_refused(wanted: Standing, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        changes.convert(BRANCH, wanted, [TOWN, GROUP], GROUND)


def test_a_unit_with_members_units_below_and_open_matters_is_not_dissolved_and_every_reason_is_told() -> None:
    with pytest.raises(Refusal) as refused:
        changes.dissolve(replace(BRANCH, children=1, tasks=2), GROUND)

    said = [str(complaint.what) for complaint in refused.value.complaints]
    assert len(said) == 3
    assert said[0] == "It still has 8 members."


def test_an_empty_unit_is_dissolved_once() -> None:
    gone = changes.dissolve(replace(BRANCH, members=0, full_members=0), GROUND)

    assert gone.dissolved_on == date(2012, 5, 1)
    with pytest.raises(Refusal, match="was dissolved on"):
        changes.dissolve(gone, GROUND)


def test_a_code_that_changes_keeps_the_unit() -> None:
    assert changes.recode(BRANCH, "X1", GROUND).id == BRANCH.id

    with pytest.raises(Refusal, match="Nothing would change"):
        changes.recode(BRANCH, "C11", replace(GROUND, codes=frozenset({"C11"})))
    with pytest.raises(Refusal, match="belongs to another unit"):
        changes.recode(BRANCH, "C12", replace(GROUND, codes=frozenset({"C12"})))


def test_three_full_members_found_a_branch_alone() -> None:
    host = Host(1, "示例厂", full_members=3, above=(1, 2))

    assert found(Founding(NEW, TOWN, "alone", (host,)), GROUND).above == (1, 2)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Founding(NEW, TOWN, "alone", (Host(1, "示例厂", 2),)), "2 full members together"),
        (Founding(NEW, TOWN, "alone", (Host(1, "示例厂", None),)), "0 full members together"),
        (Founding(NEW, TOWN, "alone", (Host(1, "甲厂", 2), Host(2, "乙厂", 2))), "Alone means one workplace"),
        (Founding(NEW, TOWN, "area", (Host(1, "甲厂", 4),)), "at least two workplaces"),
        (
            Founding(NEW, TOWN, "area", (Host(1, "甲厂", 2, above=(1, 2)), Host(2, "乙厂", 2, above=(1, 3)))),
            "in another area: 乙厂",
        ),
        (Founding(NEW, TOWN, "industry", (Host(1, "甲厂", 4),)), "No industry body"),
        (Founding(NEW, TOWN, "alone", (Host(1, "甲厂", 4, covered=True),)), "covers this workplace already"),
        (Founding(replace(NEW, kind="group"), TOWN), "lets no unit of this kind"),
    ],
)
def test_a_founding_is_refused(wish: Founding, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        found(wish, GROUND)
