"""Move, convert, dissolve and recode units of a home."""

from datetime import date

import pytest

from jishi.actions.org.change import convert, dissolve, move, recode
from jishi.actions.org.found import Wish
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.duties import Supervision, Task
from jishi.store.models.improve import Problem
from jishi.store.models.office import Event
from jishi.store.models.org import Link, Succession, Unit, UnitPath, UnitTrait, Workplace
from jishi.store.models.people import Floating, Member, Transfer
from jishi.store.models.posts import Post, Tenure
from jishi.store.placing import rebuild
from jishi.store.queries import units
from tests.actions.org.ground import DAY, a_county, by, order, paths, people
from tests.store.ground import a_round, a_unit, an_account

pytestmark = pytest.mark.django_db


def test_a_branch_moves_with_its_members_and_the_past_stays() -> None:
    county = a_county()
    people(county["C11"], 4)

    move(order(document="组发1号"), county["C11"], 1, county["C2"])

    assert [u.code for u in units.subtree(OPERATOR, county["C2"])] == ["C11", "C2", "C21"]
    assert Member.objects.filter(unit=county["C11"], to_on=None).count() == 4
    assert Link.objects.get(unit=county["C11"], to_on=DAY).parent == county["C1"]
    step = Succession.objects.get()
    assert (step.kind, step.members, step.document) == ("move", 4, "组发1号")
    assert Event.objects.get().name == "unit.move"


def test_paths_after_a_move_are_those_of_a_tree_built_anew() -> None:
    county = a_county()

    move(order(), county["C1"], 1, county["C2"])
    kept = paths()
    changed = rebuild(clock.today())

    assert changed == 0
    assert paths() == kept
    assert kept["C11"].startswith(kept["C2"])


def test_a_move_below_itself_is_refused_and_leaves_nothing() -> None:
    county = a_county()

    with pytest.raises(Refusal, match="is this unit itself or stands below it"):
        move(order(), county["C1"], 1, county["C11"])

    assert not Event.objects.exists()
    assert Unit.objects.get(code="C1").version == 1


def test_the_second_of_two_who_change_a_unit_is_told() -> None:
    county = a_county()
    move(order(), county["C11"], 1, county["C2"])

    with pytest.raises(Refusal, match="changed by someone else"):
        move(order(date(2012, 5, 2)), county["C11"], 1, county["C1"])


def test_the_same_request_twice_acts_once() -> None:
    county = a_county()

    for _ in range(2):
        move(order(key="k1"), county["C11"], 1, county["C2"])

    assert Succession.objects.count() == 1


def test_a_township_clerk_may_not_move_a_branch_to_another_township_but_the_county_may() -> None:
    county = a_county()
    clerk = an_account("clerk", county["C1"], duties="import")
    head = an_account("head", county["C"], duties="import")

    with pytest.raises(Refusal, match="Your role does not change the tree here"):
        move(by(clerk), county["C11"], 1, county["C2"])
    move(by(head), county["C11"], 1, county["C2"])

    assert Link.objects.get(unit=county["C11"], to_on=None).parent == county["C2"]


def test_a_branch_does_not_change_its_own_place() -> None:
    county = a_county()
    secretary = an_account("secretary", county["C11"], duties="import")

    with pytest.raises(Refusal, match="Your role does not change the tree here"):
        dissolve(by(secretary), county["C11"], 1)


def test_figures_that_are_locked_are_not_touched() -> None:
    county = a_county()
    Round.objects.filter(pk=a_round().pk).update(locked_at=clock.now(), tree_on=date(2012, 5, 10))

    with pytest.raises(Refusal, match="figures up to 2012-05-10 are locked"):
        move(order(), county["C11"], 1, county["C2"])


def test_a_village_becomes_a_community_and_keeps_its_history() -> None:
    county = a_county()

    convert(order(), county["C11"], 1, Wish("C11", "石桥社区党总支", "general-branch", domain="community"))

    unit = Unit.objects.get(code="C11")
    assert (unit.pk, unit.kind, unit.domain) == (county["C11"].pk, "general-branch", "community")
    assert unit in units.search(OPERATOR, "sqsq")
    assert Succession.objects.get().was["domain"] == "village"
    assert UnitTrait.objects.get(unit=unit).value == "village-turned"


def test_a_branch_becomes_a_general_branch_only_where_those_around_it_fit() -> None:
    county = a_county()
    group = a_unit("C111", "一组")
    Unit.objects.filter(pk=group.pk).update(kind="group", level="branch")
    Link.objects.create(unit=group, parent=county["C11"], from_on=date(2010, 1, 1))
    rebuild(clock.today())

    risen = convert(order(), county["C12"], 1, Wish("C12", "长安社区党总支", "general-branch", domain="community"))
    with pytest.raises(Refusal, match="lets no unit of this kind stand below"):
        convert(order(), county["C11"], 1, Wish("C11", "石桥村党总支", "general-branch", domain="village"))

    assert (risen.pk, risen.kind, risen.name) == (county["C12"].pk, "general-branch", "长安社区党总支")
    assert Succession.objects.get().was["kind"] == "branch"


