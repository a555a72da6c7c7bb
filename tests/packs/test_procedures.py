"""Procedures are only data: two that the program knows nothing of run from a pack, and prove themselves."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.packs.load import load
from jishi.packs.procedures import calendar_of, procedure_of
from tests.packs.folders import HERE, LOCAL, MINIMAL, SHIPPED

VILLAGE_LIFE = HERE / "village-life"


def changed(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """Return what is told about a changed copy of the pack."""
    for folder in (MINIMAL, VILLAGE_LIFE):
        shutil.copytree(folder, tmp_path / folder.name)
    target = tmp_path / "village-life" / "procedures" / file
    text = target.read_text(encoding="utf-8")
    assert text.count(old) == 1, "the place must be found exactly once"
    target.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        load(tmp_path / "village-life")
    return [str(complaint) for complaint in refusal.value.complaints]


def test_procedures_that_the_program_knows_nothing_of_are_only_data() -> None:
    pack = load(VILLAGE_LIFE)

    found = {each.id: procedure_of(each) for each in pack.procedures}

    assert [step.id for step in found["four-discussions"].steps] == [
        "proposed",
        "discussed",
        "deliberated",
        "resolved",
        "posted",
        "closed",
    ]
    assert found["recruitment"].move("confirm").gates[0].months == 12


def test_an_example_that_does_not_come_true_is_told_with_its_place(tmp_path: Path) -> None:
    told = changed(
        tmp_path,
        "four-discussions.yaml",
        'at_least: "2/3"}\n      - {id: members',
        'at_least: "3/4"}\n      - {id: members',
    )

    assert told[0] == (
        'village-life/procedures/four-discussions.yaml:44: "Six steps in their order": '
        "expected -, found members-there. Correct the example, or the procedure."
    )


def test_a_step_that_no_move_reaches_is_told(tmp_path: Path) -> None:
    told = changed(
        tmp_path, "four-discussions.yaml", "from: [resolved], to: posted", "from: [resolved], to: closed"
    )

    assert [line.partition(": ")[2] for line in told] == [
        'No move leads to the step "posted". Add a move that leads there, or delete the step.'
    ]


def test_a_move_to_nowhere_is_told(tmp_path: Path) -> None:
    told = changed(tmp_path, "four-discussions.yaml", "to: discussed, by: unit", "to: discused, by: unit")

    assert any('"discused" is not among the steps. Did you mean "discussed"?' in line for line in told)


def test_a_share_without_its_size_is_told(tmp_path: Path) -> None:
    told = changed(
        tmp_path, "recruitment.yaml", 'among: voting, more_than: "1/2"', "among: voting, more_than: half"
    )

    assert told[0].endswith('Add at_least: "2/3" or more_than: "1/2", in quotes.')


def test_what_happens_by_itself_needs_a_term(tmp_path: Path) -> None:
    told = changed(tmp_path, "recruitment.yaml", "to: activist, by: unit", "to: activist, by: time")

    (line,) = told
    assert '"activate" happens by itself, but a step that it leaves has no term.' in line


def test_a_local_pack_cannot_drop_a_gate_or_shorten_a_term(tmp_path: Path) -> None:
    year = next(path for path in SHIPPED if path.name == "year-2012")
    shutil.copytree(year, tmp_path / "year-2012")
    street = tmp_path / "street"
    (street / "procedures").mkdir(parents=True)
    heading = (LOCAL / "pack.yaml").read_text(encoding="utf-8")
    heading = heading.replace("id: local", "id: street").replace("extends: minimal", "extends: year-2012")
    (street / "pack.yaml").write_text(heading, encoding="utf-8")
    (street / "procedures" / "grading.yaml").write_text(
        "id: grading\nsteps:\n  - {id: notice, term: {days: 3, count: working}}\n", encoding="utf-8"
    )

    with pytest.raises(Refusal) as refusal:
        load(street)

    assert any(
        'procedures › grading › notice › term goes from "5 working" to "3 working"' in str(complaint)
        for complaint in refusal.value.complaints
    )


def test_without_a_calendar_monday_to_friday_are_worked() -> None:
    calendar = calendar_of(load(VILLAGE_LIFE))

    assert calendar.add_working_days(date(2012, 3, 30), 5) == date(2012, 4, 6)


def test_the_year_knows_the_holidays_of_2012() -> None:
    year = next(path for path in SHIPPED if path.name == "year-2012")

    calendar = calendar_of(load(year, checked=False))

    assert calendar.add_working_days(date(2012, 3, 30), 5) == date(2012, 4, 9)
    assert not calendar.is_working(date(2012, 10, 1))
    assert calendar.is_working(date(2012, 9, 29))
