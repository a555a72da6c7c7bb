"""What the database itself says about locked grades."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jishi.store.models.assess import Grade, Run
from jishi.store.models.cases import Meeting, Reopening
from tests.store.ground import a_round, a_tree

pytestmark = pytest.mark.django_db
ON = date(2012, 4, 20)


def a_locked_grade() -> Grade:
    units, round_ = a_tree(), a_round()
    run = Run.objects.create(round=round_, number=1, engine="native", created_at=timezone.now(), tree_on=ON)
    meeting = Meeting.objects.create(committee=units["C1"], held_on=ON, minute_number="1", entitled=7, present=5)
    return Grade.objects.create(
        unit=units["C11"],
        round=round_,
        committee=units["C1"],
        run=run,
        proposed="fair",
        grade="fair",
        state=Grade.State.DECIDED,
        since=ON,
        meeting=meeting,
        locked_at=timezone.now(),
    )


def test_a_locked_grade_can_neither_be_changed_nor_removed() -> None:
    grade = a_locked_grade()

    with pytest.raises(IntegrityError, match="only by a reopening"), transaction.atomic():
        Grade.objects.filter(pk=grade.pk).update(grade="good")
    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        grade.delete()

    assert Grade.objects.get().grade == "fair"


def test_a_reopening_lets_that_version_change_and_no_later_one() -> None:
    grade = a_locked_grade()
    Reopening.objects.create(
        grade=grade, grade_version=1, was="fair", run=grade.run, meeting=grade.meeting, on=ON, reason="new facts"
    )

    Grade.objects.filter(pk=grade.pk).update(grade="good", version=2)

    with pytest.raises(IntegrityError, match="only by a reopening"), transaction.atomic():
        Grade.objects.filter(pk=grade.pk).update(grade="poor")
    assert Grade.objects.get().grade == "good"


def test_a_reopening_stays_as_it_was_written() -> None:
    grade = a_locked_grade()
    written = Reopening.objects.create(
        grade=grade, grade_version=1, was="fair", run=grade.run, meeting=grade.meeting, on=ON, reason="new facts"
    )

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Reopening.objects.update(reason="other")
    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        written.delete()


def test_a_grade_is_not_locked_without_a_meeting() -> None:
    grade = a_locked_grade()

    with pytest.raises(IntegrityError), transaction.atomic():
        Grade.objects.create(
            unit=grade.committee,
            round=grade.round,
            committee=grade.committee,
            run=grade.run,
            since=ON,
            locked_at=timezone.now(),
        )
