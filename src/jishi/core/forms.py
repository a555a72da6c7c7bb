"""Official papers: the figures that a form may name, what stands behind each, and what a correction changed.

A form is data of a pack; each of its places names a figure of a closed list. A filled form keeps, for every figure,
its text, its number and the rows that it was counted from, so that a number on paper leads back to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

About = Literal["any", "unit", "area", "remedy"]
Refers = Literal["", "fact", "grade"]
#: What the rows behind a figure are.
RowKind = Literal["units", "facts", "problems", "remedies"]


@dataclass(frozen=True)
class Kind:
    """One name of the list.

    Attributes:
        about: what it can be said of.
        refers: what stands behind its colon; empty = nothing does.
        personal: it is the name of a person, read with fields of class 2.
    """

    about: About
    refers: Refers = ""
    personal: bool = False


#: Every figure that a form may name.
FIGURES: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("place", "maker", "above", "cycle", "round", "today", "run", "number"), Kind("any")),
    **dict.fromkeys(("unit", "code", "domain", "part", "members"), Kind("unit")),
    **dict.fromkeys(("score", "proposal", "grade", "grade-before"), Kind("unit")),
    **dict.fromkeys(("committee", "meeting-day", "minutes", "present", "reason"), Kind("unit")),
    **dict.fromkeys(("answer", "notice-days", "objections", "problem-list", "plan-goal"), Kind("unit")),
    **dict.fromkeys(("secretary", "contact"), Kind("unit", personal=True)),
    "fact": Kind("unit", "fact"),
    **dict.fromkeys(("units", "graded", "ungraded", "risen", "fallen"), Kind("area")),
    **dict.fromkeys(("graded-as", "share-of", "proposed-as"), Kind("area", "grade")),
    **dict.fromkeys(("sum-of", "known-of"), Kind("area", "fact")),
    **dict.fromkeys(("problems", "problems-open", "problems-solved"), Kind("area")),
    **dict.fromkeys(("remedies", "remedies-overdue", "remedies-verified"), Kind("area")),
    **dict.fromkeys(("problem", "problem-kind", "remedy", "goal", "due", "progress"), Kind("remedy")),
    "responsible": Kind("remedy", personal=True),
}


@dataclass(frozen=True)
class Name:
    """A figure as a form names it: ``graded-as:good``."""

    figure: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.figure}:{self.of}" if self.of else self.figure


def named(written: str) -> Name:
    """Return a name as it is written.

    Example:
        >>> named("graded-as:good"), str(named("score"))
        (Name(figure='graded-as', of='good'), 'score')
    """
    figure, _, of = written.partition(":")
    return Name(figure.strip(), of.strip())


def parts(text: str) -> Iterator[str | Name]:
    """Yield the pieces of a text: plain text, and the names that stand in braces.

    Example:
        >>> list(parts("有{units}个"))
        ['有', Name(figure='units', of=''), '个']
    """
    rest = text
    while rest:
        before, opened, behind = rest.partition("{")
        name, closed, rest_ = behind.partition("}")
        if before:
            yield before
        if not opened:
            return
        if not closed:
            yield "{" + behind
            return
        yield named(name)
        rest = rest_


@dataclass(frozen=True)
class Behind:
    """The rows that a figure was counted from.

    Attributes:
        kind: what they are.
        ids: their numbers, in the order of the tree.
        of: with facts, the id of the fact.
    """

    kind: RowKind
    ids: tuple[int, ...]
    of: str = ""


@dataclass(frozen=True)
class Figure:
    """One place of a filled form.

    Attributes:
        key: where it stands: block, row and column, or the place in a text: ``3.2.5``.
        name: the figure, as the form names it.
        label: what it is called on the paper, with its row: ``村 · 较差``.
        text: as it is printed.
        number: whole, in hundredths where ``scale`` is 100; None = a text, or not known.
        personal: it names a person.
        behind: its rows; None = it stands for itself.
    """

    key: str
    name: str
    label: str
    text: str
    number: int | None = None
    scale: int = 1
    personal: bool = False
    behind: Behind | None = None


def before(label: str) -> str:
    """Return a label as it stands before what it names: a colon of our width is followed by a space.

    Example:
        >>> before("Round:"), before("轮次："), before("")
        ('Round: ', '轮次：', '')
    """
    return f"{label} " if label.endswith(":") else label


def plain(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return figures as plain JSON; what is empty is left out."""
    told = []
    for each in figures:
        row: dict[str, Any] = {"key": each.key, "name": each.name, "label": each.label, "text": each.text}
        if each.number is not None:
            row |= {"number": each.number, "scale": each.scale}
        if each.personal:
            row["personal"] = True
        if each.behind is not None:
            row["behind"] = {"kind": each.behind.kind, "ids": list(each.behind.ids), "of": each.behind.of}
        told.append(row)
    return told


def kept(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Return figures from plain JSON.

    Example:
        >>> one = Figure("1.2", "units", "合计", "5", 5, behind=Behind("units", (3, 4)))
        >>> kept(plain([one])) == (one,)
        True
    """
    found = []
    for row in rows:
        behind = row.get("behind")
        found.append(
            Figure(
                row["key"],
                row["name"],
                row["label"],
                row["text"],
                row.get("number"),
                row.get("scale", 1),
                personal=row.get("personal", False),
                behind=Behind(behind["kind"], tuple(behind["ids"]), behind["of"]) if behind else None,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Difference:
    """What another version says otherwise; None = it does not say it at all."""

    label: str
    before: str | None
    after: str | None


def differences(before: Sequence[Figure], after: Sequence[Figure]) -> tuple[Difference, ...]:
    """Return what differs from one version of a paper to the next, in its order; what is gone stands last.

    A row is told by its label, not by its place: a unit that comes in between moves no other.

    Example:
        >>> old, new = Figure("1", "units", "合计", "5"), Figure("1", "units", "合计", "6")
        >>> differences([old], [new])
        (Difference(label='合计', before='5', after='6'),)
    """
    was = {(each.name, each.label): each.text for each in before}
    now = {(each.name, each.label): each.text for each in after}
    changed = [
        Difference(label, was.get((name, label)), text)
        for (name, label), text in now.items()
        if was.get((name, label)) != text
    ]
    gone = [Difference(label, text, None) for (name, label), text in was.items() if (name, label) not in now]
    return (*changed, *gone)


def shortened(numbers: Sequence[int]) -> str:
    """Return row numbers as papers write them: neighbours as a range.

    Example:
        >>> shortened([1, 2, 3, 7, 9, 10])
        '1-3, 7, 9-10'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
