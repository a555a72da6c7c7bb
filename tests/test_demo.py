"""``jishi demo`` as a new user types it: one command, a table of grades, and pages at once the second time."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jishi.actions.demo.county import county_for, sample_pack
from tests.sample import autumn

ROOT = Path(__file__).resolve().parents[1]


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "jishi", "demo", *words]


def _surroundings() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "JISHI_LANG": "en"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demo that was set up, and what it said."""
    home = tmp_path_factory.mktemp("demo") / "home"
    words = _words("--no-serve", "--home", str(home))
    said = subprocess.run(words, env=_surroundings(), capture_output=True, text=True, check=False)
    return home, said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unlogged() -> str:
    return next(each.unit for each in county_for(sample_pack()).life.planted if each.unlogged)


def test_it_ends_well_and_prints_the_grades(demo) -> None:
    _, said = demo

    assert said.returncode == 0, said.stderr
    assert re.search(r"^Village +\d+ \(\d+\.\d %\)", said.stdout, re.MULTILINE)
    assert re.search(r"^All +\d+ \(", said.stdout, re.MULTILINE)
    assert "made up" in said.stdout


def test_it_tells_two_rounds_and_what_became_of_the_branches_between_them(demo) -> None:
    _, said = demo

    found = re.search(
        r"2012/1 → 2012/2: (\d+) transformed, (\d+) lifted, \d+ consolidated, (\d+) fallen", said.stdout
    )
    assert found, said.stdout
    transformed, lifted, fallen = map(int, found.groups())
    assert transformed > 20
    assert lifted > 10 * fallen > 0


def test_some_rose_through_the_gate_some_wait_for_the_reader_and_the_whole_year_is_proven(demo) -> None:
    home, _ = demo

    words = ["promote", "list", "--cycle", "2012", "--round", "2", "--json", "--home", str(home)]
    rows = json.loads(_run(*words))
    held = json.loads(_run("verify", "--json", "--home", str(home)))

    risen = [row for row in rows if row["step"] == "decided" and row["may_rise"]]
    waits = [row for row in rows if row["step"] == "review" and row["may_rise"]]
    shut = [row for row in rows if not row["may_rise"]]
    assert len(risen) > 3
    assert waits, "the demo's own township decides on some"
    assert all(row["missing"] for row in shut)
    assert "promotions" in held["checked"]


def _run(*words: str) -> str:
    said = subprocess.run(
        [sys.executable, "-m", "jishi", *words], env=_surroundings(), capture_output=True, text=True, check=True
    )
    return said.stdout


def test_over_the_year_only_the_planted_first_secretary_writes_no_log(demo) -> None:
    home, _ = demo

    rows = json.loads(_run("rules", "list", "--json", "--home", str(home)))

    assert [row["unit"] for row in rows if row["rule"] == "D139-log"] == [_unlogged()]


def test_papers_went_up_one_late_one_missing_and_one_sent_back(demo) -> None:
    home, _ = demo

    papers = _rows(home, "SELECT due_on < handed_on FROM store_paper WHERE form = 'summary-township'")
    townships = _rows(home, "SELECT count(*) FROM store_unit WHERE level = 'township' AND code LIKE '001%'")
    said = _rows(home, "SELECT taken FROM store_paperanswer")
    handed = _rows(home, "SELECT count(*) FROM store_paper WHERE handed_on IS NOT NULL")[0][0]

    assert len(papers) == townships[0][0] - 1
    assert sum(late for (late,) in papers) == 1
    assert sum(not taken for (taken,) in said) == 1
    assert len(said) == handed - 2, "two wait for the reader"


def test_a_circular_lacks_replies_and_a_commendation_is_in_the_middle(demo) -> None:
    home, _ = demo

    kinds = _rows(home, "SELECT kinds FROM store_circular")[0][0].split()
    among = ", ".join(f"'{kind}'" for kind in kinds)
    addressed = f"level = 'township' AND code LIKE '001%' AND kind IN ({among})"
    townships = _rows(home, f"SELECT count(*) FROM store_unit WHERE {addressed}")[0][0]
    signed = _rows(home, "SELECT count(*) FROM store_receipt")[0][0]
    replied = [count for (count,) in _rows(home, "SELECT count(*) FROM store_clausereply GROUP BY clause_id")]
    states = {state for (state,) in _rows(home, "SELECT state FROM store_candidate")}

    assert (signed, sorted(replied)) == (townships - 2, [townships - 5, townships - 4])
    assert states == {"proposed", "approved"}


