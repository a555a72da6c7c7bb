import numpy as np

from jishi.core.lineage import Step, heirs


def test_a_unit_merged_twice_is_carried_on_by_the_last() -> None:
    steps = [Step(2, 3, 20), Step(1, 2, 10)]

    assert heirs(np.array([1, 2, 3, 4]), steps, since=5).tolist() == [3, 3, 3, 4]


def test_what_ended_before_the_day_does_not_count() -> None:
    assert heirs(np.array([1, 2]), [Step(1, 2, 10)], since=10).tolist() == [1, 2]


def test_a_circle_of_steps_ends() -> None:
    assert heirs(np.array([1]), [Step(1, 2, 10), Step(2, 1, 11)], since=0).tolist() == [2]
