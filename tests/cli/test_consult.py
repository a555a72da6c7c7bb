"""A consultation as a person types it: opened, counted, joined, closed; and what stands in afterwards."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, box_of, slips
from jishi.ballotbox.box import Handed
from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.home import Home
from jishi.store.models.consult import Asked, Consultation, Roll
from jishi.store.models.people import Member, Person
from tests.web.ground import BEGAN, World, a_world, pack

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(home: Home) -> World:
    made = a_world()
    Consultation.objects.all().delete()
    return made


def run(home: Home, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(jishi, [*words, "--home", str(home.path)], input=given, env={"LANG": "en"})


def refused(home: Home, *words: str) -> str:
    """Return the first complaint of a command that is refused."""
    found = run(home, *words).exception
    assert isinstance(found, Refusal), found
    return str(found)


def answered(unit: str, world: World, ask: str, satisfied: int) -> None:
    survey = Consultation.objects.get(code="survey")
    codes = slips(By(), Electorate(survey, world.units[unit], ask, pack()), satisfied)
    box = box_of(survey)
    handed = [Handed(box.digest(code), {"overall": "satisfied"}) for code in codes]
    assert {each.what for each in box.count(handed, clock.today())} == {"counted"}


def test_a_consultation_is_opened_counted_looked_at_and_closed(world: World, home: Home) -> None:
    before = json.loads(run(home, "consult", "list", "--json").stdout)
    opened = run(home, "consult", "open", "survey")
    for unit in ("C11", "C12", "C21"):
        run(home, "consult", "people", "survey", unit, "members", "12", "--source", "党员册")
    answered("C11", world, "members", 12)

    board = json.loads(run(home, "consult", "board", "survey", "--json").stdout)
    silent = json.loads(run(home, "consult", "board", "survey", "--silent", "--json").stdout)
    closed = run(home, "consult", "close", "survey", "--json")

    assert {each["code"]: each["state"] for each in before}["survey"] == "not opened"
    assert "survey is open" in opened.stdout
    rows = {each["unit"]: each for each in board if each["ask"] == "members"}
    assert set(rows) == {"C12", "C21"}
    assert (rows["C12"]["people"], rows["C12"]["heard"], rows["C12"]["needed"]) == (12, 0, 12)
    assert {each["unit"] for each in silent if each["ask"] == "members"} == {"C12", "C21"}
    # Of the public nobody was heard anywhere.
    assert {each["unit"] for each in silent if each["ask"] == "public"} == {"C11", "C12", "C21"}
    members = json.loads(closed.stdout)["members"]
    assert (members["people"], members["heard"], members["behind"]) == (36, 12, 2)
    assert "never opened again" in refused(home, "consult", "close", "survey")


def test_slips_are_printed_to_a_file_that_holds_their_codes(world: World, home: Home, tmp_path: Path) -> None:
    run(home, "consult", "open", "survey")
    run(home, "intake", "address", "https://slips.example.org")

    made = run(home, "consult", "slips", "survey", "C11", "members", "3", str(tmp_path / "slips.pdf"), "--json")

    assert json.loads(made.stdout) == {"slips": 3, "files": [str(tmp_path / "slips.pdf")]}
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert Asked.objects.get().printed == 3


def test_slips_of_a_place_are_not_made_before_they_can_be_printed(world: World, home: Home, tmp_path: Path) -> None:
    run(home, "consult", "open", "survey", "--until", "2099-12-31")
    run(home, "consult", "people", "survey", "C11", "members", "12", "--source", "党员册")
    folder = str(tmp_path / "slips")

    assert "address" in refused(home, "consult", "print", "survey", "C1", folder)
    assert Asked.objects.get(ask="members").printed == 0
    boxes().set_address("https://ask.example.org")
    printed = json.loads(run(home, "consult", "print", "survey", "C1", folder, "--json").stdout)

    assert (printed["slips"], len(printed["files"])) == (12, 1)
    assert "No electorate here lacks slips" in refused(home, "consult", "print", "survey", "C1", folder)


def test_what_is_only_prepared_has_no_last_day(world: World, home: Home) -> None:
    words = refused(home, "consult", "open", "survey", "--prepare", "--until", "2099-12-31")

    assert "jishi consult begin survey --until DAY" in words


def test_a_roll_is_entered_from_a_list_of_names_and_too_few_are_refused(
    world: World, home: Home, tmp_path: Path
) -> None:
    unit, names = world.units["C11"], [f"甲{number:02}" for number in range(8)]
    for name in names:
        person = Person.objects.create(name=name, unit=unit)
        Member.objects.create(person=person, unit=unit, status="full", from_on=BEGAN)
    run(home, "consult", "open", "survey")
    sheet = tmp_path / "roll.txt"
    sheet.write_text("\n".join(names[:5]), encoding="utf-8")

    first = run(home, "consult", "roll", "survey", "C11", str(sheet))
    sheet.write_text("\n".join(names[:6]), encoding="utf-8")
    few = refused(home, "consult", "roll", "survey", "C11", str(sheet))
    whole = run(home, "consult", "roll", "survey", "C11", "-", given="\n".join(names))

    assert "5 people stand on the list" in first.stdout
    assert "would tell when somebody came" in few
    assert "8 people stand on the list" in whole.stdout
    assert Roll.objects.get().count == 8


def test_pools_are_joined_before_anybody_answers_and_listed_with_their_band(world: World, home: Home) -> None:
    run(home, "consult", "open", "survey")

    joined = run(home, "consult", "pool", "survey", "public", "C11", "C12")
    answered("C11", world, "public", 6)
    answered("C12", world, "public", 7)
    late = refused(home, "consult", "pool", "survey", "staff", "C11", "C12")
    again = refused(home, "consult", "pool", "survey", "public", "C11", "C12")
    run(home, "consult", "close", "survey")
    (pool,) = json.loads(run(home, "consult", "pools", "survey", "--json").stdout)

    assert "Joined below" in joined.stdout
    assert "Nobody of" in late
    assert "in a pool already" in again
    assert (pool["place"], pool["ask"], pool["units"]) == ("C1", "public", ["C11", "C12"])
    assert pool["told"] == [{"fact": "public-satisfaction", "low": 9000, "high": 10000}]


def test_a_minute_stands_in_for_what_could_not_be_told_and_for_nothing_else(world: World, home: Home) -> None:
    run(home, "consult", "open", "survey")
    answered("C12", world, "members", 4)
    minute = ("consult", "minute", "survey", "C12", "members", "members-satisfaction")
    decided = ("--number", "纪要〔2012〕5号", "--on", clock.today().isoformat(), "--why", "查看会议记录")

    early = refused(home, *minute, "--low", "80", *decided)
    run(home, "consult", "close", "survey")
    no_band = refused(home, *minute, "--low", "81", *decided)
    kept = run(home, *minute, "--low", "80", *decided)

    assert "no hidden tally" in early
    assert "none of the bands" in no_band
    assert "80–90 %" in kept.stdout


def test_what_phones_brought_comes_in_at_the_command_line(world: World, home: Home, tmp_path: Path) -> None:
    run(home, "consult", "open", "survey")
    form = tmp_path / "visit.xlsx"
    made = json.loads(run(home, "phones", "form", "visit", str(form), "--place", "C1", "--json").stdout)
    answers, visits, own = tmp_path / "answers.csv", tmp_path / "visits.csv", tmp_path / "own.csv"
    answers.write_text(
        "unit,way,handed_in,overall,KEY\nC11,phone,filled,satisfied,1\nC99,phone,filled,satisfied,2\n"
    )
    visits.write_text("unit,on,visitors,talk,survey-setup,KEY\nC11,2012-03-20,Team,talked,,1\n")
    own.write_text("unit,term-goals,KEY\nC11,yes,1\n")

    counted = run(home, "phones", "answers", "survey", "members", str(answers), "--rows", "good", "--json")
    kept = run(home, "phones", "visits", str(visits), "--json")
    said = run(home, "phones", "self-assessment", str(own), "--json")

    assert (made["units"], form.read_bytes()[:2]) == (2, b"PK")
    assert json.loads(counted.stdout)["added"] == 1
    assert "answers.csv › A3" in counted.stderr + counted.stdout
    assert json.loads(kept.stdout)["added"] == 1
    assert json.loads(said.stdout)["added"] == 1
    assert "no form for phones" in refused(home, "phones", "form", "nothing", str(form))
    visited = {row["unit"]: row["visited"] for row in json.loads(run(home, "visits", "list", "--json").stdout)}
    assert (visited["C11"], visited["C12"]) == ("2012-03-20", None)


def test_the_list_for_discipline_inspection_is_written_to_be_stamped(
    world: World, home: Home, tmp_path: Path
) -> None:
    made = run(home, "visits", "inquiry", "C1", str(tmp_path / "list.pdf"))

    assert "Written to" in made.stdout
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")


def test_an_exception_is_asked_for_with_its_reason_and_waits_for_an_account(world: World, home: Home) -> None:
    run(home, "consult", "open", "survey")
    uncounted = refused(home, "consult", "except", "survey", "C11", "members", "2", "--why", "重病")
    run(home, "consult", "people", "survey", "C11", "members", "12", "--source", "党员册")

    asked = run(home, "consult", "except", "survey", "C11", "members", "2", "--why", "重病")
    waiting = json.loads(run(home, "consult", "exceptions", "survey", "--waiting", "--json").stdout)

    assert "Nobody has counted these people yet" in uncounted
    assert "once the committee above approves it" in asked.stdout
    assert [(each["unit"], each["people"], each["why"], each["approved_by"]) for each in waiting] == [
        ("C11", 2, "重病", None)
    ]


def test_something_that_was_held_is_asked_about_at_once_or_prepared_first(world: World, home: Home) -> None:
    open_ = ("consult", "open", "activity-useful", "--unit", "C11", "--occasion")

    opened = run(home, *open_, "三月党课")
    prepared = run(home, *open_, "四月党课", "--prepare")

    assert "activity-useful:1 is open" in opened.output
    assert "activity-useful:2 is prepared" in prepared.output
    assert [box_of(each).state for each in Consultation.objects.order_by("code")] == ["open", "prepared"]


def test_consultations_are_listed_in_the_language_of_the_terminal(world: World, home: Home) -> None:
    told = CliRunner().invoke(jishi, ["consult", "list", "--home", str(home.path)], env={"LANG": "zh_CN.UTF-8"})

    assert "调查摸底" in told.output
