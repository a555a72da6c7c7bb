"""The commands that bring sheets in and out, as a person types them."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.sheets.heading import find_tables
from jishi.sheets.reading import read
from jishi.store.home import Home
from jishi.store.models.org import Unit
from tests.sheets.files import as_csv, as_xlsx

HEADS = ("组织编码", "组织名称", "组织类别", "层级", "领域", "上级组织编码")
ROWS = (
    ("500120", "某县委", "地方党委", "县（市、区、旗）", "", ""),
    ("500120001", "甲街道党工委", "党工委", "乡镇（街道）", "", "500120"),
    ("500120001001", "东村支部", "党支部", "支部", "村", "500120001"),
)


def run(*words: str) -> Result:
    return CliRunner().invoke(jishi, list(words))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    (tmp_path / "register.csv").write_bytes(as_csv(HEADS, *ROWS))
    return tmp_path / "register.csv"


@pytest.mark.django_db(transaction=True)
def test_units_import_says_what_it_added_and_then_that_nothing_changed(home: Home, register: Path) -> None:
    first = run("units", "import", str(register), "--home", str(home.path), "--pack", "year-2012")
    second = run("units", "import", str(register), "--home", str(home.path), "--pack", "year-2012")

    assert first.stdout.strip() == "Added: 3. Changed: 0. Same: 0. Rows refused: 0."
    assert second.stdout.strip() == "Nothing changed: everything in this file is known already."


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_prints_one_json_document_and_writes_nothing(home: Home, register: Path) -> None:
    done = run(
        "units", "import", str(register), "--home", str(home.path), "--pack", "year-2012", "--dry-run", "--json"
    )

    document = json.loads(done.stdout)
    assert (document["added"], document["written"], document["errors"]) == (3, False, [])
    assert Unit.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_errors_refuse_the_file_and_stand_in_a_copy_of_it(home: Home, tmp_path: Path) -> None:
    file, marked = tmp_path / "register.xlsx", tmp_path / "errors.xlsx"
    file.write_bytes(as_xlsx(HEADS, *ROWS[:2], (*ROWS[2][:2], "党小支", *ROWS[2][3:])))

    done = run(
        "units", "import", str(file), "--home", str(home.path), "--pack", "year-2012", "--errors", str(marked)
    )

    assert isinstance(done.exception, Refusal)
    assert done.exception.complaints[0].where == "register.xlsx › 登记册 › C4"
    assert "党小支" in openpyxl.load_workbook(marked)["登记册"]["C4"].comment.text


@pytest.mark.django_db(transaction=True)
def test_good_rows_come_in_and_bad_ones_are_told(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(as_csv(HEADS, *ROWS, ("1", "乙支部", "党支部", "支部", "村", "9")))

    done = run(
        "units", "import", str(file), "--home", str(home.path), "--pack", "year-2012", "--rows", "good", "--json"
    )

    document = json.loads(done.stdout)
    assert (document["added"], document["refused"]) == (3, 1)
    assert document["errors"][0]["where"] == "register.csv › F5"


@pytest.mark.django_db(transaction=True)
def test_without_a_cycle_the_pack_must_be_named(home: Home, register: Path) -> None:
    done = run("units", "import", str(register), "--home", str(home.path))

    assert "it is not known which pack counts" in str(done.exception)


@pytest.mark.django_db(transaction=True)
def test_the_register_goes_out_in_the_format_of_the_file_name(home: Home, register: Path, tmp_path: Path) -> None:
    run("units", "import", str(register), "--home", str(home.path), "--pack", "year-2012")
    out = tmp_path / "out.csv"

    run("export", "units", str(out), "--home", str(home.path), "--pack", "year-2012", "--lang", "zh-Hant")

    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("組織編碼,組織名稱,簡稱,組織類別")
    assert [line.split(",")[0] for line in lines[1:]] == [row[0] for row in ROWS]


@pytest.mark.parametrize("kind", ["units", "ledger", "facts", "facts-tall"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_template_is_known_again_by_its_import(tmp_path: Path, kind: str, language: str) -> None:
    from jishi.actions.imports.templates import SHIPPED, form_of
    from jishi.packs.load import load

    file = tmp_path / "template.xlsx"

    run("template", kind, str(file), "--lang", language)

    form = form_of(kind, load(SHIPPED / "year-2012", checked=False))
    (table,) = find_tables(read(file), form)
    assert list(table.places) == [column.id for column in form.columns]


@pytest.mark.django_db(transaction=True)
def test_facts_come_in_and_go_out_and_results_wait_for_a_run(home: Home, register: Path, tmp_path: Path) -> None:
    place = ("--home", str(home.path))
    run("cycle", "open", "2012", *place)
    run("units", "import", str(register), *place)
    (tmp_path / "facts.csv").write_bytes(as_csv(("组织编码", "members-satisfaction"), ("500120001001", "95%")))

    done = run("facts", "import", str(tmp_path / "facts.csv"), *place, "--cycle", "2012", "--round", "1")
    run("export", "facts", str(tmp_path / "out.csv"), *place, "--lang", "en")
    refused = run("export", "grades", str(tmp_path / "grades.csv"), *place)

    assert done.stdout.strip() == "Added: 1. Changed: 0. Same: 0. Rows refused: 0."
    assert "500120001001" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert ",95%,Members," in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "Nothing was computed for this round yet" in str(refused.exception)


@pytest.mark.django_db(transaction=True)
def test_grades_scores_and_figures_of_a_run_go_out(home: Home, register: Path, tmp_path: Path) -> None:
    place = ("--home", str(home.path))
    run("cycle", "open", "2012", *place)
    run("units", "import", str(register), *place)
    assessed = run("assess", *place, "--cycle", "2012", "--round", "1")
    files = {kind: tmp_path / f"{kind}.json" for kind in ("grades", "scores", "figures")}

    for kind, file in files.items():
        run("export", kind, str(file), *place)

    assert assessed.exit_code == 0
    told = {kind: json.loads(file.read_text()) for kind, file in files.items()}
    assert [(row["code"], row["domain"], row["proposal"]) for row in told["grades"]] == [
        ("500120001001", "village", None)
    ]
    assert told["scores"][0]["score"] is None
    assert {"code": "500120", "domain": "village", "value": 1} in [
        {key: row[key] for key in ("code", "domain", "value")} for row in told["figures"]
    ]