def test_in_autumn_every_rule_finds_what_the_year_left_wrong_and_nothing_else(demo) -> None:
    home, _ = demo

    found: dict[str, set[str]] = {}
    for row in json.loads(_run("rules", "list", "--json", "--home", str(home))):
        found.setdefault(row["rule"], set()).add(row["unit"])

    wanted = autumn.wanted(home / "db.sqlite3")
    assert {rule: sorted(found.get(rule, set()) ^ codes) for rule, codes in wanted.items() if codes} == {
        rule: [] for rule, codes in wanted.items() if codes
    }
    assert set(found) == {rule for rule, codes in wanted.items() if codes}
    assert {"R07", "R08", "R09", "R09-remedy", "R12", "R16", "R22-elsewhere"} <= set(found)


def test_the_organisation_itself_changed_over_the_year(demo) -> None:
    home, _ = demo

    steps = {kind for (kind,) in _rows(home, "SELECT DISTINCT kind FROM store_succession")}
    modes = {mode for (mode,) in _rows(home, "SELECT mode FROM store_formation WHERE from_on > '2012-01-01'")}
    teams = _rows(home, "SELECT count(DISTINCT team_id), count(*) FROM store_dispatch WHERE kind = 'survey-team'")

    assert {"found", "merge", "split", "convert"} <= steps
    assert {"alone", "area", "industry"} <= modes
    ((count, visited),) = teams
    assert visited == 969
    assert visited / count < 12


def test_sheets_of_october_were_typed_in_by_the_township_and_villages_judged_their_helpers(demo) -> None:
    home, _ = demo

    clerk = "(SELECT id FROM store_account WHERE username = 'township')"
    sheets = _rows(home, f"SELECT given_by, given_post FROM store_monthlysheet WHERE entered_by_id = {clerk}")
    heard = _rows(home, "SELECT present, satisfied + basically + dissatisfied FROM store_evaluation")

    assert len(sheets) == 12
    assert all(name and post for name, post in sheets)
    assert len(heard) > 10
    assert all(present >= answered >= 10 for present, answered in heard)


def test_it_tells_its_progress_beside_the_table(demo) -> None:
    _, said = demo

    assert "Importing register.xlsx …" in said.stderr
    assert "Scoring and grading …" in said.stderr
    assert "Importing" not in said.stdout


def _rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{home / 'db.sqlite3'}?mode=ro", uri=True) as database:
        return list(database.execute(query))


def test_the_survey_was_held_and_closed_with_its_shortfall(demo) -> None:
    home, _ = demo

    rounds = "JOIN store_round r ON r.id = c.round_id"
    rows = _rows(home, f"SELECT c.code, r.number, c.state, c.outcome FROM store_consultation c {rounds}")
    found = {(code, number): (state, json.loads(outcome)) for code, number, state, outcome in rows}

    state, outcome = found["survey", 1]
    assert state == "closed"
    assert found["democratic-evaluation", 2][0] == "open"
    assert outcome["members"]["heard"] > 20_000
    assert 10 < outcome["members"]["behind"] < 100
    assert 10 < outcome["public"]["behind"] < 100


def test_every_question_of_the_survey_is_told_and_words_stand_only_where_all_is(demo) -> None:
    home, _ = demo

    told = _rows(
        home,
        "SELECT t.ask, t.question, sum(t.state = 'told'), count(*) FROM store_told t"
        " JOIN store_consultation c ON c.id = t.consultation_id"
        " WHERE c.code = 'survey' AND NOT t.whole GROUP BY 1, 2",
    )
    words = _rows(home, "SELECT DISTINCT consultation_id, unit_id FROM store_ownwords")
    all_told = _rows(
        home,
        "SELECT consultation_id, unit_id FROM store_told WHERE ask != 'members' GROUP BY 1, 2, ask, whole"
        " HAVING min(state) = 'told'",
    )

    assert len({question for ask, question, _told, _all in told if ask == "public"}) == 7
    assert all(shown > 0.7 * every for _ask, _question, shown, every in told)
    assert len(words) > 300
    assert set(words) <= set(all_told)


