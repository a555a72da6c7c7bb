"""Found units, and merge and split them."""

from datetime import date

import pytest

from jishi.actions.org.found import Wish, found
from jishi.actions.org.join import Part, merge, split
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.duties import Task
from jishi.store.models.grids import GridServer
from jishi.store.models.improve import Partnership, Problem, Remedy
from jishi.store.models.office import Event
from jishi.store.models.org import Axis, Formation, Grid, Link, Succession, Unit, UnitWorkplace, Workplace
from jishi.store.models.people import Floating, Member, Transfer
from jishi.store.models.posts import Dispatch, Pairing, Post, Team
from jishi.store.placing import rebuild
from tests.actions.org.ground import DAY, a_county, order, paths, people
from tests.store.ground import a_unit

pytestmark = pytest.mark.django_db


def a_firm(code: str, place: Unit, full: int | None) -> Workplace:
    return Workplace.objects.create(code=code, name=f"示例{code}厂", place=place, full_members=full)


def test_three_full_members_of_a_firm_found_a_branch_of_their_own() -> None:
    county = a_county()
    firm = a_firm("W1", county["C1"], 3)

    unit = found(order(), county["C1"], Wish("C19", "示例厂党支部", "branch", domain="enterprise", hosts=(firm,)))

    firm.refresh_from_db()
    assert firm.unit == unit
    assert (unit.level, unit.founded_on) == ("branch", DAY)
    assert Formation.objects.get().mode == "alone"
    assert UnitWorkplace.objects.get().workplace == firm
    assert paths()["C19"].startswith(paths()["C1"])
    assert rebuild(clock.today()) == 0
    assert [event.name for event in Event.objects.all()] == ["unit.found"]


def test_two_firms_found_one_jointly_and_keep_no_unit_of_their_own() -> None:
    county = a_county()
    firms = (a_firm("W1", county["C11"], 2), a_firm("W2", county["C12"], 1))

    unit = found(order(), county["C1"], Wish("C19", "联合党支部", "branch", mode="area", hosts=firms))

    assert [row.workplace_id for row in UnitWorkplace.objects.filter(unit=unit).order_by("pk")] == [
        firm.pk for firm in firms
    ]
    assert not Workplace.objects.filter(unit=unit).exists()


def test_an_industry_sets_a_branch_up_on_its_own_axis() -> None:
    county = a_county()
    firm, bar = a_firm("W1", county["C1"], 3), a_unit("LAW", "律师协会党委")

    unit = found(
        order(), county["C1"], Wish("C19", "律所党支部", "branch", mode="industry", hosts=(firm,), industry=bar)
    )

    assert Link.objects.get(unit=unit, axis=Axis.INDUSTRY).parent == bar
    assert Link.objects.get(unit=unit, axis=Axis.MANAGEMENT).parent == county["C1"]


def test_a_firm_that_is_covered_or_too_small_founds_nothing() -> None:
    county = a_county()
    firm = a_firm("W1", county["C1"], 2)

    with pytest.raises(Refusal, match="2 full members together"):
        found(order(), county["C1"], Wish("C19", "示例厂党支部", "branch", hosts=(firm,)))
    UnitWorkplace.objects.create(unit=county["C11"], workplace=firm, from_on=date(2011, 1, 1))
    with pytest.raises(Refusal, match="covers this workplace already"):
        found(order(), county["C1"], Wish("C19", "示例厂党支部", "branch", hosts=(firm,)))

    assert not Unit.objects.filter(code="C19").exists()


def test_the_same_founding_twice_founds_once() -> None:
    county = a_county()

    units = [found(order(key="f"), county["C1"], Wish("C19", "新村党支部", "branch")) for _ in range(2)]

    assert units[0] == units[1]
    assert Unit.objects.filter(code="C19").count() == 1


def test_members_of_a_merged_branch_go_on_in_the_one_that_stays() -> None:
    county = a_county()
    people(county["C11"], 4)
    gone = people(county["C12"], 3, probationary=1)
    left = gone[0]
    Member.objects.filter(pk=left.pk).update(to_on=date(2011, 6, 1))

    merge(order(), [county["C12"]], county["C11"], 1)

    now = Member.objects.filter(in_force(DAY), unit=county["C11"])
    assert now.count() == 7
    assert Member.objects.filter(unit=county["C12"], to_on=DAY, left_how="merged").count() == 3
    assert Member.objects.get(pk=left.pk).to_on == date(2011, 6, 1)
    assert Unit.objects.get(code="C12").dissolved_on == DAY
    step = Succession.objects.get()
    assert (step.before, step.after, step.members) == (county["C12"], county["C11"], 3)
    assert rebuild(clock.today()) == 0


