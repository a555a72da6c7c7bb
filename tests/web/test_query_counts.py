"""A list page asks the database as often for many rows as for few: no query for each row."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import jishi.web.urls  # noqa: F401 - fills the table of pages
from jishi.actions.assess import Order, assess
from jishi.actions.consult.ground import By as Opener
from jishi.actions.consult.occasions import Held
from jishi.actions.consult.opening import open_consultation, open_occasion
from jishi.actions.imports.keeping import record
from jishi.actions.imports.outcome import Asked
from jishi.actions.people.ground import By
from jishi.actions.people.registering import Newcomer, enter
from jishi.actions.people.transfers import Towards, ask
from jishi.store import clock
from jishi.store.facts import Entry, write
from jishi.store.models.duties import Supervision, Task
from jishi.store.models.office import Grant
from jishi.store.models.org import Link, Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.models.secretaries import SecretaryReview
from jishi.store.models.targets import Target
from jishi.store.placing import rebuild
from jishi.store.transact import action
from jishi.web.pages.registry import PAGES, Audience
from tests.store.ground import BEGAN, a_unit
from tests.web.ground import FACTS, World, a_world, pack, reading

pytestmark = pytest.mark.django_db

ALONE = (
    "awards",
    "board",
    "box",
    "branch-sheets",
    "circulars",
    "consultations",
    "coverage",
    "figures",
    "grading",
    "helpers",
    "helpers-coverage",
    "helpers-teams",
    "home",
    "imports",
    "inquiries",
    "ledger",
    "me",
    "meetings",
    "members",
    "monthly",
    "monthly-print",
    "movement",
    "overview",
    "packs",
    "pairing",
    "papers",
    "phones",
    "posts",
    "practices",
    "promotion",
    "review",
    "runs",
    "secretary-reviews",
    "supervision",
    "targets",
    "tasks",
    "units",
    "visits",
    "workplaces",
    "wrong",
)
OF_A_UNIT = (
    "asked-in",
    "branch-sheets-in",
    "cards",
    "care-totals",
    "coverage-unit",
    "figures-in",
    "heard-in",
    "improve-unit",
    "inquiry",
    "ledger-in",
    "members-in",
    "movement-in",
    "own-words",
    "overview-unit",
    "papers-of",
    "posts-in",
    "roll-in",
    "targets-in",
    "unit",
    "unit-chain",
    "unit-division",
    "unit-grids",
    "unit-history",
    "unit-rounds",
    "units-in",
    "visit-in",
    "workplaces-in",
    "wrong-in",
)
# What is no list: forms about one thing, papers, and files that are made whole for one reader.
NO_LIST = {
    "branch-sheets-print",
    "awards-export",
    "figures-file",
    "import-progress",
    "improve-sheet",
    "improve-sheet-word",
    "inquiry-list",
    "ledger-export",
    "members-export",
    "members-list",
    "members-national",
    "monthly-sheet",
    "movement-export",
    "pack",
    "pack-part",
    "pairing-export",
    "papers-export",
    "papers-file",
    "posts-export",
    "promotion-export",
    "proposal",
    "questionnaire-paper",
    "review-export",
    "phone-form",
    "self-assessment",
    "self-assessment-paper",
    "sheet",
    "template",
    "unit-change",
    "units-export",
    "visit-paper",
    "visits-carry",
    "told-export",
    "visits-export",
    "why",
    "workplace-new",
    "workplaces-file",
    "wrong-export",
}
MEMBER_LISTS = ("transfers", "floating", "doubles")
MANAGED_LISTS = ("none", "inactive")
# Of a unit that is graded itself.
OF_A_BRANCH = ("review-unit",)
MORE = 6


def addresses(world: World) -> dict[str, str]:
    place, branch = world.units["C1"], world.units["C11"]
    found = {name: reverse(name) for name in ALONE}
    found |= {name: reverse(name, args=[place.pk]) for name in OF_A_UNIT}
    found |= {name: reverse(name, args=[branch.pk]) for name in OF_A_BRANCH}
    found["occasions"] = reverse("occasions", args=["activity-useful"])
    found |= {f"coverage-managed {which}": reverse("coverage-managed", args=[which]) for which in MANAGED_LISTS}
    return found | {f"members-list {which}": reverse("members-list", args=[which]) for which in MEMBER_LISTS}


def test_every_page_without_a_number_or_about_a_unit_is_counted_or_said_to_be_no_list() -> None:
    own = {
        name
        for name, page in PAGES.items()
        if page.audience is Audience.SIGNED_IN
        and page.about in ("", "unit")
        and not name.startswith(("account_", "mfa_"))
    }

    assert own - {*ALONE, *OF_A_UNIT, *OF_A_BRANCH, "coverage-managed", "occasions"} - NO_LIST == set()
    assert {*ALONE, *OF_A_UNIT, *OF_A_BRANCH} <= own


def reader(world: World) -> Client:
    """Somebody of the county who reads what is most private, too."""
    Grant.objects.filter(account=world.accounts["county"]).update(field_class=3)
    return reading(world, "county")


def asked(client: Client, address: str) -> int:
    """Return how many queries a page takes, once everything is read that is read only once."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def grow(world: World, numbers: range) -> None:
    """Add some of everything that lists show: units, facts, posts, helpers, members, violations, imports, runs."""
    made = [_branch(world, f"C1{number}") for number in numbers]
    rebuild(date(2012, 3, 1))
    with action(None, "facts.enter"):
        entries = [Entry(unit.pk, fact, source, value) for unit in made for fact, (source, value) in FACTS.items()]
        write(world.round, entries)
    for number, unit in enumerate(made):
        member = enter(By(on=date(2012, 1, 1)), unit, Newcomer(f"{unit.name}甲{number}"))
        ask(By(), member, Towards(name=f"外省{number}支部"))
        asked_for = Asked(
            content=f"code\n{unit.code}".encode(), name=f"{number}.csv", actor=world.accounts["county"]
        )
        with action(world.accounts["county"], "import.record"):
            record("units", asked_for, {"added": 1}, (), world.round)
    assess(Order(world.round))


