"""Tables of grades on stdout."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.speech import language, translator
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.actions.overview import Group, Plausibility
    from jishi.packs.pack import Pack


def said(names: Any) -> str:
    """Return texts of a pack in the language of the command line."""
    text: str = names.say(language().replace("_", "-"))
    return text


def percent(points: int | None) -> str:
    """Return basis points as a percentage with one decimal, rounded down; a dash for nothing."""
    return "–" if points is None else f"{points // 100}.{points % 100 // 10} %"


def print_grades(groups: Sequence["Group"], pack: "Pack") -> None:
    """Print one row for each group: how many units were proposed each grade."""
    say = translator()
    grades = [said(grade.names) for grade in pack.grades.grades]
    titles = {"domain": say("Domain"), "level": say("Level"), "unit": say("Unit"), "all": ""}
    heads = [titles[groups[0].kind] if groups else "", *grades, say("Not graded"), say("Units")]
    rows = [
        [
            _name(group, pack),
            *(f"{count} ({percent(group.share(rank))})" for rank, count in enumerate(group.counts, start=1)),
            str(group.ungraded),
            str(group.graded + group.ungraded),
        ]
        for group in groups
    ]
    print_table(heads, rows)


def _name(group: "Group", pack: "Pack") -> str:
    words = {"domain": pack.domain_by_id, "level": pack.level_by_id}.get(group.kind)
    return said(words[group.id].names) if words else group.name or translator()("All")


def print_plausibility(found: Sequence["Plausibility"]) -> None:
    """Print own shares beside published ones."""
    say = translator()
    words = {
        "too low": sentence("lower than published"),
        "too high": sentence("higher than published"),
        "plausible": sentence("as published"),
    }
    for one in found:
        line = sentence(
            "%(name)s: %(own)s of %(count)s; published %(least)s to %(most)s: %(verdict)s",
            name=said(one.share.names),
            own=percent(one.own),
            count=one.graded,
            least=percent(int(one.share.least * 100)),
            most=percent(int(one.share.most * 100)),
            verdict=words[one.verdict],
        )
        click.echo(line.say(say))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose columns line up, wide letters counted as two; columns of numbers end at the right."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(_width(cell) for cell in column) for column in columns]
    numbers = [bool(rows) and all(cell[:1].isdecimal() or cell == "–" for cell in column[1:]) for column in columns]
    # A code is digits too, but it is read from the left.
    numbers[0] = False
    for cells in (heads, ["─" * width for width in widths], *rows):
        padded = [
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(cells, widths, numbers, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