def test_slips_of_every_township_lie_there_as_pdf_and_no_box_of_the_survey_any_more(demo) -> None:
    home, _ = demo

    printed = list((home / "sample" / "slips").glob("*.pdf"))

    townships = {row[0] for row in _rows(home, "SELECT substr(code, 1, 5) FROM store_unit WHERE domain != ''")}
    # In one everybody votes on papers without a code.
    assert {file.name[:5] for file in printed} == townships - {"00105"}
    assert all(file.read_bytes().startswith(b"%PDF") for file in printed)
    files = [file for file in printed if file.stem.startswith("00104-members")]
    pages = sum(len(PdfReader(file).pages) for file in files)
    # Each branch begins on a page of its own; so does what a file of a thousand had no room for.
    ((least,),) = _rows(
        home,
        "SELECT sum((a.printed + 9) / 10) FROM store_asked a JOIN store_unit u ON u.id = a.unit_id"
        " JOIN store_consultation c ON c.id = a.consultation_id JOIN store_round r ON r.id = c.round_id"
        " WHERE c.code = 'survey' AND r.number = 1 AND a.ask = 'members' AND u.code LIKE '00104%'",
    )
    assert 0 < least <= pages < least + len(files)
    boxes = {file.stem.rsplit("-", 1)[0] for file in (home / "ballots").glob("*.key")}
    assert boxes == {"2-democratic-evaluatio", "2-survey"}


def test_the_board_of_the_survey_that_goes_on_names_who_is_behind(demo) -> None:
    home, _ = demo

    rows = json.loads(_run("consult", "board", "survey", "--json", "--home", str(home)))

    township = {
        code for (code,) in _rows(home, "SELECT code FROM store_unit WHERE code LIKE '00104%' AND domain != ''")
    }
    late = {row["unit"] for row in rows if row["unit"] in township and row["heard"]}
    assert 3 < len(late) <= len(township)


def test_survey_teams_went_to_every_township_and_some_branches_are_behind(demo) -> None:
    home, _ = demo

    first = "JOIN store_round r ON r.id = v.round_id AND r.number = 1 JOIN store_cycle c ON c.id = r.cycle_id"
    branches = {code for (code,) in _rows(home, "SELECT code FROM store_unit WHERE domain != ''")}
    seen = {}
    for record in ("visit", "minutes", "opinion"):
        where = f"FROM store_{record} v {first} AND c.code = '2012' JOIN store_unit u ON u.id = v.unit_id"
        seen[record] = {code for (code,) in _rows(home, f"SELECT DISTINCT u.code {where}")}

    assert all({code[:5] for code in found} == {code[:5] for code in branches} for found in seen.values())
    assert all(0 < len(branches - found) < 100 for found in seen.values())
    hollow = "(v.talk = '' OR v.life = '' OR v.faces IS NULL) AND v.team_id IS NOT NULL"
    ((partly,),) = _rows(home, f"SELECT count(*) FROM store_visit v {first} WHERE {hollow}")
    assert 20 < partly < 200


def test_in_the_round_that_goes_on_some_townships_wait_for_their_team(demo) -> None:
    home, _ = demo

    second = "JOIN store_round r ON r.id = v.round_id AND r.number = 2"
    units = "JOIN store_unit u ON u.id = v.unit_id"
    seen = _rows(home, f"SELECT DISTINCT substr(u.code, 1, 5) FROM store_visit v {second} {units}")

    assert {code for (code,) in seen} == {"00103", "00104", "00105"}


def test_a_second_start_computes_nothing_anew(demo) -> None:
    home, first = demo

    words = _words("--no-serve", "--home", str(home))
    again = subprocess.run(words, env=_surroundings(), capture_output=True, text=True, check=True)

    table = [line for line in first.stdout.splitlines() if "%" in line]
    assert [line for line in again.stdout.splitlines() if "%" in line] == table
    assert "Importing" not in again.stderr
    assert len(list((home / "runs").glob("2012-1-*"))) == 1


def test_a_finished_demo_is_served_to_this_machine(demo) -> None:
    home, _ = demo
    port = _free_port()
    server = subprocess.Popen(
        _words("--home", str(home), "--port", str(port)),
        env=_surroundings(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        page = _first_page(f"http://127.0.0.1:{port}/")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)

    assert "<html" in page


def _first_page(address: str) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the demo did not answer")


def test_a_folder_with_another_home_is_left_alone(tmp_path: Path) -> None:
    made = [sys.executable, "-m", "jishi", "init", "--home", str(tmp_path / "home")]
    subprocess.run(made, env=_surroundings(), capture_output=True, check=True)

    words = _words("--no-serve", "--home", str(tmp_path / "home"))
    said = subprocess.run(words, env=_surroundings(), capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert "This folder holds a home that is no unfinished demo." in said.stderr
