"""Bring in workplaces: check them, or check and write them. An empty cell leaves what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.room import told_of_no_room
from jishi.actions.imports.workplace_form import workplace_form
from jishi.core.errors import sentence
from jishi.core.org.hosts import faults
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.workbook import Remark
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit, UnitWorkplace, Workplace
from jishi.store.queries.units import codes_where
from jishi.store.transact import action

_TEXTS = ("name", "credit_code", "kind", "domain", "ownership", "size_class", "area")
_NUMBERS = ("employees", "members", "full_members")
_FLAGS = ("union", "league")
_DATES = ("opened_on", "closed_on", "formation_due")
_FIELDS = (*_TEXTS, *_NUMBERS, *_FLAGS, *_DATES)
_BATCH = 1000
_DIVIDERS = str.maketrans("、，；;/ ", ",,,,,,")


@dataclass(frozen=True)
class Entry:
    """A workplace as it is or will be; null = not known.

    Attributes:
        place, unit: codes; empty = none.
        joint: codes of the units that cover it jointly, in order.
        id: 0 = it is new.
    """

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    unit: str = ""
    joint: tuple[str, ...] = ()
    id: int = 0
    version: int = 0

    def kept(self) -> list[object]:
        """Return what is kept of it, for comparison and for the root of an import."""
        return [self.code, *(self.fields.get(name) for name in _FIELDS), self.place, self.unit, *self.joint]


@dataclass
class Plan:
    """What an import would do."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What rows are checked against: workplaces and living units by code, and where the sender may import."""

    places: Mapping[str, Entry]
    units: Mapping[str, int]
    allowed: frozenset[str] | None


def check(asked: Asked, vocabulary: Vocabulary) -> Outcome:
    """Read workplaces and say what bringing them in would do; nothing is written.

    Raises:
        Refusal: the file is no sheet of workplaces.
    """
    sheets = asked.staged(workplace_form(vocabulary))
    return Outcome.of("workplaces", asked, sheets, _plan(asked, sheets.staged))


def run(asked: Asked, vocabulary: Vocabulary) -> Outcome:
    """Bring workplaces in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    Raises:
        Refusal: the file is no sheet of workplaces, another import is running, or there is no room.
    """
    with alone("workplaces"), told_of_no_room():
        sheets = asked.staged(workplace_form(vocabulary))
        plan = _plan(asked, sheets.staged)
        outcome = Outcome.of("workplaces", asked, sheets, plan)
        written = [*plan.added, *(after for _before, after in plan.changed)]
        if not written:
            return outcome
        with action(asked.actor, "workplaces.import", content=asked.name) as event:
            kept = record("workplaces", asked, outcome.counts, outcome.errors)
            _write(plan, dict(Unit.objects.values_list("code", "id")))
            event.about(kept)
            event.note(root=root_of(one.kept() for one in written), file=kept.file.digest, **outcome.counts)
        return Outcome.of("workplaces", asked, sheets, plan, kept.pk)


