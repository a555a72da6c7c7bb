"""The tree against a naive builder, and every fault by its row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.errors import Refusal
from jishi.core.tree import NOWHERE, Tree, ancestor_at, build, nearest, rows_of


def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


@st.composite
def parent_lists(draw: st.DrawFn) -> tuple[list[int], list[int], list[str]]:
    """Units in any order with ids far apart, parents, and codes in any script."""
    count = draw(st.integers(0, 30))
    above = [draw(st.integers(-1, row - 1)) for row in range(count)]
    ids = draw(st.lists(st.integers(0, 10**12), min_size=count, max_size=count, unique=True))
    texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
    codes = draw(st.lists(texts, min_size=count, max_size=count, unique=True))
    order = draw(st.permutations(range(count)))
    parents = [ids[above[row]] if above[row] >= 0 else NOWHERE for row in order]
    return [ids[row] for row in order], parents, [codes[row] for row in order]


def naive(ids: list[int], parents: list[int], codes: list[str]) -> list[tuple[int, int, int]]:
    """Return (id, depth, size) in preorder, siblings by code, the plain way."""
    below: dict[int, list[int]] = {}
    for _, unit, parent in sorted(zip(codes, ids, parents, strict=True)):
        below.setdefault(parent, []).append(unit)

    def visit(unit: int, depth: int) -> list[tuple[int, int, int]]:
        inner = [row for child in below.get(unit, []) for row in visit(child, depth + 1)]
        return [(unit, depth, len(inner) + 1), *inner]

    return [row for root in below.get(NOWHERE, []) for row in visit(root, 0)]


@given(parent_lists())
def test_the_tree_is_the_one_that_a_naive_builder_makes(units: tuple[list[int], list[int], list[str]]) -> None:
    ids, parents, codes = units

    tree = build(column(ids), column(parents), codes)

    sizes = tree.end - np.arange(len(tree))
    assert list(zip(tree.id, tree.depth, sizes, strict=True)) == naive(ids, parents, codes)
    above = [int(tree.id[row]) if row >= 0 else NOWHERE for row in tree.parent]
    assert dict(zip(tree.id.tolist(), above, strict=True)) == dict(zip(ids, parents, strict=True))


@given(parent_lists(), st.data())
def test_the_nearest_wanted_ancestor_is_the_first_wanted_one_on_the_way_up(
    units: tuple[list[int], list[int], list[str]], data: st.DataObject
) -> None:
    tree = build(column(units[0]), column(units[1]), units[2])
    wanted = data.draw(st.lists(st.booleans(), min_size=len(tree), max_size=len(tree)))

    found = nearest(tree, np.array(wanted, dtype=np.bool_))
    above = nearest(tree, np.array(wanted, dtype=np.bool_), itself=False)

    for row in range(len(tree)):
        ways = [up for up in tree.ancestors(row) if wanted[up]]
        assert above[row] == next(iter(ways), NOWHERE)
        assert found[row] == (row if wanted[row] else above[row])


def county() -> Tree:
    """Return 1 above 20 and 10 (codes a, b), and 10 above 30."""
    return build(column([10, 30, 1, 20]), column([1, 10, NOWHERE, 1]), ["b", "x", "c", "a"])


def test_siblings_stand_by_code_and_the_subtree_is_one_range() -> None:
    tree = county()

    assert tree.id.tolist() == [1, 20, 10, 30]
    assert list(tree.subtree(2)) == [2, 3]
    assert tree.children(0) == (1, 2)
    assert tree.ancestors(3) == (2, 0)
    assert tree.path(3) == (0, 2, 3)
    assert tree.is_below(3, 2)
    assert not tree.is_below(2, 3)


def test_units_are_found_by_id_whether_ids_are_dense_or_far_apart() -> None:
    far = build(column([10**15, 7]), column([NOWHERE, 10**15]))

    assert rows_of(county(), column([30, 2, 1])).tolist() == [3, NOWHERE, 0]
    assert rows_of(far, column([7, 8, 10**15])).tolist() == [1, NOWHERE, 0]


def test_the_ancestor_at_a_level_counts_the_unit_itself() -> None:
    level = np.array([0, 1, 1, 2], dtype=np.int16)

    assert ancestor_at(county(), level, 1).tolist() == [NOWHERE, 1, 2, 2]


def test_codes_that_are_numbers_sort_as_numbers_and_texts_by_letter() -> None:
    ids, parents = column([1, 2, 3]), column([NOWHERE, 1, 1])

    assert build(ids, parents, column([0, 10, 9])).id.tolist() == [1, 3, 2]
    assert build(ids, parents, ["0", "10", "9"]).id.tolist() == [1, 2, 3]


def test_without_codes_siblings_stand_by_id() -> None:
    tree = build(column([5, 9, 7]), column([NOWHERE, 5, 5]))

    assert tree.id.tolist() == [5, 7, 9]


def test_an_empty_list_is_an_empty_tree() -> None:
    assert len(build(column([]), column([]), [])) == 0


def refused(ids: list[int], parents: list[int], codes: list[str] | None = None) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        build(column(ids), column(parents), codes)
    return [f"{complaint.where}: {complaint.what}" for complaint in refusal.value.complaints]


def test_a_circle_is_named_once_and_what_hangs_below_it_is_not() -> None:
    said = refused([1, 2, 3, 4, 5], [NOWHERE, 3, 4, 2, 2], ["01", "02", "03", "04", "05"])

    assert said == ["row 2: Units stand below each other in a circle: 02 → 03 → 04 → 02."]


def test_a_unit_below_itself_is_told_so() -> None:
    assert refused([1, 2], [NOWHERE, 2]) == ["row 2: The unit 2 is its own parent."]


def test_a_parent_that_is_not_in_the_list_is_named_with_the_row() -> None:
    said = refused([1, 2], [NOWHERE, 7], ["01", "02"])

    assert said == ["row 2: The unit above 02 has the id 7, which is not in the list."]


def test_repeated_ids_and_codes_name_the_row_where_they_stood_first() -> None:
    assert refused([1, 2, 1], [NOWHERE, 1, 2]) == ["row 3: The id 1 stands already in row 1."]
    assert refused([1, 2, 3], [NOWHERE, 1, 1], ["a", "b", "a"]) == ["row 3: The code a stands already in row 1."]


def test_faults_of_different_kinds_are_told_together() -> None:
    said = refused([1, 2, 3, 4], [9, 3, 2, 4])

    assert [line.split(":")[0] for line in said] == ["row 1", "row 2", "row 4"]


def test_a_thousand_equal_faults_are_fifty_sentences_and_a_count() -> None:
    said = refused(list(range(1000)), [5000] * 1000)

    assert len(said) == 51
    assert said[-1] == "row 51: From here on 950 more rows have the same fault."


def test_a_chain_deeper_than_any_organisation_is_refused_with_its_depth() -> None:
    said = refused(list(range(40000)), list(range(-1, 39999)))

    assert said == ["row 40000: The tree is 40000 levels deep here."]


def test_a_place_is_named_as_the_caller_wishes() -> None:
    with pytest.raises(Refusal, match=r"register\.xlsx › units › A4"):
        build(column([1, 2, 3]), column([NOWHERE, 1, 9]), where=lambda row: f"register.xlsx › units › A{row + 2}")
