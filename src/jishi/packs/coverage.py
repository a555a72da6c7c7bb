"""What the worked examples show, and what they leave unshown."""

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.packs.pack import Pack, active
from jishi.packs.schema.standards import Indicator, WhenMissing
from jishi.packs.worked import Run


@dataclass(frozen=True)
class Coverage:
    """What no worked example shows; a local pack need only show what it adds or changes.

    Attributes:
        limits: limits that no example expects.
        rules: rules that no example expects to be violated.
        answers: ``fact/answer`` that follows from other facts and that no example expects.
        meanings: meanings of missing that no example shows.
        grades: grades that no example expects.
        indicators: ``standard/indicator`` that no example expects a value of.
        lines: lines of the bands of which no example shows the score just reached and the score just missed.
    """

    limits: tuple[str, ...]
    rules: tuple[str, ...]
    answers: tuple[str, ...]
    meanings: tuple[WhenMissing, ...]
    grades: tuple[str, ...]
    indicators: tuple[str, ...]
    lines: tuple[str, ...]


def coverage(pack: Pack, runs: Iterable[Run]) -> Coverage:
    """Return what the examples that were run leave unshown."""
    done = list(runs)
    told = {name for run in done for key in ("limits", "violations") for name in _expected(run, key)}
    grades = {text for run in done if (text := _text(run, "grade"))}
    scores = {run.value("score") for run in done if "score" in run.example.expect}
    shown = {meaning for run in done for meaning in _meanings(pack, run)}
    used = {indicator.when_missing for _, indicator in _own_indicators(pack)}
    inherited = pack.parent is not None and pack.parent.grades.bands == pack.grades.bands
    lines = [] if inherited else [int(step.at_least * 100) for step in pack.grades.bands.steps]
    return Coverage(
        limits=tuple(
            limit.id for limit in pack.grades.limits if _own(pack, "limits", limit.id) and limit.id not in told
        ),
        rules=tuple(
            rule.id
            for rule in pack.rules
            if rule.on is not False and _own(pack, "rules", rule.id) and rule.id not in told
        ),
        answers=tuple(
            f"{fact.id}/{case.then}"
            for fact in pack.facts
            for case in fact.follows
            if _own(pack, "facts", fact.id) and not any(_text(run, fact.id) == case.then for run in done)
        ),
        meanings=tuple(sorted(used - shown)),
        grades=tuple(g.id for g in pack.grades.grades if pack.parent is None and g.id not in grades),
        indicators=tuple(
            f"{standard}/{indicator.id}"
            for standard, indicator in _own_indicators(pack)
            if not any(indicator.id in run.example.expect for run in done)
        ),
        lines=tuple(str(line // 100) for line in lines if not {line, line - 1} <= scores),
    )


def _own(pack: Pack, section: str, name: str) -> bool:
    return pack.parent is None or (section, name) in pack.own


def _own_indicators(pack: Pack) -> list[tuple[str, Indicator]]:
    return [
        (standard.id, indicator)
        for standard in pack.standards
        if standard.status == "binding"
        for indicator in standard.indicators
        if _own(pack, "indicators", f"{standard.id}/{indicator.id}")
    ]


def _expected(run: Run, key: str) -> tuple[str, ...]:
    value = run.example.expect.get(key, ())
    return value if isinstance(value, tuple) else (value.text,)


def _text(run: Run, key: str) -> str | None:
    value = run.example.expect.get(key)
    return value.text if value is not None and not isinstance(value, tuple) else None


def _meanings(pack: Pack, run: Run) -> list[WhenMissing]:
    """Return the meanings of missing that an example shows: an expected row whose facts are not all there.

    ``last-round`` is shown by a row that got its value from the round before; one that stays unscored without it
    shows only that there was none.
    """
    standard = pack.standard_for(run.example.domain)
    rows = active(standard.indicators, run.example.day or pack.starts) if standard else iter(())
    shown: list[WhenMissing] = []
    for row in rows:
        missing = [fact for fact in row.reads if fact not in run.facts]
        if row.id not in run.example.expect or not missing:
            continue
        value = run.value(f"indicator:{row.id}")
        fits = {
            "zero": value == 0,
            "not-scored": value is None,
            "last-round": value is not None and any(fact in run.last for fact in missing),
        }
        if fits[row.when_missing]:
            shown.append(row.when_missing)
    return shown
