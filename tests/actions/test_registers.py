"""What the registers say, for all units at once and for the one on a page, and how people confirm it."""

from datetime import date

import pytest

from jishi.actions import rules
from jishi.actions.assess import snapshot_of
from jishi.actions.consult.visits import Seen, asked, keep
from jishi.actions.registers import known_of
from jishi.actions.self_assessment import Sheet
from jishi.core.tree import rows_of
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.assess import FactValue
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.models.rules import Violation
from tests.actions.consult.test_visits import as_
from tests.web.ground import World, a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]

BEFORE = date(2012, 1, 1)
SETUP = ("yes", "mostly", "no", "unclear")


@pytest.fixture
def world() -> World:
    """A county whose branches have members; C11 has a secretary with a term and a vacant post, C12 nobody."""
    found = a_world()
    for code in ("C11", "C12"):
        for number in range(3):
            person = Person.objects.create(name=f"甲{number}", unit=found.units[code])
            Member.objects.create(person=person, unit=found.units[code], status="full", from_on=BEFORE)
    FactValue.objects.filter(fact__code__in=["members-total", "posts-due", "posts-filled"]).delete()
    post = Post.objects.create(unit=found.units["C11"], kind="secretary", first_responsible=True)
    Post.objects.create(unit=found.units["C11"], kind="publicity-member")
    person = Person.objects.create(name="乙一", unit=found.units["C11"])
    Tenure.objects.create(post=post, person=person, from_on=BEFORE, term_ends_on=date(2014, 1, 1))
    Post.objects.create(unit=found.units["C12"], kind="secretary", first_responsible=True)
    return found


def everywhere(world: World, fact: str) -> dict[str, int | None]:
    """The fact of every village branch in the snapshot of a run."""
    snapshot = snapshot_of(world.round, pack())
    codes = ("C11", "C12", "C21")
    rows = rows_of(snapshot.tree, [world.units[code].pk for code in codes])
    values = snapshot.facts[fact].tolist()
    return dict(zip(codes, (values[row] for row in rows), strict=True))


def at_one(world: World, code: str, fact: str) -> int | None:
    return known_of(world.units[code], world.round, pack(), [fact], {}).get(fact)


def question(world: World, code: str, fact: str) -> tuple[int | None, str | None]:
    """What a visitor is shown of a fact: what is held, and from whom."""
    scope = scope_of(world.accounts["township"], clock.today())
    sheet = asked(scope, world.units[code], world.round, pack())
    assert isinstance(sheet, Sheet)
    (shown,) = [each for each in sheet.questions if each.fact.id == fact]
    return (shown.held.value, shown.held.source) if shown.held else (None, None)


def test_the_register_says_whether_the_leading_group_is_complete(world: World) -> None:
    # C11 holds one of two posts, C12 none of one, C21 has no posts at all.
    assert everywhere(world, "survey-leaders") == {"C11": 1, "C12": 2, "C21": None}


def test_the_register_says_whether_the_organisation_is_properly_set_up(world: World) -> None:
    Member.objects.filter(unit=world.units["C12"], status="full").first().delete()  # type: ignore[union-attr]

    # C11 has three full members, C12 two; the one of C21 is on the way to become one.
    assert everywhere(world, "survey-setup")["C11"] == SETUP.index("yes")
    assert everywhere(world, "survey-setup")["C12"] == SETUP.index("no")


def test_a_page_says_of_one_unit_what_a_run_says_of_all(world: World) -> None:
    for fact in ("survey-setup", "survey-leaders", "members-total", "posts-due", "managing-bodies"):
        whole = everywhere(world, fact)
        assert {code: at_one(world, code, fact) for code in whole} == whole, fact


def test_a_visitor_is_shown_what_the_register_says_to_confirm_it(world: World) -> None:
    assert question(world, "C11", "survey-leaders") == (SETUP.index("mostly"), "register")


def test_what_a_visitor_says_counts_before_the_register(world: World) -> None:
    answers = {"survey-leaders": "yes"}
    keep(
        as_(world, "township"),
        world.units["C11"],
        world.round,
        pack(),
        Seen(on=date(2012, 3, 5), visitors="甲一", answers=answers, key="phone-1"),
    )

    assert question(world, "C11", "survey-leaders") == (SETUP.index("yes"), "visit")
    assert everywhere(world, "survey-leaders")["C11"] == SETUP.index("yes")


def test_items_that_the_register_knows_are_not_missing_from_the_survey(world: World) -> None:
    answers = {"survey-rules": "yes", "survey-means": "yes", "survey-role": "yes"}
    for code in ("C11", "C21"):
        seen = Seen(on=date(2012, 3, 5), visitors="甲一", answers=answers, key=f"phone-{code}")
        keep(as_(world, "county"), world.units[code], world.round, pack(), seen)

    rules.check(on=date(2012, 3, 10))

    found = set(Violation.objects.filter(rule="R06").values_list("unit__code", flat=True))
    assert found == {"C12", "C21"}
