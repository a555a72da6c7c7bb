"""Care: when the next one is due, and which totals would tell of persons."""

from datetime import date

from jishi.core.people.care import due, hidden


def test_a_visit_is_due_so_many_months_after_the_last_one_or_the_beginning() -> None:
    assert due(date(2012, 1, 15), None, 3) == date(2012, 4, 15)
    assert due(date(2012, 1, 15), date(2012, 3, 1), 3) == date(2012, 6, 1)
    assert due(date(2011, 11, 30), None, 3) == date(2012, 2, 29)
    assert due(date(2011, 10, 1), None, 15) == date(2013, 1, 1)
    assert due(date(2012, 1, 15), None, None) is None


def test_fewer_than_five_are_hidden_and_what_would_tell_them_by_the_sum() -> None:
    assert hidden({1: 2, 2: 6, 3: 9}, ()) == {1, 2}
    assert hidden({1: 2, 2: 4, 3: 9}, ()) == {1, 2}
    # One and three are four together: the next smallest goes with them.
    assert hidden({1: 1, 2: 3, 3: 9, 4: 20}, ()) == {1, 2, 3}
    assert hidden({1: 6, 2: 9}, ()) == frozenset()


def test_what_is_read_close_by_is_told_all_the_same() -> None:
    assert hidden({1: 2, 2: 6}, (1,)) == frozenset()
