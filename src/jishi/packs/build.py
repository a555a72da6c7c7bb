"""Marked YAML → the classes of the schema; every complaint is collected, none is thrown."""

import dataclasses
import difflib
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar

from jishi.core.errors import Complaint, Sentence, sentence
from jishi.packs.marked import Marked, Scalar, Sequence, Spot, Table
from jishi.packs.schema.fields import Amount, Hundredths, Id, Position, Written, written_key

Built = TypeVar("Built")

ID_PATTERN = "[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS: dict[type, tuple["dataclasses.Field[Any]", ...]] = {}
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


class Unreadable(Exception):  # noqa: N818 - an inner signal: the complaint is already noted
    """A value could not be read; what is wrong has been noted."""


@cache
def field_types(declared: type) -> dict[str, Any]:
    """Return the resolved annotations of a class of the schema."""
    return typing.get_type_hints(declared)


def schema_fields(declared: type) -> tuple["dataclasses.Field[Any]", ...]:
    """Return the fields that are written in YAML (all but the position)."""
    if declared not in _FIELDS:
        _FIELDS[declared] = tuple(f for f in dataclasses.fields(declared) if f.name != "position")
    return _FIELDS[declared]


def without_none(annotation: Any) -> tuple[Any, ...]:
    """Return the alternatives of a union without None; a plain annotation alone."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(part for part in typing.get_args(annotation) if part is not type(None))
    return (annotation,)


class Builder:
    """Builds objects and notes what is wrong.

    Attributes:
        complaints: what was noted so far, in the order of reading.
    """

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def note(self, spot: Spot, what: Sentence, fix: Sentence) -> None:
        """Note a complaint."""
        self.complaints.append(spot.complaint(what, fix))

    def build(self, declared: type[Built], marked: Marked) -> Built | None:
        """Build one object; None when something in it was wrong (and noted)."""
        try:
            built: Built = self._object(declared, marked)
        except Unreadable:
            return None
        return built

    def build_all(self, declared: type[Built], items: Iterable[Marked]) -> tuple[Built, ...]:
        """Build a list, leaving out what was wrong (and noted)."""
        return tuple(built for item in items if (built := self.build(declared, item)) is not None)

    def _fail(self, spot: Spot, what: Sentence, fix: Sentence) -> Unreadable:
        self.note(spot, what, fix)
        return Unreadable()

    def _object(self, declared: type, marked: Marked) -> Any:
        if not isinstance(marked, Table):
            raise self._fail(
                marked.spot,
                sentence("Here must stand keys with values."),
                sentence(
                    "Write: %(keys)s.", keys=", ".join(f"{written_key(f)}: …" for f in schema_fields(declared)[:4])
                ),
            )
        fields = {written_key(f): f for f in schema_fields(declared)}
        meant = self._unknown(marked, fields)
        whole = not meant
        values: dict[str, Any] = {"position": Position(marked.spot, marked.spots)}
        for key, spec in fields.items():
            if key in meant.values():
                continue
            if key not in marked.items:
                whole &= self._may_lack(spec, key, marked.spot)
                continue
            try:
                values[spec.name] = self._value(field_types(declared)[spec.name], marked.items[key])
            except Unreadable:
                whole = False
        if not whole:
            raise Unreadable
        return declared(**values)

    def _may_lack(self, spec: "dataclasses.Field[Any]", key: str, spot: Spot) -> bool:
        if spec.default is not dataclasses.MISSING or spec.default_factory is not dataclasses.MISSING:
            return True
        self.note(
            spot,
            sentence('The key "%(key)s" is missing.', key=key),
            sentence("Add it: %(description)s", description=spec.metadata["description"]),
        )
        return False

    def _unknown(self, table: Table, fields: Mapping[str, object]) -> dict[str, str | None]:
        """Note unknown keys; return each with the known key that was probably meant."""
        meant: dict[str, str | None] = {}
        for key in table.items:
            if key in fields:
                continue
            near = difflib.get_close_matches(key, fields, n=1, cutoff=0.5)
            fix = (
                sentence('Did you mean "%(near)s"?', near=near[0])
                if near
                else sentence("Known keys: %(keys)s.", keys=", ".join(fields))
            )
            self.note(
                table.spots.get(key, table.spot), sentence('The key "%(key)s" is not known here.', key=key), fix
            )
            meant[key] = near[0] if near and near[0] not in table.items else None
        return meant

    def _value(self, annotation: Any, marked: Marked) -> Any:
        parts = without_none(annotation)
        if len(parts) > 1:
            wanted = tuple if isinstance(marked, Sequence) else Amount
            parts = tuple(part for part in parts if (typing.get_origin(part) or part) is wanted)
        annotation = parts[0]
        origin = typing.get_origin(annotation)
        if origin is tuple:
            return self._tuple(typing.get_args(annotation)[0], marked)
        if origin is Literal:
            return self._literal(typing.get_args(annotation), self._scalar(marked))
        if origin is not None:
            return self._mapping(typing.get_args(annotation)[1], marked)
        if annotation is Written:
            return Written(marked, Position(marked.spot))
        if dataclasses.is_dataclass(annotation) and annotation is not Amount:
            return self._object(typing.cast(type, annotation), marked)
        return self._READERS[annotation](self, self._scalar(marked))

    def _tuple(self, inner: Any, marked: Marked) -> tuple[Any, ...]:
        if isinstance(marked, Scalar) and inner is str:
            return (self._text(marked),)
        if not isinstance(marked, Sequence):
            raise self._fail(
                marked.spot,
                sentence("Here must stand a list."),
                sentence("Write one item per line, each after a hyphen."),
            )
        return tuple(self._each((inner, item) for item in marked.items))

    def _mapping(self, inner: Any, marked: Marked) -> dict[str, Any]:
        if not isinstance(marked, Table):
            raise self._fail(
                marked.spot,
                sentence("Here must stand keys with values."),
                sentence("Write: name: value, one per line."),
            )
        values = self._each((inner, item) for item in marked.items.values())
        return dict(zip(marked.items, values, strict=True))

    def _each(self, wanted: Iterable[tuple[Any, Marked]]) -> list[Any]:
        """Read all before giving up, so that one pass tells every mistake."""
        values, whole = [], True
        for inner, item in wanted:
            try:
                values.append(self._value(inner, item))
            except Unreadable:
                whole = False
        if not whole:
            raise Unreadable
        return values

    def _scalar(self, marked: Marked) -> Scalar:
        if not isinstance(marked, Scalar):
            raise self._fail(
                marked.spot,
                sentence("Here must stand one value."),
                sentence("Replace the list or keys by a single value."),
            )
        if marked.reads_as == "null":
            raise self._fail(
                marked.spot,
                sentence("The value is empty."),
                sentence("Write a value, or leave the key out when nothing is known."),
            )
        return marked

    def _literal(self, allowed: tuple[Any, ...], scalar: Scalar) -> Any:
        by_text = {str(choice): choice for choice in allowed}
        if scalar.text in by_text:
            return by_text[scalar.text]
        raise self._fail(
            scalar.spot,
            sentence('"%(value)s" is not one of the words allowed here.', value=scalar.text),
            sentence("Write one of: %(words)s.", words=", ".join(by_text)),
        )

    def _text(self, scalar: Scalar) -> str:
        if scalar.reads_as != "str":
            raise self._fail(
                scalar.spot,
                sentence(
                    "YAML reads %(value)s without quotes as %(type)s, not as text.",
                    value=scalar.text,
                    type=scalar.reads_as,
                ),
                sentence('Write it in quotes: "%(value)s".', value=scalar.text),
            )
        if not scalar.text.strip():
            raise self._fail(scalar.spot, sentence("The text is empty."), sentence("Write it."))
        return scalar.text.strip()

    def _id(self, scalar: Scalar) -> str:
        text = self._text(scalar)
        if re.fullmatch(ID_PATTERN, text):
            return text
        raise self._fail(
            scalar.spot,
            sentence('"%(value)s" cannot be a name.', value=text),
            sentence("Use letters a to z, digits and hyphens, for instance meetings-held."),
        )

    def _boolean(self, scalar: Scalar) -> bool:
        if scalar.text in _BOOLEANS:
            return _BOOLEANS[scalar.text]
        raise self._fail(
            scalar.spot,
            sentence('"%(value)s" is neither true nor false.', value=scalar.text),
            sentence("Write true or false."),
        )

    def _integer(self, scalar: Scalar) -> int:
        if _INTEGER.fullmatch(scalar.text):
            return int(scalar.text)
        raise self._fail(
            scalar.spot,
            sentence('"%(value)s" is not a whole number.', value=scalar.text),
            sentence("Write digits only, without leading zeros."),
        )

    def _hundredths(self, scalar: Scalar) -> Decimal:
        if not _DECIMAL.fullmatch(scalar.text):
            raise self._fail(
                scalar.spot,
                sentence('"%(value)s" is not a number.', value=scalar.text),
                sentence("Write digits with a point, for instance 12.5."),
            )
        number = Decimal(scalar.text)
        if number * 100 != int(number * 100):
            raise self._fail(
                scalar.spot,
                sentence("%(value)s has more decimals than can be kept exactly.", value=scalar.text),
                sentence("Use at most two decimals."),
            )
        return number

    def _date(self, scalar: Scalar) -> date:
        try:
            if not _DATE.fullmatch(scalar.text):
                raise ValueError
            return date.fromisoformat(scalar.text)
        except ValueError:
            raise self._fail(
                scalar.spot,
                sentence('"%(value)s" is not a day.', value=scalar.text),
                sentence("Write year-month-day: 2012-03-31."),
            ) from None

    def _amount(self, scalar: Scalar) -> Amount:
        return Amount(scalar.text, Position(scalar.spot))

    _READERS: Mapping[Any, Callable[["Builder", Scalar], Any]] = {
        str: _text,
        Id: _id,
        bool: _boolean,
        int: _integer,
        Hundredths: _hundredths,
        date: _date,
        Amount: _amount,
    }
