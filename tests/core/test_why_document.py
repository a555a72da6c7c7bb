"""The worked numbers of docs/explanation/why-a-grade.md are what the program computes."""

from itertools import takewhile
from pathlib import Path

import pytest

from tests.core.test_explain import explained

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "why-a-grade.md"
HEAD = "| missed | missing postings |"


def worked_rows() -> list[list[str]]:
    """Return the cells of the worked table, without its head."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(HEAD)) + 2
    table = takewhile(lambda line: line.startswith("|"), lines[start:])
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def known(cell: str, times: int = 1) -> int | None:
    return None if cell == "?" else int(cell) * times


def written(value: int | None, hundredths: bool = False) -> str:
    return "?" if value is None else f"{value / 100:g}" if hundredths else str(value)


@pytest.mark.parametrize("row", worked_rows(), ids=lambda row: "-".join(row[:3]))
def test_a_worked_row_of_the_document_is_true(row: list[str]) -> None:
    told = explained(missed=known(row[0]), unposted=known(row[1]), satisfied=known(row[2], 100))

    lift = told.lift
    assert [written(told.score, hundredths=True), written(told.proposal)] == row[3:5]
    assert ("" if lift.target is None else str(lift.target)) == row[5]
    assert ", ".join(mend.row.id for mend in lift.mends) == row[6]
    assert ", ".join(limit.id for limit in lift.holding) == row[7]


def test_the_document_works_through_at_least_six_units() -> None:
    assert len(worked_rows()) >= 6
