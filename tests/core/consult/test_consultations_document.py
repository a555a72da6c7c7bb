"""The page on consultations computes what it says."""

import re
from functools import cache
from pathlib import Path

import numpy as np

from jishi.core.consult.participation import Quorum
from jishi.core.consult.release import Figures, Policy, release
from jishi.core.tree import build

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "consultations.md"
POLICY = Policy(minimum=5, edges=(*range(10_00, 100_00, 10_00), 95_00))
PUBLIC = Quorum(share=10_00, least=15)


@cache
def rows(pattern: str) -> list[tuple[str, ...]]:
    """Return the rows of a table on the page."""
    return re.findall(pattern, PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def said(figures: Figures, row: int) -> str:
    """Return a figure as the page writes it."""
    if not figures.shown[row]:
        return "hidden"
    return f"{figures.low[row] // 100}–{figures.high[row] // 100} %"


def test_as_many_of_the_public_must_be_heard_as_the_page_says() -> None:
    table = rows(r"^\| (\d+) \| (\d+) \|$")

    assert len(table) == 4
    assert [str(PUBLIC.needed(int(people))) for people, _ in table] == [needed for _, needed in table]


def test_shares_are_told_as_the_page_says() -> None:
    table = rows(r"^\| (\d+) \| (\d+) \| (.+?) \|$")

    assert len(table) == 6
    for answers, favourable, told in table:
        tree = build(np.array([0]), np.array([-1]))
        assert said(release(tree, np.array([int(answers)]), np.array([int(favourable)]), POLICY).own, 0) == told


def test_the_county_of_the_page_is_told_as_it_says() -> None:
    table = rows(r"^\| ((?:county|township|branch)[^|]*) \| (\d+) \| (\d+) \| ([^|]+) \|$")
    names = [name for name, *_ in table]
    parents = [-1 if name == "county" else 0 if name.startswith("township") else -2 for name in names]
    parents = [
        names.index(f"township {name[7]}") if up == -2 else up for name, up in zip(names, parents, strict=True)
    ]
    own = [name.startswith("branch") for name in names]
    tree = build(np.arange(7), np.array(parents))

    released = release(
        tree,
        np.array([int(answers) * one for (_, answers, _, _), one in zip(table, own, strict=True)]),
        np.array([int(favourable) * one for (_, _, favourable, _), one in zip(table, own, strict=True)]),
        POLICY,
    )

    assert [said(released.whole, row) for row in range(7)] == [told for *_, told in table]
    assert released.whole.size.tolist() == [int(answers) for _, answers, _, _ in table]
