"""A sheet dissolves and recodes units under the same conditions as a page."""

from datetime import date

import pytest

from jishi.actions.imports import units
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.store.models.duties import Task
from jishi.store.models.improve import Problem
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Member
from jishi.store.models.posts import Post
from tests.actions.org.ground import a_county, order, people

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEADS = "组织编码,组织名称,组织类别,上级组织编码,撤销日期\n"


def bring(rows: str) -> Outcome:
    return units.run(Asked((HEADS + rows).encode(), "register.csv"), order().pack.vocabulary)


def test_a_sheet_does_not_dissolve_a_unit_in_which_somebody_or_something_is_left() -> None:
    county = a_county()
    people(county["C11"], 2)
    applicant = people(county["C12"], 1)[0]
    Member.objects.filter(pk=applicant.pk).update(status="applicant")
    Workplace.objects.create(code="W1", name="示例厂", place=county["C12"])

    outcome = bring("C11,石桥村党支部,党支部,C1,2012-06-01\nC12,长安社区党支部,党支部,C1,2012-06-01\n")

    assert [str(error.what) for error in outcome.errors][:3] == [
        "It still has 2 members.",
        "1 people are on the way to become members there.",
        "1 workplaces lie in its area.",
    ]
    assert not Unit.objects.filter(dissolved_on__isnull=False).exists()


def test_a_sheet_does_not_dissolve_a_unit_with_open_tasks_and_problems() -> None:
    county = a_county()
    village, before = county["C11"], date(2012, 1, 1)
    Task.objects.create(
        kind="secretary", unit=village, set_by=county["C1"], text="补会", since=before, due_on=date(2012, 9, 1)
    )
    Problem.objects.create(unit=village, kind="life", source="visit", text="路坏了", found_on=before)

    outcome = bring("C11,石桥村党支部,党支部,C1,2012-06-01\n")

    assert [str(error.what) for error in outcome.errors] == [
        "2 matters are open there: people sent, transfers, tasks, problems, reminders."
    ]


def test_an_empty_unit_that_a_sheet_dissolves_has_no_open_posts_left() -> None:
    county = a_county()
    post = Post.objects.create(unit=county["C11"], kind="secretary", first_responsible=True)

    outcome = bring("C11,石桥村党支部,党支部,C1,2012-06-01\n")

    post.refresh_from_db()
    assert (outcome.errors, post.closed_on) == ((), date(2012, 6, 1))


def test_a_unit_is_not_dissolved_by_a_sheet_before_those_below_it() -> None:
    a_county()

    alone = bring("C2,青杠街道党工委,地方党委,C,2012-06-01\n")
    together = bring("C2,青杠街道党工委,地方党委,C,2012-06-01\nC21,重庆村党支部,党支部,C2,2012-06-01\n")

    assert "1 units still stand below it." in [str(error.what) for error in alone.errors]
    assert not any("still stand below" in str(error.what) for error in together.errors)


def test_a_code_that_changed_does_not_found_the_unit_a_second_time() -> None:
    a_county()

    outcome = bring("5002271101,石桥村党支部,党支部,C1,\n")

    assert "石桥村党支部 stands below the same unit already, with the code C11." in [
        str(error.what) for error in outcome.errors
    ]
    assert Unit.objects.count() == 6
