"""The score of an indicator as written → one expression: 0 to 10000 hundredths of its row, null when missing."""

from collections.abc import Mapping
from decimal import Decimal

from jishi.core.errors import sentence
from jishi.core.formulas import Const, Deduct, Expression, Fact, IfNull, Lookup, Max, Min, Table
from jishi.packs.amounts import Unfit, scaled, to_integer
from jishi.packs.build import Builder
from jishi.packs.expressions import ExpressionReader
from jishi.packs.intervals import Interval, interval
from jishi.packs.kinds import ANYTHING, NUMBER, POINTS, told
from jishi.packs.marked import Scalar, Spot
from jishi.packs.schema.facts import Fact as PackFact
from jishi.packs.schema.standards import Deduction, Indicator, Score

FULL_ROW = 100_00

_WAYS = ("deduct", "bands", "lookup", "share", "expression")
_HUNDREDTHS = (ANYTHING, POINTS, "a share")


def row_expression(
    indicator: Indicator, reader: ExpressionReader, known: Mapping[str, Interval]
) -> Expression | None:
    """Return what an indicator earns of its row, with what missing means.

    Args:
        indicator: the indicator.
        reader: reads expressions and notes complaints.
        known: fact id → the least and greatest value it may take.

    Returns:
        An expression of 0 to 10000; null = not scored. None when something was wrong (and noted).
    """
    facts_of = reader.falling_back() if indicator.when_missing == "last-round" else reader
    raw = _earned(indicator, facts_of)
    if raw is None:
        return None
    within = interval(raw, known)
    if within is not None and within.most > FULL_ROW:
        raw = Min((raw, Const(FULL_ROW)))
    if within is None or within.least < 0:
        raw = Max((raw, Const(0)))
    return IfNull((raw, Const(0))) if indicator.when_missing == "zero" else raw


def _earned(indicator: Indicator, reader: ExpressionReader) -> Expression | None:
    score, builder = indicator.score, reader.builder
    spot = score.position.spot
    ways = [way for way in _WAYS if getattr(score, way) is not None]
    if len(ways) != 1:
        builder.note(
            spot,
            sentence('"%(id)s" is scored in %(count)s ways.', id=indicator.id, count=len(ways)),
            sentence("Keep exactly one of: %(ways)s.", ways=", ".join(_WAYS)),
        )
        return None
    if score.expression is not None:
        read = reader.read(score.expression)
        bare = read is not None and isinstance(read.expression, Fact | IfNull)
        if read and read.kind not in _HUNDREDTHS and (bare or read.kind != NUMBER):
            builder.note(
                spot,
                sentence("The result is %(kind)s, not hundredths of a percent.", kind=told(read.kind)),
                sentence("Turn it into 0 to 10000 with table, lookup, multiply or deduct."),
            )
        return read.expression if read else None
    fact = _only_fact(indicator, reader, spot)
    if fact is None:
        return None
    try:
        return _simple(score, fact, reader, spot)
    except Unfit as unfit:
        builder.note(spot, unfit.what, unfit.fix)
        return None


def _only_fact(indicator: Indicator, reader: ExpressionReader, spot: Spot) -> PackFact | None:
    if len(indicator.reads) == 1:
        return reader.facts.get(indicator.reads[0])
    reader.builder.note(
        spot,
        sentence(
            '"%(id)s" reads %(count)s facts but its score takes one.', id=indicator.id, count=len(indicator.reads)
        ),
        sentence("Write the score as an expression, or read one fact."),
    )
    return None


def _simple(score: Score, fact: PackFact, reader: ExpressionReader, spot: Spot) -> Expression:
    value = reader.measured(Scalar(fact.id, "str", spot)).expression
    if score.deduct is not None:
        return _deducted(score.deduct, fact, value)
    if score.bands is not None:
        return _banded(score, fact, value, reader.builder)
    if score.lookup is not None:
        return _looked_up(score, fact, value)
    if fact.type not in ("share", "score") or not score.share:
        raise Unfit(
            sentence('"%(fact)s" is not a share, so it cannot be the score.', fact=fact.id),
            sentence("Use bands, lookup or deduct."),
        )
    return value


def _deducted(deduction: Deduction, fact: PackFact, value: Expression) -> Expression:
    if fact.type not in ("count", "months", "yes-no"):
        raise Unfit(
            sentence('"%(fact)s" is not counted, so nothing can be lost for each one.', fact=fact.id),
            sentence("Use bands or an expression."),
        )
    start, each, floor = (scaled(part, 100) for part in (deduction.start, deduction.each, deduction.floor))
    if not 0 <= floor <= start <= FULL_ROW or each <= 0:
        raise Unfit(
            sentence("A deduction goes down from at most 100 to its floor."),
            sentence("Write 0 <= floor <= from <= 100 and each above 0."),
        )
    return Deduct(value, start, each, floor)


def _banded(score: Score, fact: PackFact, value: Expression, builder: Builder) -> Expression:
    bands = score.bands or ()
    if score.below is None or not bands:
        raise Unfit(
            sentence("Bands need lines and `below`."), sentence("Write bands: [{at_least: …, score: …}], below: 0.")
        )
    steps = []
    for band in bands:
        try:
            steps.append((to_integer(fact, band.at_least.text), _percent(band.score)))
        except Unfit as unfit:
            builder.note(band.position.of("at_least"), unfit.what, unfit.fix)
    lines = [line for line, _ in steps]
    if lines != sorted(set(lines), reverse=True):
        raise Unfit(sentence("The lines do not descend."), sentence("Put the highest line first; no line twice."))
    return Table(value, tuple(steps), _percent(score.below))


def _looked_up(score: Score, fact: PackFact, value: Expression) -> Expression:
    if fact.type not in ("level", "yes-no", "count", "months"):
        raise Unfit(
            sentence('"%(fact)s" has too many values to look each one up.', fact=fact.id),
            sentence("Use bands or an expression."),
        )
    entries = {to_integer(fact, key): _percent(percent) for key, percent in (score.lookup or {}).items()}
    every = range(len(fact.choices)) if fact.type == "level" else range(2) if fact.type == "yes-no" else None
    if score.otherwise is None and (every is None or set(every) != set(entries)):
        raise Unfit(
            sentence('The lookup does not cover every value of "%(fact)s".', fact=fact.id),
            sentence("Add the missing values, or otherwise: 0."),
        )
    otherwise = None if score.otherwise is None else _percent(score.otherwise)
    return Lookup(value, tuple(sorted(entries.items())), otherwise)


def _percent(percent: Decimal) -> int:
    hundredths = scaled(percent, 100)
    if 0 <= hundredths <= FULL_ROW:
        return hundredths
    raise Unfit(
        sentence("%(percent)s is not a percent of the row.", percent=percent),
        sentence("Write a number from 0 to 100."),
    )
