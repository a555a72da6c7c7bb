"""What each derivation means for the rows of one unit, in plain Python: the oracle of the store's SQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jishi.core.derivations import (
    Condition,
    Count,
    CountDistinct,
    Derivation,
    Exists,
    Filter,
    GapDays,
    Maximum,
    Minimum,
    Period,
    PerPeriodMinimum,
    Sum,
    Window,
)
from jishi.core.meaning import COMPARISONS, aggregate

Row = Mapping[str, str | int | None]
MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Moment:
    """When a derivation is computed.

    Attributes:
        on: the date of the snapshot, an ordinal.
        cycle_from: the first day of the cycle, an ordinal.
        round: id of the round, for registers that belong to rounds (grades, plans); 0 = none.
    """

    on: int
    cycle_from: int
    round: int = 0

    def first(self, window: Window) -> int | None:
        """Return the first day of a window; None = it has none."""
        match window.kind:
            case "year":
                return date(date.fromordinal(self.on).year, 1, 1).toordinal()
            case "cycle":
                return self.cycle_from
            case "days":
                return self.on - (window.days or 1) + 1
        return None


def derive(derivation: Derivation, rows: Sequence[Row] | None, moment: Moment) -> int | None:
    """Return the fact that a derivation gives for one unit; None = null = not known.

    Args:
        derivation: what to compute.
        rows: the rows of the register that belong to the unit (or to its subtree or those above it, as its axis
            says) through its subject; None = the home does not keep the register.
        moment: the date.

    Raises:
        ValueError: gaps or periods are asked of a window without a first day.

    Example:
        >>> from jishi.core.derivations import Rows
        >>> held = Count(Rows("posts", "post", (Filter("kind", "=", ("secretary",)),)))
        >>> derive(held, [{"kind": "secretary"}, {"kind": "deputy"}], Moment(on=734503, cycle_from=734503))
        1
    """
    if rows is None:
        return None
    window = derivation.rows.window
    kept = [
        row
        for row in rows
        if inside(row, window, moment) and all(fulfils(row, one) for one in derivation.rows.filters)
    ]
    match derivation:
        case Count():
            return len(kept)
        case Exists():
            return int(bool(kept))
        case GapDays():
            return _gap(sorted(_numbers(kept, "on")), _beginning(window, moment), moment.on)
        case PerPeriodMinimum():
            return _shortfall(derivation, sorted(_numbers(kept, "on")), _beginning(window, moment), moment.on)
        case CountDistinct(_, field):
            return len({row.get(field) for row in kept} - {None})
        case Sum(_, field):
            return aggregate(_numbers(kept, field), "sum")
        case Minimum(_, field):
            return aggregate(_numbers(kept, field), "min")
        case Maximum(_, field):
            return aggregate(_numbers(kept, field), "max")


def inside(row: Row, window: Window, moment: Moment) -> bool:
    """Say whether a row counts by its dates; an event on an unknown day counts in no window but ``on``."""
    if window.kind == "on":
        begun, ended = row.get("from"), row.get("to")
        early = isinstance(begun, int) and begun > moment.on
        late = isinstance(ended, int) and ended <= moment.on
        return not early and not late
    day, first = row.get("on"), moment.first(window)
    return isinstance(day, int) and day <= moment.on and (first is None or day >= first)


def fulfils(row: Row, condition: Filter) -> bool:
    """Say whether a row fulfils a filter; what is not known fulfils only ``unknown``."""
    value = row.get(condition.field)
    if condition.condition in ("known", "unknown"):
        return (value is not None) == (condition.condition == "known")
    return value is not None and _stands(condition.condition, value, condition.values)


def _stands(condition: Condition, value: str | int, values: tuple[str | int, ...]) -> bool:
    if condition == "in":
        return value in values
    (other,) = values
    if condition in ("=", "!="):
        return (value == other) == (condition == "=")
    # Only numbers have an order: texts would sort differently on each database.
    return isinstance(value, int) and isinstance(other, int) and COMPARISONS[condition](value, other)


def _numbers(rows: Iterable[Row], field: str) -> list[int]:
    return [value for row in rows if isinstance(value := row.get(field), int)]


def _beginning(window: Window, moment: Moment) -> int:
    first = moment.first(window)
    if first is None:
        raise ValueError(f"a window of kind {window.kind!r} has no first day")
    return first


def _gap(days: list[int], first: int, last: int) -> int:
    return max(later - earlier for earlier, later in pairwise([first, *days, last]))


def _shortfall(noun: PerPeriodMinimum, days: list[int], first: int, last: int) -> int | None:
    spans = list(periods(noun.period, first, last))
    missing = [max(0, noun.least - sum(1 for day in days if start <= day < end)) for start, end in spans]
    if not spans:
        return None
    return sum(missing) if noun.tell == "rows" else sum(1 for count in missing if count)


def periods(period: Period, first: int, last: int) -> Iterable[tuple[int, int]]:
    """Yield the periods that lie wholly within first … last, as (first day, day after the last), ordinals.

    Example:
        >>> january, april = date(2012, 1, 1).toordinal(), date(2012, 4, 30).toordinal()
        >>> [date.fromordinal(start).isoformat() for start, _ in periods("quarter", january, april)]
        ['2012-01-01']
    """
    months = MONTHS[period]
    begun = date.fromordinal(first)
    index = (begun.year * 12 + begun.month - 1) // months
    while (end := _first_day((index + 1) * months)) <= last + 1:
        start = _first_day(index * months)
        if start >= first:
            yield start, end
        index += 1


def _first_day(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()