def _branch(world: World, code: str) -> Unit:
    unit = a_unit(code, f"{code}村党支部")
    unit.domain = "village"
    unit.save()
    Link.objects.create(unit=unit, parent=world.units["C1"], from_on=BEGAN)
    Workplace.objects.create(code=code, name=f"{code}村", kind="village", domain="village")
    secretary = Person.objects.create(name="丙一", unit=unit)
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=secretary, from_on=BEGAN)
    Post.objects.create(unit=unit, kind="member")
    SecretaryReview.objects.create(
        tenure=Tenure.objects.get(post=post),
        committee=world.units["C"],
        procedure="secretary-review",
        state="opened",
        opened_on=BEGAN,
        since=BEGAN,
    )
    Dispatch.objects.create(kind="contact", unit=unit, person=secretary, from_on=BEGAN)
    Task.objects.create(
        kind="secretary", unit=unit, set_by=world.units["C1"], text="补课", since=BEGAN, due_on=BEGAN
    )
    Supervision.objects.create(
        department=world.units["C1"], unit=unit, kind="reminder", text="补课", on=BEGAN, answer_by=BEGAN
    )
    open_occasion(
        Opener(),
        world.round,
        pack(),
        "activity-useful",
        Held(world.units["C1"], f"党课 {unit.code}", date(2012, 3, 6)),
    )
    Target.objects.create(cycle=world.round.cycle, kind="new-organisations", unit=unit, number=1, set_on=BEGAN)
    Violation.objects.create(
        rule="R06",
        severity="flag",
        subject="unit",
        subject_id=unit.pk,
        unit=unit,
        since=BEGAN,
        checked_at=clock.now(),
    )
    return unit


def test_no_list_asks_the_database_once_more_for_each_row() -> None:
    world = a_world()
    # Discipline inspection's lists are read by who reads the most private class.
    Grant.objects.filter(account=world.accounts["county"]).update(field_class=3)
    open_consultation(Opener(), world.round, pack(), "survey")
    client = reader(world)
    # A list that was empty looks up what its rows belong to, once for all of them; so none is.
    grow(world, range(3, 5))
    few = {name: asked(client, address) for name, address in addresses(world).items()}
    grow(world, range(5, 5 + MORE))

    many = {name: asked(client, address) for name, address in addresses(world).items()}

    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert max(many.values()) < 60
