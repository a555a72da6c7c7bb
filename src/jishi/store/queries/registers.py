"""Which rows of a register a derivation looks at, as SQL of both databases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jishi.core.derivations import Filter, Rows, Window
from jishi.core.derive import Moment
from jishi.core.errors import refuse, sentence
from jishi.store.queries.register_tables import REGISTERS, FieldType, Register

_SQL_OF: Mapping[str, str] = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">=": ">=", ">": ">"}


@dataclass(frozen=True)
class Dialect:
    """The few words that SQLite and PostgreSQL say differently.

    Attributes:
        vendor: ``sqlite`` or ``postgresql``.
    """

    vendor: str

    def ordinal(self, date: str) -> str:
        """SQL of a date as the number of its day, 1 = 1 January of the year 1."""
        if self.vendor == "postgresql":
            return f"({date} - DATE '0001-01-01' + 1)"
        return f"CAST(julianday({date}) - 1721424.5 AS INTEGER)"

    def day(self, ordinal: int) -> str:
        """SQL of the date with this number; a whole number of ours, never a text of a user's."""
        if self.vendor == "postgresql":
            return f"(DATE '0001-01-01' + {int(ordinal) - 1})"
        return f"date({int(ordinal) + 1721424.5})"


@dataclass(frozen=True)
class Selection:
    """The rows of a derivation as SQL.

    Attributes:
        register: which rows.
        unit: SQL of the unit's id.
        where: SQL of all conditions.
        parameters: their values, in order.
    """

    register: Register
    unit: str
    where: str
    parameters: tuple[str | int, ...]


def register_of(rows: Rows, moment: Moment) -> Register | None:
    """Return the register as it is looked at; None = this home cannot keep it."""
    register = REGISTERS.get(rows.register)
    if register is not None and rows.subject not in register.units:
        raise refuse(
            rows.register,
            sentence("Rows of this register do not belong to units through a %(subject)s.", subject=rows.subject),
            sentence("Choose one of: %(known)s.", known=", ".join(register.units)),
        )
    return register and replace(register, source=register.source.replace("{round}", str(int(moment.round))))


def column(register: Register, name: str, dialect: Dialect, moment: Moment) -> tuple[FieldType, str]:
    """Return the type and the SQL of a field; an empty text is null."""
    if name not in register.fields:
        raise refuse(
            register.table,
            sentence("This register has no field %(name)s.", name=name),
            sentence("Choose one of: %(known)s.", known=", ".join(register.fields)),
        )
    kind, said = register.fields[name]
    said = said.replace("{today}", dialect.day(moment.on))
    if kind == "text":
        return kind, f"NULLIF({said}, '')"
    if kind == "days":
        # Days from today until then; below 0 = it is over.
        return "number", f"({dialect.ordinal(said)} - {moment.on})"
    if kind == "days-since":
        return "number", f"({moment.on} - {dialect.ordinal(said)})"
    if kind == "days-before":
        return "number", f"({dialect.ordinal(register.fields['from'][1])} - {dialect.ordinal(said)})"
    return (kind, dialect.ordinal(said)) if kind == "date" else (kind, said)


def selection(rows: Rows, register: Register, dialect: Dialect, moment: Moment) -> Selection:
    """Translate subject, filters and window of a derivation."""
    conditions = [f"{register.units[rows.subject]} IS NOT NULL"]
    parameters: list[str | int] = []
    for one in rows.filters:
        said, values = _condition(one, *column(register, one.field, dialect, moment))
        conditions.append(said)
        parameters += values
    conditions += _window(rows.window, register, dialect, moment)
    return Selection(register, register.units[rows.subject], " AND ".join(conditions), tuple(parameters))


def _condition(one: Filter, kind: FieldType, said: str) -> tuple[str, list[str | int]]:
    if one.condition in ("known", "unknown"):
        return f"{said} IS {'NOT ' if one.condition == 'known' else ''}NULL", []
    fitting = [value for value in one.values if isinstance(value, str) == (kind == "text")]
    if one.condition == "in":
        return (f"{said} IN ({', '.join(['%s'] * len(fitting))})", fitting) if fitting else ("1 = 0", [])
    if not fitting:
        # A text is never equal to a number, and only numbers have an order.
        return (f"{said} IS NOT NULL" if one.condition == "!=" else "1 = 0"), []
    if kind == "text" and one.condition not in ("=", "!="):
        return "1 = 0", []
    return f"{said} {_SQL_OF[one.condition]} %s", fitting


def _window(window: Window, register: Register, dialect: Dialect, moment: Moment) -> list[str]:
    if window.kind == "on":
        begun = column(register, "from", dialect, moment)[1] if "from" in register.fields else None
        ended = column(register, "to", dialect, moment)[1] if "to" in register.fields else None
        found = [f"({begun} IS NULL OR {begun} <= {moment.on})"] if begun else []
        return found + ([f"({ended} IS NULL OR {ended} > {moment.on})"] if ended else [])
    if "on" not in register.fields:
        return ["1 = 0"]
    day, first = column(register, "on", dialect, moment)[1], moment.first(window)
    return [f"{day} <= {moment.on}"] + ([f"{day} >= {first}"] if first is not None else [])