def known_workplaces(on: date) -> dict[str, Entry]:
    """Return every workplace by its code, with the units that cover it on a day."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    joint: dict[int, list[str]] = {}
    rows = UnitWorkplace.objects.filter(in_force(on)).values_list("workplace_id", "unit_id")
    for workplace, unit in rows.iterator(chunk_size=20_000):
        joint.setdefault(workplace, []).append(codes[unit])
    found = {}
    for row in Workplace.objects.values("id", "code", "version", "place_id", "unit_id", *_FIELDS):
        own = codes.get(row["unit_id"], "")
        found[row["code"]] = Entry(
            code=row["code"],
            fields={name: row[name] for name in _FIELDS},
            place=codes.get(row["place_id"], ""),
            unit=own,
            joint=tuple(sorted(code for code in joint.get(row["id"], ()) if code != own)),
            id=row["id"],
            version=row["version"],
        )
    return found


def _plan(asked: Asked, staged: Staged) -> Plan:
    on = clock.today()
    living = Unit.objects.exclude(dissolved_on__lte=on).values_list("code", "pk")
    known = _Known(known_workplaces(on), dict(living), codes_where(asked.scope, "import"))
    plan = Plan(errors=list(staged.errors))
    bad = {(error.spot.sheet, error.spot.row) for error in staged.errors}
    seen: dict[str, int] = {}
    good = []
    for row in staged.rows:
        entry = _entry(row, known)
        errors = list(_complaints(row, entry, known, seen))
        plan.errors += errors
        if not errors and (row.sheet, row.row) not in bad:
            good.append(entry)
    if asked.mode == "rows" or not plan.errors:
        _sort_out(good, known, plan)
    return plan


def _entry(row: StagedRow, known: _Known) -> Entry:
    code = row.text("code")
    entry = known.places.get(code, Entry(code, {name: "" if name in _TEXTS else None for name in _FIELDS}))
    given: dict[str, object] = {name: row.text(name) for name in _TEXTS if row.text(name)}
    for name in (*_NUMBERS, *_FLAGS, *_DATES):
        value = row.values.get(name)
        if isinstance(value, int):
            given[name] = bool(value) if name in _FLAGS else date.fromordinal(value) if name in _DATES else value
    joint = tuple(sorted({each for each in row.text("joint").translate(_DIVIDERS).split(",") if each}))
    return replace(
        entry,
        fields={**entry.fields, **given},
        place=row.text("place") or entry.place,
        unit=row.text("unit") or entry.unit,
        joint=joint or entry.joint,
    )


def _complaints(row: StagedRow, entry: Entry, known: _Known, seen: dict[str, int]) -> Iterable[Remark]:
    if entry.code and seen.setdefault(entry.code, row.row) != row.row:
        yield Remark(
            row.spot("code"),
            sentence("The code %(code)s stands in row %(row)s already.", code=entry.code, row=seen[entry.code] + 1),
            sentence("Give each workplace its own code, or delete one of the rows."),
        )
    yield from _wrong_units(row, entry, known)
    # An old credit code that the row does not repeat is not the row's fault.
    said = {**entry.fields, "credit_code": row.text("credit_code")}
    for fault in faults(said):
        yield Remark(row.spot(fault.field), fault.what, fault.fix)


def _wrong_units(row: StagedRow, entry: Entry, known: _Known) -> Iterable[Remark]:
    for name, codes in (("place", [row.text("place")]), ("unit", [row.text("unit")]), ("joint", entry.joint)):
        for code in codes:
            if code and code not in known.units:
                yield Remark(
                    row.spot(name),
                    sentence("No unit has the code %(code)s.", code=code),
                    sentence("Compare with the register of units, or bring the unit in first."),
                )
    home = entry.place or entry.unit
    if known.allowed is not None and home not in known.allowed:
        yield Remark(
            row.spot("place" if entry.place else "unit"),
            sentence("Your role does not bring in workplaces here."),
            sentence("Name a unit of your own area, or send the file to the office above."),
        )


def _sort_out(entries: Iterable[Entry], known: _Known, plan: Plan) -> None:
    for entry in entries:
        before = known.places.get(entry.code)
        if before is None:
            plan.added.append(entry)
        elif before.kept() == entry.kept():
            plan.same += 1
        else:
            plan.changed.append((before, entry))


def _write(plan: Plan, units: Mapping[str, int]) -> None:
    for start in range(0, len(plan.added), _BATCH):
        Workplace.objects.bulk_create([_row(entry, units) for entry in plan.added[start : start + _BATCH]])
    changed = [_row(after, units) for _before, after in plan.changed]
    Workplace.objects.bulk_update(changed, ["place", "unit", "version", *_FIELDS], batch_size=50)
    ids = dict(Workplace.objects.values_list("code", "pk"))
    today = clock.today()
    pairs = [(Entry(after.code), after) for after in plan.added] + plan.changed
    for before, after in pairs:
        for code in sorted(set(before.joint) - set(after.joint)):
            _end(units[code], ids[after.code], today)
    UnitWorkplace.objects.bulk_create(
        (
            UnitWorkplace(unit_id=units[code], workplace_id=ids[after.code], from_on=today)
            for before, after in pairs
            for code in sorted(set(after.joint) - set(before.joint))
        ),
        batch_size=_BATCH,
    )


def _row(entry: Entry, units: Mapping[str, int]) -> Workplace:
    return Workplace(
        pk=entry.id or None,
        code=entry.code,
        place_id=units.get(entry.place),
        unit_id=units.get(entry.unit),
        version=entry.version + 1,
        **entry.fields,
    )


def _end(unit: int, workplace: int, today: date) -> None:
    rows = UnitWorkplace.objects.filter(in_force(today), unit=unit, workplace=workplace)
    # What was said this morning and taken back today never held.
    rows.filter(from_on=today).delete()
    rows.update(to_on=today)
