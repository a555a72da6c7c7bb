"""Rules about more than units: which posts, members, helpers, problems they are, since when, and who may know."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.actions import rules
from jishi.actions.which import which
from jishi.core.access import OPERATOR, Holding, Scope
from jishi.store.facts import Entry, write
from jishi.store.models.assess import Grade, Run
from jishi.store.models.cases import Meeting
from jishi.store.models.improve import Plan, Problem, Remedy
from jishi.store.models.org import Unit, UnitTrait
from jishi.store.models.people import Floating, Member, Person
from jishi.store.models.posts import Dispatch, DispatchLog, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.models.secretaries import CandidateSearch
from jishi.store.queries import bodies, units, violations
from jishi.store.transact import action
from tests.actions.test_rules import BEFORE, ON, a_secretary, found
from tests.web.ground import World, a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def world() -> World:
    return a_world()


def behind(rule: str, scope: Scope = OPERATOR) -> list[tuple[str, str, date]]:
    """What is told of the rows behind a rule: subject, name, since when."""
    rows = list(violations.still_open(scope).filter(rule=rule).order_by("unit__code"))
    told = which(scope, pack(), rows)
    return [(row.subject, row.name, row.since) for each in rows if each.pk in told for row in told[each.pk].rows]


def sent(unit: Unit, since: date = BEFORE) -> Dispatch:
    person = Person.objects.create(name="丁四", unit=unit)
    return Dispatch.objects.create(kind="first-secretary", unit=unit, person=person, from_on=since)


def test_each_vacant_post_tells_since_when_it_is_on_the_list(world: World) -> None:
    Post.objects.create(unit=world.units["C11"], kind="secretary")
    rules.check(on=ON)
    Post.objects.create(unit=world.units["C11"], kind="publicity-member")
    rules.check(on=date(2012, 3, 20))

    assert [(subject, since) for subject, _name, since in behind("D42-vacant")] == [
        ("post", ON),
        ("post", date(2012, 3, 20)),
    ]


def test_a_post_that_is_filled_closes_its_row_while_the_other_stays(world: World) -> None:
    first = Post.objects.create(unit=world.units["C11"], kind="publicity-member")
    Post.objects.create(unit=world.units["C11"], kind="organisation-member")
    rules.check(on=ON)
    person = a_secretary(world.units["C11"]).person
    Tenure.objects.create(post=first, person=person, from_on=BEFORE)
    rules.check(on=date(2012, 3, 20))

    assert len(behind("D42-vacant")) == 1
    assert Violation.objects.get(subject="post", subject_id=first.pk).closed_on == date(2012, 3, 20)


def test_of_the_terms_of_a_unit_those_are_told_that_the_rule_is_about(world: World) -> None:
    over = a_secretary(world.units["C11"], "甲一", date(2012, 3, 9))
    other = Post.objects.create(unit=world.units["C11"], kind="member")
    Tenure.objects.create(post=other, person=over.person, from_on=BEFORE, term_ends_on=date(2014, 1, 1))
    a_secretary(world.units["C12"], "乙二", date(2012, 6, 8))

    rules.check(on=ON)

    assert behind("D42-term-over") == [("tenure", "甲一", ON)]
    assert behind("D42-term-ending") == [("tenure", "乙二", ON)]


def test_names_of_persons_are_kept_back_from_whoever_may_not_read_them(world: World) -> None:
    a_secretary(world.units["C11"], "甲一", date(2012, 3, 9))
    rules.check(on=ON)
    path = units.path_of(world.units["C1"])
    may_not = Scope((Holding("head", "management", path, field_class=1),))
    may = Scope((Holding("township-clerk", "management", path, field_class=2),))

    assert behind("D42-term-over", may_not) == [("tenure", "", ON)]
    assert behind("D42-term-over", may) == [("tenure", "甲一", ON)]


def test_a_floating_member_of_whom_nobody_heard_for_more_than_a_year_is_found(world: World) -> None:
    member = Member.objects.filter(unit=world.units["C11"]).get()
    row = Floating.objects.create(
        member=member, home=world.units["C11"], from_on=date(2010, 1, 1), last_contact_on=date(2011, 3, 11)
    )
    rules.check(on=ON)
    after_a_year = found("floating-silent")
    rules.check(on=date(2012, 3, 11))

    # 2012 has a 29 February: 10 March is 365 days after 11 March of the year before.
    assert (after_a_year, found("floating-silent")) == (set(), {"C11"})
    assert [(subject, since) for subject, _name, since in behind("floating-silent")] == [
        ("floating", date(2012, 3, 11))
    ]

    Floating.objects.filter(pk=row.pk).update(last_contact_on=date(2012, 3, 11))
    rules.check(on=date(2012, 3, 12))
    assert found("floating-silent") == set()


def test_a_first_secretary_writes_a_log_every_month(world: World) -> None:
    a_secretary(world.units["C11"])
    helper = sent(world.units["C11"])
    rules.check(on=date(2012, 2, 1))
    within = found("D139-log")
    rules.check(on=date(2012, 2, 2))
    late = behind("D139-log")
    DispatchLog.objects.create(dispatch=helper, on=date(2012, 2, 2), text="入户走访")
    rules.check(on=date(2012, 2, 3))

    assert (within, late) == (set(), [("dispatch", "丁四", date(2012, 2, 2))])
    assert found("D139-log") == set()


def test_a_person_who_answers_first_in_two_branches_is_found_at_both(world: World) -> None:
    tenure = a_secretary(world.units["C11"])
    other = Post.objects.create(unit=world.units["C12"], kind="secretary", first_responsible=True)
    Tenure.objects.create(post=other, person=tenure.person, from_on=BEFORE)
    a_secretary(world.units["C21"], "乙二")

    rules.check(on=ON)

    assert found("R22-elsewhere") == {"C11", "C12"}
    assert [name for _subject, name, _since in behind("R22-elsewhere")] == ["甲一", "甲一"]


def test_units_below_a_body_that_nobody_answers_for_are_found_and_listed(world: World) -> None:
    for code in ("C", "C1"):
        a_secretary(world.units[code])

    rules.check(on=ON)

    assert found("R16-hollow") == {"C21"}
    listed = bodies.units_with("hollow", OPERATOR, ON, frozenset({"committee"}))
    assert [unit.code for unit in listed] == ["C21"]


def test_where_no_tenure_is_kept_no_body_is_hollow(world: World) -> None:
    rules.check(on=ON)

    assert found("R16-hollow") == set()
    assert not bodies.units_with("hollow", OPERATOR, ON, frozenset({"committee"})).exists()


def test_problems_without_a_remedy_and_remedies_without_a_problem_are_found(world: World) -> None:
    one, other = (
        Problem.objects.create(unit=world.units[code], kind="life", source="visit", text=text, found_on=BEFORE)
        for code, text in (("C11", "村口的路坏了"), ("C12", "会议室漏水"))
    )
    Remedy.objects.create(unit=world.units["C12"], problem=other, text="修好屋顶", since=BEFORE)
    Remedy.objects.create(unit=world.units["C21"], text="买一台电脑", since=BEFORE)

    rules.check(on=ON)

    assert (found("R09"), found("R09-remedy")) == ({"C11"}, {"C21"})
    assert behind("R09") == [("problem", "村口的路坏了", ON)]
    assert behind("R09-remedy") == [("remedy", "买一台电脑", ON)]

    Remedy.objects.create(unit=world.units["C11"], problem=one, text="修路", since=ON)
    rules.check(on=date(2012, 3, 11))
    assert found("R09") == set()


def decided(world: World, code: str, grade: str, committee: str = "C1", by: str = "C1") -> Grade:
    meeting = Meeting.objects.create(
        committee=world.units[by], held_on=ON, minute_number=f"{code}-1", entitled=5, present=5
    )
    return Grade.objects.create(
        unit=world.units[code],
        round=world.round,
        committee=world.units[committee],
        run=Run.objects.get(),
        grade=grade,
        state="decided",
        since=ON,
        meeting=meeting,
    )


def test_a_secretary_sent_this_year_without_a_search_is_found_until_the_search_is_recorded(world: World) -> None:
    for code, since, channel in (
        ("C11", BEFORE, "office"),
        ("C12", BEFORE, "elected-here"),
        ("C21", date(2011, 12, 31), "office"),
    ):
        tenure = a_secretary(world.units[code], code)
        Tenure.objects.filter(pk=tenure.pk).update(from_on=since, source_channel=channel)
    rules.check(on=ON)
    assert found("D137-unsearched") == {"C11"}
    assert behind("D137-unsearched") == [("tenure", "C11", ON)]

    search = CandidateSearch.objects.create(
        post=Post.objects.get(unit=world.units["C11"]), on=date(2011, 7, 4), words="无", recorded_by="支部大会"
    )
    rules.check(on=date(2012, 3, 11))
    # 4 July to 1 January are 181 days; 5 July is the first day that still counts.
    assert found("D137-unsearched") == {"C11"}
    CandidateSearch.objects.filter(pk=search.pk).update(on=date(2011, 7, 5))
    rules.check(on=date(2012, 3, 12))
    assert found("D137-unsearched") == set()


def test_a_unit_of_the_lowest_grade_needs_plan_leader_and_helper(world: World) -> None:
    a_secretary(world.units["C"])
    decided(world, "C11", "poor")
    decided(world, "C12", "good")
    rules.check(on=ON)
    assert [found(rule) & {"C11", "C12"} for rule in ("R12", "R12-village", "D139-missing")] == 3 * [{"C11"}]

    problem = Problem.objects.create(
        unit=world.units["C11"], kind="life", source="visit", text="路", found_on=BEFORE
    )
    Remedy.objects.create(unit=world.units["C11"], problem=problem, text="修路", since=BEFORE)
    Plan.objects.create(unit=world.units["C11"], round=world.round, goal="修好路", contact="县委书记")
    sent(world.units["C11"])
    rules.check(on=date(2012, 3, 11))
    assert [found(rule) & {"C11"} for rule in ("R12", "R12-village", "D139-missing")] == 3 * [set()]


def test_a_grade_that_another_committee_decided_is_found(world: World) -> None:
    decided(world, "C11", "good")
    decided(world, "C12", "good", by="C2")
    decided(world, "C21", "good", committee="C1", by="C1")

    rules.check(on=ON)

    # C1 has the duty for C11 and C12; it does not stand above C21 at all.
    assert found("R07") == {"C12", "C21"}


def test_whose_grade_is_not_decided_is_not_told_that_the_wrong_committee_did(world: World) -> None:
    decided(world, "C11", "good")

    rules.check(on=ON)

    assert found("R07") == set()


def test_a_branch_lies_in_the_area_of_the_township_above_it(world: World) -> None:
    with action(None, "facts.enter"):
        write(world.round, [Entry(world.units[code].pk, "venue-area", "resource", 0) for code in ("C11", "C21")])
    UnitTrait.objects.create(unit=world.units["C1"], kind="area", value="poor", from_on=BEFORE)

    rules.check(on=ON)

    assert (found("R27") & {"C11", "C21"}, found("D132-venue")) == ({"C11", "C21"}, {"C11"})


def queries(on: date) -> int:
    with CaptureQueriesContext(connection) as counted:
        rules.check(on=on)
    return len(counted)


def test_many_new_violations_take_as_many_queries_as_one(world: World) -> None:
    a_secretary(world.units["C"])
    for code in ("C1", "C2"):
        Post.objects.create(unit=world.units[code], kind="member")
    rules.check(on=BEFORE)
    Post.objects.create(unit=world.units["C11"], kind="member")
    one = queries(date(2012, 1, 2))
    for code in ("C12", "C21", "C11"):
        for number in range(10):
            Post.objects.create(unit=world.units[code], kind=f"member-{number}")

    many = queries(date(2012, 1, 3))

    assert Violation.objects.filter(rule="D42-vacant", subject="post", closed_on__isnull=True).count() == 33
    assert many == one
