"""Every page for every reader, inside and outside. A page that is missing from the table fails."""

import pytest
from django.urls import reverse

import jishi.web.urls  # noqa: F401 - fills the table of pages
from jishi.web.pages.registry import PAGES, Audience
from tests.web.circulars import a_circular, a_clause_reply
from tests.web.ground import World, a_helper, a_meeting, a_notice, a_review, a_task, a_workplace, a_world, reading
from tests.web.improving import ABOUT as IMPROVING
from tests.web.improving import improving
from tests.web.papers import a_stamped_paper

pytestmark = pytest.mark.django_db

IN, GO, NO, GONE = 200, 302, 403, 404
ONLY_POST = 405
READERS = ("county", "township", "secretary", "head", "stranger")
ALL = dict.fromkeys(READERS, IN)
# Of somebody's own log-in: allauth asks for the password or the second factor first.
OWN_DOOR = dict.fromkeys(READERS, (IN, GO, GONE))
GRANTED = {**ALL, "stranger": GONE}
MAY_IMPORT = {"county": IN, "township": IN, "secretary": NO, "head": NO, "stranger": NO}
# What others say of a unit is written down above it, never by its own secretary.
HEARS = {"county": IN, "township": IN, "secretary": NO, "head": NO, "stranger": GONE}
MAY_ENTER = {"county": IN, "township": IN, "secretary": IN, "head": NO, "stranger": GONE}
# Personal fields are of class 2; the head reads class 1 and has no list of names at all.
KEEPERS = {**ALL, "head": NO, "stranger": NO}
READS_PERSONS = {**ALL, "head": GONE, "stranger": GONE}
SENDER = {"county": IN, "township": GONE, "secretary": NO, "head": NO, "stranger": NO}
ASKER = {**dict.fromkeys(READERS, GONE), "county": IN}

