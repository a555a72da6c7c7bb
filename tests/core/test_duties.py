"""Tasks: what may be given, looked at and closed."""

from datetime import date

import pytest

from jishi.core.duties import Task, close, follow, give, late
from jishi.core.errors import Refusal

TASK = Task("石桥村", "补开党员大会", date(2012, 4, 1), date(2012, 6, 1))
TODAY = date(2012, 5, 1)


def test_a_joint_task_has_units_that_support_and_a_secretarys_has_none() -> None:
    give(TASK, "secretary", 0)
    give(TASK, "joint", 2)

    with pytest.raises(Refusal, match="A joint task"):
        give(TASK, "joint", 0)
    with pytest.raises(Refusal, match="A joint task"):
        give(TASK, "secretary", 1)


def test_a_task_says_something_and_ends_after_it_begins() -> None:
    with pytest.raises(Refusal, match="says nothing"):
        give(Task("石桥村", " ", TASK.since, TASK.due), "secretary", 0)
    with pytest.raises(Refusal, match="ends before it begins"):
        give(Task("石桥村", "补开", TASK.due, TASK.since), "secretary", 0)


def test_a_look_and_a_closing_need_words_and_a_day_of_the_task() -> None:
    follow(TASK, TODAY, "已开会", TODAY)
    close(TASK, TODAY, "已补开", TODAY)

    with pytest.raises(Refusal, match="Nothing is written"):
        follow(TASK, TODAY, "", TODAY)
    with pytest.raises(Refusal, match="lies in the future"):
        close(TASK, date(2012, 5, 2), "已补开", TODAY)
    with pytest.raises(Refusal, match="closed already"):
        follow(Task("石桥村", "补开", TASK.since, TASK.due, "done"), TODAY, "已开会", TODAY)


def test_only_an_open_task_is_overdue_and_only_after_its_day() -> None:
    assert not late(TASK, date(2012, 6, 1))
    assert late(TASK, date(2012, 6, 2))
    assert not late(Task("石桥村", "补开", TASK.since, TASK.due, "done"), date(2012, 7, 1))
