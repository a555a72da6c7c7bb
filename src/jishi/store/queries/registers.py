"""The registers that derivations look at: which rows there are, whose they are, what their fields are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jishi.core.derivations import Filter, Rows, Window
from jishi.core.derive import Moment
from jishi.core.errors import refuse, sentence

FieldType = Literal["text", "number", "date", "days"]

_SQL_OF: Mapping[str, str] = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">=": ">=", ">": ">"}


@dataclass(frozen=True)
class Register:
    """A register as SQL; a field of type ``days`` is a date told as the days until then.

    Attributes:
        table: the table that tells whether the home keeps it at all.
        source: what stands after FROM.
        units: subject → the column with the id of the unit that a row belongs to.
        fields: field → (its type, its SQL). ``from`` and ``to`` say how long a row holds, ``on`` when it happened.
        by_unit: each unit keeps it by itself: where a unit has no row at all, nothing is known, rather than nobody.
    """

    table: str
    source: str
    units: Mapping[str, str]
    fields: Mapping[str, tuple[FieldType, str]] = field(default_factory=dict)
    by_unit: bool = False


# Who holds the post on the date.
_HOLDER = (
    "(SELECT min(t.person_id) FROM store_tenure t WHERE t.post_id = r.id "
    "AND t.from_on <= {today} AND (t.to_on IS NULL OR t.to_on > {today}))"
)

_HOLDS = "{0}.from_on <= {{today}} AND ({0}.to_on IS NULL OR {0}.to_on > {{today}})"
# Whether a workplace has an organisation, of its own or together with others.
_COVERED = (
    "(r.unit_id IS NOT NULL OR EXISTS (SELECT 1 FROM store_unitworkplace w WHERE w.workplace_id = r.id AND "
    f"{_HOLDS.format('w')}))"
)
# Whether somebody is sent to a workplace to do the work of an organisation.
_SENT_TO = (
    "EXISTS (SELECT 1 FROM store_dispatch d WHERE d.workplace_id = r.id "
    f"AND d.kind IN ('instructor', 'liaison') AND {_HOLDS.format('d')})"
)
_REACHED = (
    f'CASE WHEN {_COVERED} OR {_SENT_TO} OR r."union" OR r.league THEN 1 '
    'WHEN r."union" IS NULL OR r.league IS NULL THEN NULL ELSE 0 END'
)

REGISTERS: Mapping[str, Register] = {
    "units": Register(
        "store_unit",
        "store_unit r",
        {"unit": "r.id"},
        {
            "kind": ("text", "r.kind"),
            "level": ("text", "r.level"),
            "domain": ("text", "r.domain"),
            "from": ("date", "r.founded_on"),
            "to": ("date", "r.dissolved_on"),
            "on": ("date", "r.founded_on"),
        },
    ),
    "workplaces": Register(
        "store_workplace",
        "store_workplace r",
        {"unit": "coalesce(r.unit_id, r.place_id)", "workplace": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "domain": ("text", "r.domain"),
            "unit": ("number", "r.unit_id"),
            "full-members": ("number", "r.full_members"),
            "covered": ("number", f"CASE WHEN {_COVERED} THEN 1 ELSE 0 END"),
            "reached": (
                "number",
                _REACHED,
            ),
            "days-left": ("days", "r.formation_due"),
            "from": ("date", "r.opened_on"),
            "to": ("date", "r.closed_on"),
            "on": ("date", "r.opened_on"),
        },
    ),
    # Those who are members; whoever is on the way to become one is not counted among the persons of a unit.
    "persons": Register(
        "store_member",
        "(SELECT * FROM store_member WHERE status IN ('full', 'probationary')) r",
        {"unit": "r.unit_id", "person": "r.unit_id"},
        {
            "status": ("text", "r.status"),
            "occupation": ("text", "r.occupation"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.joined_on"),
        },
        by_unit=True,
    ),
    "posts": Register(
        "store_post",
        "store_post r",
        {"unit": "r.unit_id", "post": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "required": ("number", "CASE WHEN r.required THEN 1 ELSE 0 END"),
            "to": ("date", "r.closed_on"),
            "holder": (
                "number",
                _HOLDER,
            ),
        },
    ),
    "tenures": Register(
        "store_tenure",
        "store_tenure r JOIN store_post p ON p.id = r.post_id",
        {"unit": "p.unit_id", "post": "p.unit_id"},
        {
            "kind": ("text", "p.kind"),
            "channel": ("text", "r.source_channel"),
            "person": ("number", "r.person_id"),
            "post": ("number", "r.post_id"),
            "term-end": ("date", "r.term_ends_on"),
            "days-left": ("days", "r.term_ends_on"),
            "first-responsible": ("number", "CASE WHEN p.first_responsible THEN 1 ELSE 0 END"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    "links": Register(
        "store_link",
        "store_link r LEFT JOIN store_unit p ON p.id = r.parent_id",
        {"unit": "r.unit_id"},
        {
            "axis": ("text", "r.axis"),
            "above-gone": (
                "number",
                "CASE WHEN p.dissolved_on IS NOT NULL AND p.dissolved_on <= {today} THEN 1 ELSE 0 END",
            ),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    # A pairing is of two posts and belongs to the unit of the upper one.
    "pairings": Register(
        "store_post",
        "store_pairing r JOIN store_post p ON p.id = r.leader_id JOIN store_post q ON q.id = r.paired_id",
        {"unit": "p.unit_id", "post": "p.unit_id"},
        {
            "kind": ("text", "p.kind"),
            "with": ("text", "q.kind"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
    # A unit is helped by whoever is sent to it.
    "helpers": Register(
        "store_post",
        "store_dispatch r",
        {"unit": "r.unit_id"},
        {
            "kind": ("text", "r.kind"),
            "from": ("date", "r.from_on"),
            "to": ("date", "r.to_on"),
            "on": ("date", "r.from_on"),
        },
    ),
}


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


def register_of(rows: Rows) -> Register | None:
    """Return the register; None = this home cannot keep it."""
    register = REGISTERS.get(rows.register)
    if register is not None and rows.subject not in register.units:
        raise refuse(
            rows.register,
            sentence("Rows of this register do not belong to units through a %(subject)s.", subject=rows.subject),
            sentence("Choose one of: %(known)s.", known=", ".join(register.units)),
        )
    return register


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
