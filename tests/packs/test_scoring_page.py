"""Every number of docs/explanation/scoring.md is computed again."""

from collections.abc import Mapping

import pytest

from jishi.core.formulas import Assessment, Fact, Formula
from jishi.packs.amounts import hundredths, to_integer
from jishi.packs.load import load
from jishi.packs.lower import lower
from tests.packs.folders import MINIMAL, ROOT
from tests.packs.units import alone, values

PAGE = (ROOT / "docs" / "explanation" / "scoring.md").read_text(encoding="utf-8")
PACK = load(MINIMAL)
FACTS = {
    "meetings missed": "meetings-missed",
    "content": "content-share",
    "room": "room",
    "money": "money",
    "chair vacant": "chair-vacant",
}
MISSING = "–"

Line = tuple[str, ...]


def table(first: str) -> tuple[Line, list[Line]]:
    """Return head and lines of the table whose head begins so."""
    lines = PAGE[PAGE.index(f"| {first}") :].split("\n\n")[0].splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return cells[0], cells[2:]


def whole(told: Mapping[str, str]) -> dict[str, int]:
    """Return the facts that a line gives, as whole numbers."""
    given = {FACTS[name]: cell for name, cell in told.items() if name in FACTS and cell != MISSING}
    return {name: to_integer(PACK.fact_by_id[name], cell) for name, cell in given.items()}


def points(value: int | None) -> str:
    """Return hundredths as the page prints scores."""
    return MISSING if value is None else hundredths(value)


def percent(value: int | None) -> str:
    """Return hundredths of a percent as the page prints rows."""
    return MISSING if value is None else str(value // 100)


def grade(rank: int | None) -> str:
    """Return the id of the grade of a rank."""
    return MISSING if rank is None else PACK.grade_at(rank).id


HEAD, SCORES = table("meetings missed | content")


@pytest.mark.parametrize("line", SCORES, ids=[" ".join(line[:4]) for line in SCORES])
def test_rows_and_score_are_as_the_page_says(line: Line) -> None:
    told = values(alone(whole(dict(zip(HEAD[:4], line[:4], strict=True)))))

    rows = [percent(told[f"indicator:{row}"]) for row in ("meetings", "content", "room", "funds")]
    assert [*rows, percent(told["scoreable"]), points(told["score"])] == list(line[4:])


_, BANDS = table("score | band")


@pytest.mark.parametrize("line", BANDS, ids=[line[0] for line in BANDS])
def test_bands_are_as_the_page_says(line: Line) -> None:
    band = next(formula for formula in lower(PACK).formulas if formula.id == "band")
    given = Assessment((Formula("score", Fact("score")), band))
    score = {} if line[0] == MISSING else {"score": int(line[0].replace(".", ""))}

    assert grade(values(alone(score), given)["band"]) == line[1]


LIMIT_HEAD, LIMITS = table("content | chair vacant")


@pytest.mark.parametrize("line", LIMITS, ids=[" ".join(line[:2]) for line in LIMITS])
def test_limits_and_proposal_are_as_the_page_says(line: Line) -> None:
    rest = {"meetings-missed": 0, "room": 0, "money": 500_000}
    told = values(alone({**rest, **whole(dict(zip(LIMIT_HEAD[:2], line[:2], strict=True)))}))

    limits = ", ".join(limit.id for limit in PACK.grades.limits if told[f"limit:{limit.id}"]) or MISSING
    assert (points(told["score"]), grade(told["band"]), limits, grade(told["proposal"])) == line[2:]
