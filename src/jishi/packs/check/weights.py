"""Do the weights add up, on every day?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack, active
from jishi.packs.schema.standards import Indicator, Standard

WHOLE = Decimal(100)
_QUARTER = Decimal("0.25")


def check_weights(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for weights that do not add up, are not quarters of a point, or are not above 0."""
    for standard in pack.standards:
        yield from _single(standard)
        total = sum(dimension.weight for dimension in standard.dimensions)
        if total != WHOLE:
            yield standard.position.of("dimensions").complaint(
                sentence(
                    "Weights of dimensions add up to %(total)s, not 100 (%(parts)s).",
                    total=total,
                    parts=", ".join(f"{d.id} {d.weight}" for d in standard.dimensions),
                ),
                sentence("Change one of them."),
            )
        for day in _days(standard, pack.starts):
            yield from _on(standard, day)


def _single(standard: Standard) -> Iterator[Complaint]:
    for indicator in standard.indicators:
        if indicator.weight <= 0 or indicator.weight % _QUARTER:
            yield indicator.position.of("weight").complaint(
                sentence("The weight %(weight)s is not a number of quarters of a point.", weight=indicator.weight),
                sentence("Use steps of 0.25, at least 0.25."),
            )
        if indicator.until is not None and indicator.until < indicator.since:
            yield indicator.position.of("until").complaint(
                sentence('"%(id)s" ends before it begins.', id=indicator.id),
                sentence("Correct from or until."),
            )


def _days(standard: Standard, first: date) -> list[date]:
    """Return the first day of the pack and every later day on which a row begins or has just ended."""
    begin = {indicator.since for indicator in standard.indicators}
    after = {indicator.until + timedelta(days=1) for indicator in standard.indicators if indicator.until}
    return [first, *sorted(day for day in begin | after if day > first)]


def _on(standard: Standard, day: date) -> Iterator[Complaint]:
    rows = list(active(standard.indicators, day))
    for dimension in standard.dimensions:
        inside = [indicator for indicator in rows if indicator.dimension == dimension.id]
        total = _sum(inside)
        if total != dimension.weight:
            yield dimension.position.of("weight").complaint(
                sentence(
                    "On %(day)s the indicators of %(id)s add up to %(total)s, not %(weight)s (%(parts)s).",
                    day=day,
                    id=dimension.id,
                    total=total,
                    weight=dimension.weight,
                    parts=", ".join(f"{i.id} {i.weight}" for i in inside) or "-",
                ),
                sentence("Change a weight, or declare the missing indicator."),
            )


def _sum(indicators: Iterable[Indicator]) -> Decimal:
    return sum((indicator.weight for indicator in indicators), Decimal(0))
