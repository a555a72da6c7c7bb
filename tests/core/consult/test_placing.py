"""Where stands what people wrote: where all is told and many could have written it, or further up, or nowhere."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from jishi.core.columns import Integers
from jishi.core.consult.placing import placed
from jishi.core.consult.release import Policy, release
from jishi.core.tree import Tree, build

MEMBERS = Policy(5)
POLICY = Policy(minimum=2, breakdown=3)


def county() -> Tree:
    """Rows: 0 county, 1 township A, 2 A1, 3 A2, 4 township B, 5 B1, 6 B2."""
    return build(np.array([1, 2, 3, 4, 5, 6, 7]), np.array([-1, 1, 2, 2, 1, 5, 5]))


def told(tree: Tree, answered: list[int], policy: Policy = MEMBERS) -> tuple[np.ndarray, np.ndarray]:
    shown = release(tree, np.array(answered), np.zeros(len(tree), dtype=np.int64), policy)
    return shown.own.shown, shown.whole.shown


def trees(size: int) -> Iterator[Tree]:
    """Every tree of so many units."""
    for parents in product(*(range(row) for row in range(1, size))):
        yield build(np.arange(size), np.array([-1, *parents]))


def test_what_was_written_in_a_told_branch_stands_there() -> None:
    tree, answered = county(), [0, 0, 12, 30, 0, 14, 15]

    found = placed(tree, told(tree, answered), np.array(answered), 10)

    assert found[[2, 3, 5, 6]].tolist() == [2, 3, 5, 6]


def test_what_was_written_in_hidden_branches_stands_at_their_township() -> None:
    tree, answered = county(), [0, 0, 6, 30, 0, 14, 15]

    found = placed(tree, told(tree, answered), np.array(answered), 10)

    # A2 is hidden because A1 is: both stand at A, where 36 could have written it.
    assert found[[2, 3]].tolist() == [1, 1]


def test_what_too_few_of_a_township_could_have_written_goes_on_to_the_county() -> None:
    # A and B are told; of A 5 + 4 in hidden branches could have written, of B 3 + 4.
    tree = build(np.arange(1, 10), np.array([-1, 1, 2, 2, 2, 1, 6, 6, 6]))
    answered = [0, 0, 5, 4, 30, 0, 3, 4, 30]

    found = placed(tree, told(tree, answered), np.array(answered), 10)

    assert found[[4, 8]].tolist() == [4, 8]
    assert found[[2, 3, 6, 7]].tolist() == [0, 0, 0, 0]


def test_where_nothing_is_told_at_all_what_was_written_stands_nowhere() -> None:
    tree, answered = county(), [0, 0, 2, 1, 0, 2, 1]

    found = placed(tree, told(tree, answered), np.array(answered), 10)

    assert found[[2, 3, 5, 6]].tolist() == [-1, -1, -1, -1]


def test_papers_that_were_counted_hide_nobody_who_wrote_on_a_phone() -> None:
    # Forty answers are told of A1, but thirty-eight of them are paper; two people only could have written.
    tree, answered = county(), [0, 0, 40, 30, 0, 14, 15]
    writers = np.array([0, 0, 2, 30, 0, 14, 15])

    found = placed(tree, told(tree, answered), writers, 10)

    assert found[[2, 3]].tolist() == [-1, 3]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_in_every_small_tree_nothing_stands_where_the_tally_is_not_told_or_too_few_could_have_written(
    size: int,
) -> None:
    for tree in trees(size):
        for answered in product((0, 1, 2, 3, 7) if size < 4 else (0, 2, 3), repeat=size):
            for fewer in (0, 1):
                writers = np.maximum(np.array(answered) - fewer, 0)
                own, whole = told(tree, list(answered), POLICY)

                found = placed(tree, (own, whole), writers, POLICY.breakdown)

                _fits(tree, found, (own, whole), writers)


def _fits(tree: Tree, found: Integers, shown: tuple[np.ndarray, np.ndarray], writers: Integers) -> None:
    own, whole = shown
    for at in {int(row) for row in found[writers > 0] if row >= 0}:
        itself = found[at] == at and own[at] and writers[at] >= POLICY.breakdown
        from_below = [
            row for row in np.flatnonzero(found == at).tolist() if writers[row] and not (itself and row == at)
        ]
        assert all(at <= row < tree.end[at] for row in from_below)
        if from_below:
            # Whoever reads it at the place knows all of these; one fewer than may be told of is too few.
            assert whole[at]
            assert writers[from_below].sum() >= POLICY.breakdown
        else:
            assert own[at]