def test_workplaces_helpers_and_what_is_open_about_members_go_along() -> None:
    county = a_county()
    member = people(county["C12"], 1)[0]
    firm = a_firm("W1", county["C12"], 3)
    UnitWorkplace.objects.create(unit=county["C12"], workplace=firm, from_on=date(2011, 1, 1))
    Floating.objects.create(member=member, home=county["C12"], from_on=date(2011, 1, 1))
    Transfer.objects.create(member=member, from_unit=county["C12"], asked_on=DAY)
    Dispatch.objects.create(kind="contact", person=member.person, unit=county["C12"], from_on=date(2012, 1, 1))

    merge(order(), [county["C12"]], county["C11"], 1)

    new = Member.objects.get(unit=county["C11"])
    floating, transfer = Floating.objects.get(), Transfer.objects.get()
    assert (floating.member, floating.home) == (new, county["C11"])
    assert (transfer.member, transfer.from_unit) == (new, county["C11"])
    assert Dispatch.objects.get(to_on=None).unit == county["C11"]
    assert UnitWorkplace.objects.get(to_on=None).unit == county["C11"]
    firm.refresh_from_db()
    assert firm.place == county["C11"]


def test_tasks_problems_teams_and_servers_of_grids_go_along_and_pairings_end() -> None:
    county = a_county()
    before, due = date(2012, 1, 1), date(2012, 9, 1)
    person = people(county["C12"], 1)[0].person
    leader, paired = (Post.objects.create(unit=county[code], kind="secretary") for code in ("C1", "C12"))
    Pairing.objects.create(leader=leader, paired=paired, from_on=before)
    Partnership.objects.create(exemplar=county["C21"], unit=county["C12"], from_on=before)
    Team.objects.create(unit=county["C12"], name="第一组", kind="work-team", from_on=before)
    Grid.objects.create(unit=county["C12"], name="第一网格", from_on=before)
    GridServer.objects.create(unit=county["C12"], grid="第一网格", person=person, from_on=before)
    Task.objects.create(
        kind="secretary", unit=county["C12"], set_by=county["C1"], text="补会", since=before, due_on=due
    )
    open_one, solved = (
        Problem.objects.create(
            unit=county["C12"], kind="life", source="visit", text=text, state=state, found_on=before
        )
        for text, state in (("路坏了", "open"), ("灯坏了", "solved"))
    )
    for problem in (open_one, solved):
        Remedy.objects.create(unit=county["C12"], problem=problem, text="修", since=before)

    merge(order(), [county["C12"]], county["C11"], 1)

    one = county["C11"]
    assert (Task.objects.get().unit, Team.objects.get().unit, Grid.objects.get(to_on=None).unit) == (one, one, one)
    assert (GridServer.objects.get(to_on=None).unit, GridServer.objects.get(unit=county["C12"]).to_on) == (one, DAY)
    assert {p.text: p.unit.code for p in Problem.objects.all()} == {"路坏了": "C11", "灯坏了": "C12"}
    assert {r.problem.text: r.unit.code for r in Remedy.objects.all()} == {"路坏了": "C11", "灯坏了": "C12"}
    assert (Pairing.objects.get().to_on, Partnership.objects.get().to_on) == (DAY, DAY)


def test_a_village_keeps_one_first_secretary_after_a_merge() -> None:
    county = a_county()
    for code in ("C11", "C12"):
        person = people(county[code], 1)[0].person
        Dispatch.objects.create(kind="first-secretary", person=person, unit=county[code], from_on=date(2012, 1, 1))

    merge(order(), [county["C12"]], county["C11"], 1)

    assert Dispatch.objects.filter(in_force(DAY), kind="first-secretary").count() == 1


def test_units_of_different_townships_are_not_merged() -> None:
    county = a_county()

    with pytest.raises(Refusal, match="Another committee answers for it"):
        merge(order(), [county["C21"]], county["C11"], 1)

    assert not Succession.objects.exists()


def test_a_split_takes_the_members_chosen_and_leaves_the_rest() -> None:
    county = a_county()
    members = people(county["C11"], 7)

    made = split(order(), county["C11"], 1, [Part("C13", "石桥二支部", tuple(m.pk for m in members[:3]))])

    assert [unit.code for unit in made] == ["C13"]
    assert Member.objects.filter(in_force(DAY), unit=made[0]).count() == 3
    assert Member.objects.filter(in_force(DAY), unit=county["C11"]).count() == 4
    assert Succession.objects.get().before == county["C11"]
    assert paths()["C13"][:-6] == paths()["C11"][:-6]


def test_a_split_that_leaves_too_few_or_takes_strangers_is_refused() -> None:
    county = a_county()
    members, other = people(county["C11"], 5), people(county["C12"], 3)

    with pytest.raises(Refusal, match="would have 2 full members"):
        split(order(), county["C11"], 1, [Part("C13", "二支部", tuple(m.pk for m in members[:3]))])
    with pytest.raises(Refusal, match="3 of the members chosen are not in this unit"):
        split(order(), county["C11"], 1, [Part("C13", "二支部", tuple(m.pk for m in other))])

    assert not Unit.objects.filter(code="C13").exists()
