"""The nouns of expressions that are written with named arguments."""

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from jishi.core.errors import Sentence, sentence
from jishi.core.formulas import Aggregate, Deduct, Lookup, Quota, Rank, RollUp, WeightedSum
from jishi.core.formulas import Table as TableNoun
from jishi.packs.build import Unreadable
from jishi.packs.kinds import ANYTHING, CONDITION, NUMBER, Measured
from jishi.packs.marked import Marked, Scalar, Sequence, Table

_AGGREGATES = ("sum", "count", "min", "max")


class Reader(Protocol):
    """What these nouns ask of the reader of expressions."""

    def measured(self, marked: Marked) -> Measured:
        """Read any expression."""

    def constant(self, marked: Marked, beside: str) -> int:
        """Read a fixed number beside something of a kind."""

    def together(self, marked: Marked, kinds: list[str]) -> str:
        """Return the common kind."""

    def fail(self, marked: Marked, what: Sentence, fix: Sentence) -> Unreadable:
        """Note a complaint."""


def _lookup(reader: Reader, keys: Table) -> Measured:
    key = reader.measured(keys.items["key"])
    entries = keys.items["entries"]
    if not isinstance(entries, Table):
        raise reader.fail(
            entries, sentence("Entries are keys with results."), sentence("Write entries: {4: 10000, 3: 5000}.")
        )
    pairs = tuple(
        (_entry_key(reader, name, entries.spots[name], key.kind), reader.constant(result, ANYTHING))
        for name, result in entries.items.items()
    )
    otherwise = keys.items.get("otherwise")
    rest = reader.constant(otherwise, ANYTHING) if otherwise else None
    return Measured(Lookup(key.expression, pairs, rest), ANYTHING)


def _entry_key(reader: Reader, name: str, spot: object, kind: str) -> int:
    reads_as = "int" if name.lstrip("-").isdigit() else "str"
    return reader.constant(Scalar(name, reads_as, spot), kind)  # type: ignore[arg-type]


def _table(reader: Reader, keys: Table) -> Measured:
    value = reader.measured(keys.items["value"])
    steps = tuple(
        (reader.constant(line, value.kind), reader.constant(result, ANYTHING))
        for line, result in _pairs(reader, keys.items["steps"])
    )
    lines = [line for line, _ in steps]
    if lines != sorted(set(lines), reverse=True):
        raise reader.fail(
            keys.items["steps"],
            sentence("The lines of the table do not descend."),
            sentence("Put the highest line first; no line twice."),
        )
    return Measured(TableNoun(value.expression, steps, reader.constant(keys.items["below"], ANYTHING)), ANYTHING)


def _weighted_sum(reader: Reader, keys: Table) -> Measured:
    items = [
        (reader.constant(weight, NUMBER), reader.measured(value))
        for weight, value in _pairs(reader, keys.items["items"])
    ]
    if any(weight < 0 for weight, _ in items):
        raise reader.fail(
            keys.items["items"], sentence("A weight is negative."), sentence("Use weights from 0 up.")
        )
    kind = reader.together(keys.items["items"], [value.kind for _, value in items])
    at_least = keys.items.get("at_least")
    least = reader.constant(at_least, NUMBER) if at_least else 0
    return Measured(WeightedSum(tuple((w, value.expression) for w, value in items), least), kind)


def _deduct(reader: Reader, keys: Table) -> Measured:
    count = reader.measured(keys.items["count"])
    reader.together(keys.items["count"], [count.kind, NUMBER])
    start, each = (reader.constant(keys.items[key], ANYTHING) for key in ("from", "each"))
    floor = keys.items.get("floor")
    return Measured(
        Deduct(count.expression, start, each, reader.constant(floor, ANYTHING) if floor else 0), ANYTHING
    )


def _roll_up(reader: Reader, keys: Table) -> Measured:
    of = reader.measured(keys.items["of"])
    how = keys.items["how"]
    if not isinstance(how, Scalar) or how.text not in _AGGREGATES:
        raise reader.fail(
            how,
            sentence("This is no way to aggregate."),
            sentence("Write one of: %(words)s.", words=", ".join(_AGGREGATES)),
        )
    aggregate = cast(Aggregate, how.text)
    counts = aggregate == "count" or (aggregate == "sum" and of.kind == CONDITION)
    return Measured(RollUp(of.expression, aggregate), NUMBER if counts else of.kind)


def _rank(reader: Reader, keys: Table) -> Measured:
    return Measured(Rank(reader.measured(keys.items["of"]).expression, _level(reader, keys)), NUMBER)


def _quota(reader: Reader, keys: Table) -> Measured:
    share = reader.constant(keys.items["share"], "a share")
    return Measured(Quota(reader.measured(keys.items["of"]).expression, _level(reader, keys), share), CONDITION)


def _level(reader: Reader, keys: Table) -> str:
    within = keys.items["within"]
    if isinstance(within, Scalar):
        return within.text
    raise reader.fail(
        within, sentence("Here must stand a level."), sentence("Write for instance: within: township.")
    )


def _pairs(reader: Reader, marked: Marked) -> list[tuple[Marked, Marked]]:
    rows = marked.items if isinstance(marked, Sequence) else ()
    pairs = [(row.items[0], row.items[1]) for row in rows if isinstance(row, Sequence) and len(row.items) == 2]
    if not pairs or len(pairs) != len(rows):
        raise reader.fail(
            marked, sentence("Here must stand pairs."), sentence("Write them like this: [[a, b], [c, d]].")
        )
    return pairs


KEYED: Mapping[str, Callable[[Reader, Table], Measured]] = {
    "lookup": _lookup,
    "table": _table,
    "weighted_sum": _weighted_sum,
    "deduct": _deduct,
    "roll_up": _roll_up,
    "rank": _rank,
    "quota": _quota,
}
