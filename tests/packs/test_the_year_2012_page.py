"""The page about the pack of 2012 tells the pack's own numbers."""

import re
from functools import cache
from pathlib import Path

from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.packs.schema.standards import Standard

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/explanation/the-year-2012-pack.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


@cache
def year() -> Pack:
    return load(ROOT / "packs/year-2012", checked=False)


def counted(standard: Standard) -> tuple[int, int, int, int]:
    """Return rows, cited rows, rows whose points are cited, own rows."""
    sources = [indicator.source for indicator in standard.indicators]
    cited = sum(source.document is not None for source in sources)
    points = sum((source.note or "").startswith("points-") for source in sources)
    return len(sources), cited, points, len(sources) - cited - points


def test_the_table_of_sources_counts_the_rows_of_every_standard() -> None:
    told = {name: tuple(map(int, numbers)) for name, *numbers in ROW.findall(PAGE)}

    assert told == {standard.id: counted(standard) for standard in year().standards}


def test_the_page_names_every_rule_that_blocks() -> None:
    blocking = {rule.id.split("-")[0] for rule in year().rules if rule.severity == "block"}

    sentence = re.search(r"R01 \(surveyed\).*?block\.", PAGE, re.DOTALL)

    assert sentence is not None
    assert set(re.findall(r"R\d\d", sentence[0])) == blocking


def test_the_page_says_how_many_questions_a_branch_sees() -> None:
    (form,) = (q for q in year().questionnaires if q.id == "self-assessment")
    asked = {question.fact for question in form.questions}
    counts = [len(asked & {f for i in s.indicators for f in i.reads}) for s in year().standards]

    assert f"{min(counts)} to {max(counts)} questions" in " ".join(PAGE.split())