INSIDE = {
    "board": ALL,
    "box": {"county": IN, "township": IN, "secretary": IN, "head": NO, "stranger": NO},
    # The secretary below sees what was decided on the own branch, not the committee's minutes.
    "meeting": {"county": IN, "township": IN, "secretary": GONE, "head": IN, "stranger": GONE},
    "meetings": ALL,
    "notice": GRANTED,
    "notice-poster": GRANTED,
    "proposal": MAY_ENTER,
    "review": ALL,
    "review-export": GRANTED,
    "review-unit": GRANTED,
    "call": GRANTED,
    "branch-sheets": ALL,
    "branch-sheets-in": GRANTED,
    "branch-sheets-print": GRANTED,
    "improve-sheet": GRANTED,
    "improve-sheet-word": GRANTED,
    "improve-unit": GRANTED,
    "ledger": ALL,
    "ledger-export": GRANTED,
    "ledger-in": GRANTED,
    "movement": ALL,
    # Only one round of the world is computed; there is nothing to compare.
    "movement-export": dict.fromkeys(READERS, GONE),
    "movement-in": GRANTED,
    "pairing": ALL,
    "pairing-export": GRANTED,
    "practice": {**ALL, "stranger": GONE},
    "practices": ALL,
    "problem": GRANTED,
    "promotion": ALL,
    "promotion-export": GRANTED,
    "progress-file": READS_PERSONS,
    "remedy": GRANTED,
    "account_change_password": OWN_DOOR,
    "account_logout": ALL,
    "account_reauthenticate": OWN_DOOR,
    "care-totals": GRANTED,
    "cards": {"county": IN, "township": IN, "secretary": NO, "head": NO, "stranger": GONE},
    "asked-in": GRANTED,
    "consultations": GRANTED,
    "occasions": GRANTED,
    "coverage": ALL,
    "coverage-managed": GRANTED,
    "coverage-unit": GRANTED,
    "figures": GRANTED,
    "figures-in": GRANTED,
    "figures-file": GRANTED,
    "grading": ALL,
    "home": ALL,
    "helper": READS_PERSONS,
    "helpers": KEEPERS,
    "helpers-coverage": ALL,
    "helpers-teams": KEEPERS,
    "heard-in": HEARS,
    # Read above the unit, by who reviews its grade; the head reads class 1.
    "own-words": HEARS,
    "import": SENDER,
    "import-errors": {**SENDER, "county": (IN, 422)},
    "import-progress": SENDER,
    "imports": MAY_IMPORT,
    "inquiries": dict.fromkeys(READERS, NO),
    "inquiry": {**dict.fromkeys(READERS, NO), "stranger": GONE},
    "inquiry-list": {**dict.fromkeys(READERS, NO), "stranger": GONE},
    "job": ASKER,
    "me": ALL,
    "members": KEEPERS,
    "members-export": KEEPERS,
    "members-in": READS_PERSONS,
    "members-list": KEEPERS,
    "members-national": MAY_IMPORT,
    "mfa_activate_totp": OWN_DOOR,
    "mfa_deactivate_totp": OWN_DOOR,
    "mfa_generate_recovery_codes": OWN_DOOR,
    "mfa_index": OWN_DOOR,
    "mfa_reauthenticate": OWN_DOOR,
    "mfa_view_recovery_codes": OWN_DOOR,
    "monthly": {"county": IN, "township": IN, "secretary": IN, "head": NO, "stranger": NO},
    "monthly-print": {"county": IN, "township": IN, "secretary": IN, "head": NO, "stranger": NO},
    "monthly-sheet": MAY_ENTER,
    "overview": ALL,
    "overview-unit": GRANTED,
    "pack": ALL,
    "pack-part": ALL,
    "packs": ALL,
    "awards": ALL,
    "awards-export": GRANTED,
    "circular": GRANTED,
    "circular-export": GRANTED,
    "circular-file": GRANTED,
    "circular-reply-file": GRANTED,
    "circulars": ALL,
    "paper-edited": READS_PERSONS,
    "paper-original": READS_PERSONS,
    "papers": ALL,
    "papers-export": ALL,
    "papers-file": GRANTED,
    "papers-of": GRANTED,
    "person": READS_PERSONS,
    "person-record": READS_PERSONS,
    "person-record-pdf": READS_PERSONS,
    "phone-form": {**GRANTED, "head": NO, "stranger": GONE},
    "phones": {**GRANTED, "head": NO, "stranger": GONE},
    "posts": KEEPERS,
    "posts-export": KEEPERS,
    "posts-in": READS_PERSONS,
    "questionnaire-paper": ALL,
    "roll-in": HEARS,
    "run": GRANTED,
    "runs": ALL,
    # Reviews of secretaries: of the very committee, and only who reads what is most private.
    "secretary-review": dict.fromkeys(READERS, GONE),
    "secretary-reviews": dict.fromkeys(READERS, NO),
    "self-assessment": MAY_ENTER,
    "self-assessment-paper": MAY_ENTER,
    "sheet": GRANTED,
    # Nobody printed any: the job of this world is another one.
    "slips-printed": dict.fromkeys(READERS, GONE),
    "supervision": ALL,
    "targets": ALL,
    "targets-in": GRANTED,
    "task": {**dict.fromkeys(READERS, IN), "stranger": GONE},
    "tasks": ALL,
    "template": {**MAY_IMPORT},
    "transfer": READS_PERSONS,
    "unit": GRANTED,
    "unit-chain": GRANTED,
    "unit-change": {"county": IN, "township": IN, "secretary": NO, "head": NO, "stranger": GONE},
    "unit-division": GRANTED,
    "unit-grids": GRANTED,
    "unit-history": GRANTED,
    "unit-rounds": GRANTED,
    "units": ALL,
    "units-export": GRANTED,
    "units-in": GRANTED,
    "visit-in": HEARS,
    "visit-paper": HEARS,
    "visits": GRANTED,
    "visits-carry": GRANTED,
    "told-export": {**ALL, "stranger": GONE},
    "visits-export": {**KEEPERS, "stranger": GONE},
    "why": GRANTED,
    "workplace": GRANTED,
    "workplace-new": MAY_IMPORT,
    "workplaces": ALL,
    "workplaces-file": GRANTED,
    "workplaces-in": GRANTED,
    "wrong": ALL,
    "wrong-export": ALL,
    "wrong-in": GRANTED,
}
# Log-in sends on whoever is in already; the second factor is asked only in the middle of logging in.
OPEN = {
    "account_inactive": IN,
    "account_login": (IN, GO),
    "demo-entry": ONLY_POST,
    "language": ONLY_POST,
    "mfa_authenticate": GO,
    "visits-worker": IN,
    "public-box": (IN, GONE),
    "public-notice": (IN, GONE),
}


@pytest.fixture
def world() -> World:
    return a_world()


def address(world: World, name: str, unit: str) -> str:
    about = {"unit": world.units[unit].pk, "run": world.run.pk, "import": world.sent.pk, "job": world.job.pk}
    about |= {"person": world.members[unit].person_id, "transfer": world.transfers[unit].pk}
    page = PAGES[name]
    if page.about == "dispatch":
        about["dispatch"] = a_helper(world.units[unit]).pk
    if page.about == "task":
        about["task"] = a_task(world.units[unit], world.units[unit[:2]]).pk
    if page.about == "review":
        about["review"] = a_review(world.units[unit]).pk
    if page.about == "workplace":
        about["workplace"] = a_workplace(world.units[unit]).pk
    if page.about in ("circular", "reply"):
        sender = world.units[unit[:2]]
        about["circular"] = a_circular(sender).pk
        about["reply"] = a_clause_reply(world.units[unit], sender).pk
    if page.about == "paper":
        about["paper"] = a_stamped_paper(world, world.units[unit]).pk
    if page.about == "meeting":
        about["meeting"] = a_meeting(world.units[unit[:2]]).pk
    if page.about == "notice":
        about["notice"] = a_notice(world).pk
    if page.about in IMPROVING:
        about |= improving(world.units[unit])
    if page.about:
        return reverse(name, args=[about[page.about]])
    parts = {"pack": ["year-2012"], "pack-part": ["year-2012", "grading"], "template": ["units"]}
    parts["questionnaire-paper"] = ["year-2012", "survey", "pdf"]
    parts["phone-form"] = ["self-assessment"]
    parts["members-list"] = ["transfers"]
    parts["occasions"] = ["activity-useful"]
    parts["sheet"] = ["grids"]
    parts["coverage-managed"] = ["none"]
    if name == "public-notice":
        parts[name] = [a_notice(world).token]
    parts["public-box"] = ["C11"]
    return reverse(name, args=parts.get(name, []))


