"""A unit's grade in words on stdout: from the grade down to row and date of every value."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from jishi.actions.consult.tallied import Tallied
from jishi.actions.explained import Explained, chosen
from jishi.actions.imports.forms import SOURCES
from jishi.cli.speech import language, translator
from jishi.cli.tables import said
from jishi.core.errors import sentence
from jishi.core.explain import DimensionShown, IndicatorShown
from jishi.packs.amounts import hundredths, to_text
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Fact
from jishi.packs.schema.fields import Source
from jishi.store.models.assess import FactValue

# A pack's own mark of a clause, where the document numbers none: words that no reader finds in it.
_MARK = re.compile(r"[a-z]+(-[a-z]+)*")


def points(value: int | None) -> str:
    """Return hundredths of a point with two decimals; a dash for null."""
    return "–" if value is None else hundredths(value)


def answer(fact: Fact, value: int | None) -> str:
    """Return a value as people read it, a choice by its name; a dash for null."""
    if value is None:
        return "–"
    if fact.type == "level" and 0 <= value < len(fact.choices):
        return said(fact.choices[value].names)
    if fact.type == "yes-no":
        return translator()("yes" if value else "no")
    if fact.type == "date":
        return date.fromordinal(value).isoformat()
    return f"{points(value)} %" if fact.type == "share" else to_text(fact, value)


def cited(pack: Pack, source: Source) -> str:
    """Return document and clause, or the reason of an own choice."""
    found = pack.clause(source)
    if found:
        document, clause = found
        name = said(document.names)
        return name if _MARK.fullmatch(clause.id) else f"{name} {clause.id}"
    note = pack.note(source)
    return sentence("own choice: %(reason)s", reason=said(note) if note else "").say(translator())


def print_explained(found: Explained) -> None:
    """Print grade ← limits ← dimensions ← indicators ← facts ← source, row, date; and what would lift it."""
    for line in _lines(found):
        click.echo(line)


def _lines(found: Explained) -> Iterator[str]:
    say, told, pack = translator(), found.explanation, found.pack
    yield f"{found.unit.name} ({found.unit.code})"
    if told.domain is None or not told.dimensions:
        yield sentence("This unit grades others and is not graded itself.").say(say)
        return
    yield sentence(
        "Proposed: %(grade)s. Score %(score)s of 100, %(scoreable)s points could be scored; by score: %(band)s.",
        grade=_grade(pack, told.proposal),
        score=points(told.score),
        scoreable=points(told.scoreable),
        band=_grade(pack, told.band),
    ).say(say)
    for limit in told.limits:
        if limit.state == "applies":
            rule = pack.limit_by_id[limit.limit.id]
            mark = sentence("decides") if limit.decides else sentence("applies")
            why = f"{mark.say(say)}; {cited(pack, rule.source)}"
            yield f"  ! {said(rule.names)} → {_grade(pack, limit.limit.grade)} ({why})"
    for dimension in told.dimensions:
        yield from _dimension(found, dimension)
    yield from _lift(found)


def _grade(pack: Pack, rank: int | None) -> str:
    return said(pack.grade_at(rank).names) if rank else translator()("no grade")


def _dimension(found: Explained, dimension: DimensionShown) -> Iterator[str]:
    standard = found.pack.standard_for(found.explanation.domain or "")
    assert standard is not None
    name = next(said(one.names) for one in standard.dimensions if one.id == dimension.id)
    yield f"{name}  {points(dimension.won)} / {points(dimension.possible)}"
    rows = {row.id: row for row in standard.indicators}
    for one in dimension.indicators:
        row = rows[one.row.id]
        won = f"{points(one.won)} / {points(one.row.weight)}{_unscored(one)}"
        yield f"  {said(row.names)}  {won}  [{cited(found.pack, row.source)}]"
        for fact in one.facts:
            yield from _fact(found, fact)


def _unscored(one: IndicatorShown) -> str:
    return "  " + translator()("not scored") if one.score is None else ""


def _fact(found: Explained, name: str) -> Iterator[str]:
    say, fact = translator(), found.pack.fact_by_id[name]
    used = found.explanation.facts[name]
    line = f"    {said(fact.names)}: {answer(fact, used.value)}"
    if used.previous is not None:
        line += sentence(" (last round %(value)s)", value=answer(fact, used.previous)).say(say)
    yield line
    for each in chosen(found.pack, found.said).get(name, ()):
        place = _place(each, tallied=name in found.tallies)
        yield f"      · {_source(each.source)}: {answer(fact, each.value)}  {place}"
    if name in found.tallies:
        tallied = found.tallies[name]
        asked = f"{tallied.consultation.say(say)} › {tallied.people.say(say)}"
        yield f"      = {asked}: {' '.join(each.say(say) for each in tallied.says())}"


def _source(name: str) -> str:
    names = {source: {"zh-Hans": hans, "zh-Hant": hant, "en": en} for source, hans, hant, en in SOURCES}
    return names[name].get(language().replace("_", "-"), name)


def _place(each: FactValue, *, tallied: bool) -> str:
    say = translator()
    by_hand = say("Tally") if tallied else say("typed in")
    parts = [each.origin.file.name if each.origin else by_hand, each.sheet]
    parts += [sentence("row %(row)s", row=each.row).say(say)] if each.row else []
    parts += [each.on.isoformat()] if each.on else []
    return " › ".join(part for part in parts if part)


def _lift(found: Explained) -> Iterator[str]:
    say, lift, pack = translator(), found.explanation.lift, found.pack
    standard = pack.standard_for(found.explanation.domain or "")
    if not lift.mends or standard is None:
        return
    rows = {row.id: row for row in standard.indicators}
    yield sentence("What would lift it (the cheapest points first):").say(say)
    for mend in lift.mends:
        row = rows[mend.row.id]
        yield sentence(
            "  + %(points)s points: %(name)s. %(advice)s → score %(score)s, %(grade)s",
            points=points(mend.points),
            name=said(row.names),
            advice=said(row.advice),
            score=points(mend.score),
            grade=_grade(pack, mend.band),
        ).say(say)
    for limit in lift.holding:
        yield sentence(
            "  ! It stays at %(grade)s as long as this holds: %(reason)s",
            grade=_grade(pack, limit.grade),
            reason=said(pack.limit_by_id[limit.id].names),
        ).say(say)


def document(found: Explained) -> dict[str, Any]:
    """Return the explanation as plain JSON; numbers as the core keeps them (hundredths), null where not known."""
    told = found.explanation
    return {
        "unit": {"code": found.unit.code, "name": found.unit.name, "domain": told.domain},
        "pack": {"id": found.pack.id, "version": found.pack.version},
        "proposal": told.proposal,
        "band": told.band,
        "score": told.score,
        "scoreable": told.scoreable,
        "limits": [
            {"id": one.limit.id, "state": one.state, "decides": one.decides, "facts": list(one.facts)}
            for one in told.limits
        ],
        "dimensions": [
            {
                "id": dimension.id,
                "won": dimension.won,
                "possible": dimension.possible,
                "indicators": [
                    {
                        "id": one.row.id,
                        "score": one.score,
                        "won": one.won,
                        "weight": one.row.weight,
                        "facts": list(one.facts),
                    }
                    for one in dimension.indicators
                ],
            }
            for dimension in told.dimensions
        ],
        "facts": {name: _fact_document(found, name) for name in told.facts},
        "lift": {
            "target": told.lift.target,
            "reached": told.lift.reached,
            "mends": [{"id": one.row.id, "points": one.points, "score": one.score} for one in told.lift.mends],
            "holding": [limit.id for limit in told.lift.holding],
        },
        "changed": sorted(found.changed),
    }


def _fact_document(found: Explained, name: str) -> dict[str, Any]:
    used = found.explanation.facts[name]
    return {
        "value": used.value,
        "previous": used.previous,
        "said": [
            {
                "source": each.source,
                "value": each.value,
                "on": each.on.isoformat() if each.on else None,
                "file": each.origin.file.name if each.origin else None,
                "sheet": each.sheet or None,
                "row": each.row,
            }
            for each in chosen(found.pack, found.said).get(name, ())
        ],
        "tally": _tally_document(found.tallies[name]) if name in found.tallies else None,
    }


def _tally_document(told: Tallied) -> dict[str, Any]:
    instead = told.instead
    return {
        "consultation": told.code,
        "ask": told.ask,
        "slips": told.printed,
        "used": told.used,
        "heard": told.heard,
        "people": told.of,
        "low": told.low,
        "high": told.high,
        "instead": {
            "low": instead.low,
            "high": instead.high,
            "pool": list(instead.joined),
            "minute": instead.minute,
        }
        if instead
        else None,
    }
