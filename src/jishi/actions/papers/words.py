"""What figures are called where a text speaks of them, and how the rows behind one are told on paper."""

from collections.abc import Mapping, Sequence
from typing import Final

from jishi.actions.papers.ground import Ground
from jishi.core.errors import Sentence, sentence
from jishi.core.forms import Behind, Figure, Name, shortened

_CALLED: Final[Mapping[str, Sentence]] = {
    "place": sentence("the area"),
    "maker": sentence("the committee that makes it"),
    "above": sentence("the level above"),
    "cycle": sentence("the year"),
    "round": sentence("the round"),
    "today": sentence("the day"),
    "run": sentence("the run"),
    "number": sentence("the version"),
    "units": sentence("units to be graded"),
    "graded": sentence("units graded"),
    "ungraded": sentence("units not graded yet"),
    "graded-as": sentence("graded: %(of)s"),
    "share-of": sentence("share graded: %(of)s"),
    "proposed-as": sentence("proposed: %(of)s"),
    "risen": sentence("risen since the round before"),
    "fallen": sentence("fallen since the round before"),
    "sum-of": sentence("sum: %(of)s"),
    "known-of": sentence("known: %(of)s"),
    "problems": sentence("problems found"),
    "problems-open": sentence("problems being solved"),
    "problems-solved": sentence("problems solved"),
    "remedies": sentence("remedies"),
    "remedies-overdue": sentence("remedies overdue"),
    "remedies-verified": sentence("remedies verified"),
}
#: Longer lists of rows are cut; the page has them all.
_LONGEST = 90
_NAMED = 6


def called(ground: Ground, name: Name) -> str:
    """Return what a figure is called in the paper's language."""
    found = _CALLED.get(name.figure)
    if found is None:
        return str(name)
    return Sentence(found.text, {"of": _of(ground, name.of)} if name.of else {}).say(ground.telling.say)


def _of(ground: Ground, name: str) -> str:
    language = ground.telling.language
    grade = next((each for each in ground.pack.grades.grades if each.id == name), None)
    fact = ground.pack.fact_by_id.get(name)
    return grade.names.say(language) if grade else fact.names.say(language) if fact else name


def behind_on_paper(ground: Ground, figure: Figure, listed: Mapping[int, int]) -> str:
    """Return which rows stand behind a figure, as the paper tells it.

    Args:
        listed: unit → its number in the list of units on the same paper.
    """
    behind, word = figure.behind, ground.telling.word
    if behind is None:
        return ""
    if behind.kind in ("problems", "remedies"):
        return word(sentence("Numbers in the ledger: %(numbers)s", numbers=_cut(shortened(behind.ids))))
    if behind.ids and all(unit in listed for unit in behind.ids):
        rows = _cut(shortened([listed[unit] for unit in behind.ids]))
        return word(sentence("Rows %(rows)s of the list of units", rows=rows))
    return _names(ground, behind)


def _names(ground: Ground, behind: Behind) -> str:
    first: Sequence[int] = behind.ids[:_NAMED]
    names = [ground.units[unit].name for unit in first if unit in ground.units]
    joined = (", " if ground.telling.language == "en" else "、").join(names)
    if len(behind.ids) <= _NAMED:
        return joined
    return ground.telling.word(
        sentence("%(names)s and others, %(count)s in all", names=joined, count=len(behind.ids))
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(',')[0]} …"