def fits(status: int, wanted: int | tuple[int, ...]) -> bool:
    return status in (wanted if isinstance(wanted, tuple) else (wanted,))


def test_the_table_names_every_page_and_no_other() -> None:
    assert set(INSIDE) | set(OPEN) == set(PAGES)
    assert set(OPEN) == {name for name, page in PAGES.items() if page.audience is Audience.ANYONE}


def test_a_stranger_at_the_door_is_sent_to_the_log_in(world: World) -> None:
    client = reading(world, "anonymous")
    led = {name: client.get(address(world, name, "C11")) for name in INSIDE if name != "account_logout"}

    wrong = {
        name: got.status_code
        for name, got in led.items()
        if got.status_code != GO or not got.headers["Location"].startswith(reverse("account_login"))
    }

    assert wrong == {}


@pytest.mark.parametrize("reader", READERS)
def test_inside_every_page_answers_as_the_table_says(world: World, reader: str) -> None:
    client = reading(world, reader)

    found = {
        name: client.get(address(world, name, "C11")).status_code for name in INSIDE if name != "account_logout"
    }

    assert {n: (s, INSIDE[n][reader]) for n, s in found.items() if not fits(s, INSIDE[n][reader])} == {}


@pytest.mark.parametrize("reader", ["township", "secretary", "stranger"])
def test_outside_is_as_if_it_did_not_exist(world: World, reader: str) -> None:
    client = reading(world, reader)
    about_units = [
        name
        for name, page in PAGES.items()
        if page.about in ("unit", "person", "transfer", "paper", "circular", "reply", "task", *IMPROVING)
    ]

    found = {name: client.get(address(world, name, "C21")).status_code for name in about_units}

    assert len(about_units) >= 5
    assert set(found.values()) == {GONE}


@pytest.mark.parametrize("reader", ["anonymous", "stranger", "county"])
def test_open_pages_answer_anybody(world: World, reader: str) -> None:
    client = reading(world, reader)

    found = {name: client.get(address(world, name, "C11")).status_code for name in OPEN}

    assert {n: s for n, s in found.items() if not fits(s, OPEN[n])} == {}


def test_what_is_above_the_own_unit_is_outside_too(world: World) -> None:
    client = reading(world, "secretary")

    statuses = {client.get(reverse("unit", args=[world.units[code].pk])).status_code for code in ("C", "C1", "C12")}

    assert statuses == {GONE}


def test_lists_hold_only_what_is_inside(world: World) -> None:
    client = reading(world, "township")

    pages = [client.get(reverse(name)).content.decode() for name in ("home", "grading", "units", "overview")]
    searched = client.get(reverse("units"), {"q": "cqc"}).content.decode()

    assert not [page for page in [*pages, searched] if world.units["C21"].name in page]
    assert world.units["C11"].name in pages[1]


def test_a_run_may_be_started_only_by_whom_it_is_given(world: World) -> None:
    refused = reading(world, "township").post(reverse("runs"), {"key": "a"})
    started = reading(world, "county").post(reverse("runs"), {"key": "b"})

    assert (refused.status_code, started.status_code) == (NO, GO)


def test_answers_for_a_unit_outside_are_not_taken(world: World) -> None:
    outside = reading(world, "secretary").post(reverse("self-assessment", args=[world.units["C12"].pk]), {})
    reader = reading(world, "head").post(reverse("self-assessment", args=[world.units["C11"].pk]), {})

    assert (outside.status_code, reader.status_code) == (GONE, NO)


def test_demo_accounts_stay_closed_where_no_demo_runs(world: World, settings) -> None:
    account = world.accounts["county"]
    account.demo = True
    account.save()
    settings.JISHI_DEMO = False

    client = reading(world, "anonymous")

    assert client.post(reverse("demo-entry"), {"account": "county"}).status_code == GONE
    assert "county" not in client.get(reverse("account_login")).content.decode()


def test_a_demo_offers_its_accounts_and_lets_them_in(world: World, settings) -> None:
    account = world.accounts["county"]
    account.demo = True
    account.save()
    settings.JISHI_DEMO = True

    client = reading(world, "anonymous")
    offered = client.get(reverse("account_login")).content.decode()
    entered = client.post(reverse("demo-entry"), {"account": "county", "next": "https://elsewhere.example/"})

    assert 'value="county"' in offered
    assert 'value="township"' not in offered
    assert (entered.status_code, entered.headers["Location"]) == (GO, "/")
