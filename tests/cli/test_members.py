"""Members at the command line, as a person types it; no number is ever printed whole."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jishi.actions.people.ground import By
from jishi.actions.people.registering import Newcomer, enter
from jishi.cli.main import jishi
from jishi.store.home import Home
from jishi.store.models.people import Member
from tests.core.people.numbers import a_number
from tests.sheets.files import as_csv
from tests.store.ground import a_tree

HEADS = ("姓名", "公民身份证号", "人员类别", "组织编码", "加入党组织日期", "转为正式党员日期")
pytestmark = pytest.mark.django_db(transaction=True)


def run(home: Home, *words: str) -> Result:
    return CliRunner().invoke(jishi, [*words, "--home", str(home.path)])


def test_a_roster_comes_in_is_listed_and_goes_out_without_numbers(home: Home, tmp_path: Path) -> None:
    a_tree()
    sheet = tmp_path / "roster.csv"
    sheet.write_bytes(as_csv(HEADS, ("甲一", a_number(), "正式党员", "C11", "1990-07-01", "1991-07-01")))

    came = run(home, "members", "import", str(sheet))
    listed = run(home, "members", "list", "--unit", "C1", "--json")
    out = run(home, "members", "export", str(tmp_path / "out.csv"))
    shown = run(home, "persons", "show", str(Member.objects.get().person_id), "--json")

    assert came.stdout.strip() == "Added: 1. Changed: 0. Same: 0. Rows refused: 0."
    assert [row["name"] for row in json.loads(listed.stdout)] == ["甲一"]
    assert out.exit_code == 0
    said = listed.stdout + shown.stdout + (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert a_number() not in said
    assert a_number()[-4:] in shown.stdout


TYPES = (
    "person",
    "transfer",
    "floating",
    "lost-contact",
    "care",
    "reading",
    "dispatch-log",
    "import-file",
    "register-file",
    "violation",
    "objection",
    "feedback",
    "printed-slips",
    "secretary-review",
    "recusal",
    "minutes",
    "task",
    "supervision",
    "monthly-sheet",
    "own-words",
)


def test_retention_counts_first_and_says_every_type(home: Home) -> None:
    done = run(home, "retention", "--dry-run", "--json")

    assert json.loads(done.stdout) == {
        "dry_run": True,
        "records": dict.fromkeys(TYPES, 0),
    }


def test_doubles_are_listed_and_merged(home: Home) -> None:
    made = a_tree()
    phone = "138" + "00001234"
    one, other = (enter(By(), made["C11"], Newcomer(name, phone=phone)) for name in ("甲一", "甲乙"))

    pairs = json.loads(run(home, "members", "doubles", "--json").stdout)
    merged = run(home, "persons", "merge", str(one.person_id), str(other.person_id))

    assert [(pair["name"], pair["other_name"]) for pair in pairs] == [("甲一", "甲乙")]
    assert merged.exit_code == 0
    assert Member.objects.get().person_id == one.person_id


def test_a_folder_of_rosters_comes_in_file_by_file_and_a_refused_one_stops_no_other(
    home: Home, tmp_path: Path
) -> None:
    a_tree()
    good = ("正式党员", "C11", "1990-07-01", "1991-07-01")
    for name, person, more in (
        ("a", "甲一", good),
        ("b", "乙二", ("正式党员", "C99", "", "")),
        ("c", "丙三", good),
    ):
        (tmp_path / f"{name}.csv").write_bytes(as_csv(HEADS, (person, "", *more)))

    done = run(home, "members", "import", str(tmp_path), "--json")
    again = run(home, "members", "import", str(tmp_path / "a.csv"), str(tmp_path / "c.csv"), "--json")

    assert done.exit_code == 1
    assert sorted(Member.objects.values_list("person__name", flat=True)) == ["丙三", "甲一"]
    report = json.loads(done.stdout.partition("\n}\n")[0] + "\n}")
    assert (report["added"], report["refused"]) == (2, 1)
    assert [each["file"] for each in report["files"]] == ["a.csv", "b.csv", "c.csv"]
    assert "C99" in done.output
    assert json.loads(again.stdout)["same"] == 2


def test_a_folder_without_sheets_is_told(home: Home, tmp_path: Path) -> None:
    done = run(home, "members", "import", str(tmp_path))

    assert "There is no sheet in this folder." in str(done.exception)