def test_a_kind_that_the_pack_does_not_know_is_refused() -> None:
    with pytest.raises(Refusal, match="The pack has no such kind or domain"):
        convert(order(), a_county()["C11"], 1, Wish("C11", "石桥", "kolkhoz"))


def test_a_unit_with_members_and_open_matters_is_not_dissolved() -> None:
    county = a_county()
    member = people(county["C11"], 1)[0]
    Transfer.objects.create(member=member, from_unit=county["C11"], asked_on=DAY)

    with pytest.raises(Refusal) as refused:
        dissolve(order(), county["C11"], 1)

    assert [c.what.text[:8] for c in refused.value.complaints] == ["It still", "%(count)"]
    assert Unit.objects.get(code="C11").dissolved_on is None


def test_a_unit_is_not_dissolved_while_somebody_or_something_would_hang_on_it() -> None:
    county = a_county()
    guest = people(county["C12"], 1)[0]
    applicant = people(county["C11"], 0, 1)[0]
    Member.objects.filter(pk=applicant.pk).update(status="applicant")
    Floating.objects.create(member=guest, home=county["C12"], receiving=county["C11"], from_on=date(2012, 1, 1))
    Workplace.objects.create(code="W1", name="示例厂", place=county["C11"])
    Link.objects.create(unit=county["C21"], parent=county["C11"], axis="territory", from_on=date(2012, 1, 1))

    with pytest.raises(Refusal) as refused:
        dissolve(order(), county["C11"], 1)

    said = str(refused.value)
    assert "1 people are on the way to become members there" in said
    assert "1 members of other branches are received there" in said
    assert "1 workplaces lie in its area" in said
    assert "1 units still stand below it" in said


def test_a_unit_with_open_tasks_problems_or_reminders_is_not_dissolved_and_one_with_settled_ones_is() -> None:
    county = a_county()
    village, above = county["C11"], county["C1"]
    before, due = date(2012, 1, 1), date(2012, 9, 1)
    task = Task.objects.create(kind="secretary", unit=village, set_by=above, text="补会", since=before, due_on=due)
    problem = Problem.objects.create(unit=village, kind="life", source="visit", text="路坏了", found_on=before)
    Supervision.objects.create(
        department=above, unit=village, kind="reminder", on=before, text="按期销号", answer_by=due
    )
    with pytest.raises(Refusal, match="3 matters are open there"):
        dissolve(order(), village, 1)

    Task.objects.filter(pk=task.pk).update(state="done")
    Problem.objects.filter(pk=problem.pk).update(state="solved")
    Supervision.objects.update(answered_on=before)
    dissolve(order(), village, 1)

    assert Unit.objects.get(code="C11").dissolved_on == DAY


def test_an_empty_unit_is_dissolved_its_posts_end_and_it_stays_in_the_past() -> None:
    county = a_county()
    post = Post.objects.create(unit=county["C11"], kind="secretary", first_responsible=True)
    person = people(county["C12"], 1)[0].person
    Tenure.objects.create(post=post, person=person, from_on=date(2011, 1, 1))

    dissolve(order(), county["C11"], 1)

    assert Unit.objects.get(code="C11").dissolved_on == DAY
    assert not UnitPath.objects.filter(unit=county["C11"]).exists()
    assert (Post.objects.get().closed_on, Tenure.objects.get().to_on) == (DAY, DAY)
    rebuild(date(2012, 4, 30))
    assert UnitPath.objects.filter(unit=county["C11"]).exists()


def test_a_unit_may_come_and_go_on_one_day() -> None:
    county = a_county()
    Link.objects.filter(unit=county["C11"]).update(from_on=DAY)

    dissolve(order(), county["C11"], 1)

    assert not Link.objects.filter(unit=county["C11"]).exists()


def test_a_code_that_changes_keeps_id_and_lineage() -> None:
    county = a_county()

    recode(order(), county["C11"], 1, " X11 ")

    unit = Unit.objects.get(code="X11")
    assert unit.pk == county["C11"].pk
    assert unit in units.search(OPERATOR, "x11")
    assert Succession.objects.get().was["code"] == "C11"
    with pytest.raises(Refusal, match="belongs to another unit"):
        recode(order(), county["C12"], 1, "X11")


def test_a_move_costs_the_same_in_a_wide_tree(django_assert_max_num_queries) -> None:
    county = a_county()

    with django_assert_max_num_queries(50):
        move(order(), county["C11"], 1, county["C2"])
