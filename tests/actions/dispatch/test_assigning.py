"""Survey teams for a whole tree: about a dozen units each, by grading committee, in one step."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.dispatch.assigning import assign, plan
from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.posts.holding import By
from jishi.core.dispatch import dealt
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.office import Event
from jishi.store.models.org import Link, Unit
from jishi.store.models.posts import Dispatch, Team
from jishi.store.placing import rebuild
from tests.actions.people.people import NOW, TODAY
from tests.store.ground import BEGAN, a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def tree():
    with clock.at(NOW):
        units = a_tree()
        Unit.objects.filter(code__in=("C1", "C2")).update(kind="grassroots-committee", level="township")
        Unit.objects.filter(code="C").update(kind="committee", level="county")
        Unit.objects.filter(kind="branch").update(domain="village")
        yield units


def branches(above: Unit, count: int) -> None:
    made = Unit.objects.bulk_create(
        Unit(
            code=f"{above.code}-{number:04d}", name=f"某村{number}", kind="branch", level="branch", domain="village"
        )
        for number in range(count)
    )
    Link.objects.bulk_create(Link(unit=unit, parent=above, from_on=BEGAN) for unit in made)
    rebuild(TODAY)


def test_units_are_dealt_to_as_few_teams_as_it_takes_and_as_evenly_as_can_be() -> None:
    assert [len(part) for part in dealt(range(25), 12)] == [9, 8, 8]
    assert [len(part) for part in dealt(range(12), 12)] == [12]
    assert dealt([], 12) == []


def test_no_team_crosses_a_committee_and_neighbours_stay_together(tree: dict[str, Unit]) -> None:
    branches(tree["C1"], 23)
    branches(tree["C2"], 11)

    done = assign(By(), pack(), tree["C"], TODAY)

    # 25 units below C1: 9, 8, 8; 12 below C2: one team.
    assert [(share.home, len(share.units)) for share in done.shares] == [
        (tree["C1"].pk, 9),
        (tree["C1"].pk, 8),
        (tree["C1"].pk, 8),
        (tree["C2"].pk, 12),
    ]
    first = Team.objects.get(unit=tree["C1"], name__endswith="001")
    codes = list(Dispatch.objects.filter(team=first).values_list("unit__code", flat=True))
    assert sorted(codes) == ["C1-0000", *(f"C1-{number:04d}" for number in range(1, 9))]
    assert Event.objects.filter(name="dispatch.assign").count() == 1


def test_who_has_a_team_keeps_it_and_idle_teams_come_first(tree: dict[str, Unit]) -> None:
    send(By(), Sending("survey-team", "老组", TODAY, unit=tree["C11"], sending=tree["C1"]))
    idle = Team.objects.create(unit=tree["C1"], name="闲组", kind="survey-team", from_on=date(2012, 1, 1))

    done = assign(By(), pack(), tree["C"], TODAY)

    assert [(share.team, len(share.units)) for share in done.shares] == [(idle.pk, 1), (None, 1)]
    assert Dispatch.objects.get(unit=tree["C12"]).team == idle
    with pytest.raises(Refusal, match="has a survey team"):
        assign(By(), pack(), tree["C"], TODAY)


def test_outside_the_own_scope_nobody_is_assigned(tree: dict[str, Unit]) -> None:
    account = an_account("town", tree["C2"], duties="enter", field_class=2)

    with pytest.raises(Refusal, match="does not enter anything here"):
        assign(By(account, scope_of(account, TODAY)), pack(), tree["C1"], TODAY)
    assert not Dispatch.objects.exists()


def test_thousands_of_teams_take_as_many_queries_as_a_few(
    tree: dict[str, Unit], django_assert_max_num_queries
) -> None:
    branches(tree["C1"], 4_000)
    whole = pack()
    assert whole.posts is not None
    pairs = replace(whole, posts=replace(whole.posts, units_of_a_team=2))

    with django_assert_max_num_queries(8):
        wanted = plan(pairs, tree["C"])
    with django_assert_max_num_queries(30):
        done = assign(By(), pairs, tree["C"], TODAY)

    # 4,002 units below C1 and one below C2.
    assert len(wanted.shares) == len(done.shares) == 2002
    assert (Team.objects.count(), Dispatch.objects.count()) == (2002, 4003)
