"""Keeps today's paths in step with the dated links."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from jishi.core.errors import refuse, sentence
from jishi.store.access import in_force
from jishi.store.bulk import insert
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.paths import LAST, step
from jishi.store.standing import changed
from jishi.store.transact import change

_BATCH = 2000


def move(unit: Unit, parent: Unit | None, on: date, axis: str = Axis.MANAGEMENT) -> Link:
    """Let the unit stand below the parent from a day on; its place until then stays as it was."""
    before = Link.objects.filter(in_force(on), axis=axis, unit=unit).first()
    if before and before.from_on == on:
        change(before, before.version, parent=parent)
        return before
    if before:
        until = before.to_on
        change(before, before.version, to_on=on)
        return Link.objects.create(axis=axis, unit=unit, parent=parent, from_on=on, to_on=until)
    return Link.objects.create(axis=axis, unit=unit, parent=parent, from_on=on)


def leave(unit: Unit, last_day: date, axis: str = Axis.MANAGEMENT) -> None:
    """Let the unit stand nowhere on the axis after a day."""
    for link in Link.objects.filter(axis=axis, unit=unit, to_on__isnull=True):
        change(link, link.version, to_on=last_day + timedelta(days=1))


def hold() -> None:
    """Let nobody else change the tree until the transaction ends; two changes at once could make a circle."""
    # SQLite's transactions are immediate: the writer is alone already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE store_unit, store_link IN SHARE ROW EXCLUSIVE MODE")


def shift(unit: Unit, parent: Unit | None, axis: str = Axis.MANAGEMENT) -> int:
    """Bring today's paths of a unit and all below it below its parent, in one statement; return their number."""
    places = dict(
        UnitPath.objects.filter(axis=axis, unit__in=[unit, parent or unit]).values_list("unit_id", "path")
    )
    changed(axis)
    above = places.get(parent.pk, "") if parent else ""
    new, old = above + step(unit.pk), places.get(unit.pk)
    if old is None:
        UnitPath.objects.create(axis=axis, unit=unit, path=new)
        return 1
    below = UnitPath.objects.filter(axis=axis, path__gte=old, path__lt=old + LAST)
    return int(below.update(path=Concat(Value(new), Substr("path", len(old) + 1))))


def stand(unit: Unit, parent: Unit, on: date, axis: str) -> None:
    """Let a unit stand below another on an axis from a day on; both rows and today's path.

    A parent that has no place there yet becomes a top of the axis, so that those below it are seen from it.
    """
    if not UnitPath.objects.filter(axis=axis, unit=parent).exists():
        move(parent, None, on, axis)
        shift(parent, None, axis)
    move(unit, parent, on, axis)
    shift(unit, parent, axis)


def uproot(unit: Unit, axis: str) -> None:
    """Take today's path of a unit away that has none below it on the axis."""
    UnitPath.objects.filter(axis=axis, unit=unit).delete()
    changed(axis)


def rebuild(on: date, axis: str = Axis.MANAGEMENT) -> int:
    """Bring the paths of an axis to a day's tree; return how many changed.

    Raises:
        Refusal: a unit stands below itself; it is named.
    """
    parents: dict[int, int | None] = dict(
        Link.objects.filter(in_force(on), axis=axis).values_list("unit_id", "parent_id")
    )
    wanted = paths_of(parents)
    have = {
        unit: (pk, path)
        for unit, pk, path in UnitPath.objects.filter(axis=axis).values_list("unit_id", "pk", "path")
    }
    moved = [
        UnitPath(pk=pk, path=wanted[unit])
        for unit, (pk, path) in have.items()
        if unit in wanted and wanted[unit] != path
    ]
    new = [(axis, unit, path) for unit, path in wanted.items() if unit not in have]
    gone = [pk for unit, (pk, _path) in have.items() if unit not in wanted]
    with transaction.atomic():
        for start in range(0, len(gone), _BATCH):
            UnitPath.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
        UnitPath.objects.bulk_update(moved, ["path"], batch_size=400)
        insert(UnitPath, ("axis", "unit_id", "path"), new)
        if moved or new or gone:
            changed(axis)
    return len(moved) + len(new) + len(gone)


def paths_of(parents: Mapping[int, int | None]) -> dict[int, str]:
    """Return every unit's path; a parent that is not in the tree itself makes a root.

    Example:
        >>> paths_of({2: 1, 1: None})
        {1: '-----0', 2: '-----0-----1'}
    """
    found: dict[int, str] = {}
    for unit in parents:
        waiting: list[int] = []
        at: int | None = unit
        while at is not None and at in parents and at not in found:
            if at in waiting:
                raise _circle(at)
            waiting.append(at)
            at = parents[at]
        above = found.get(at, "") if at is not None else ""
        for member in reversed(waiting):
            above += step(member)
            found[member] = above
    return found


def _circle(unit: int) -> Exception:
    named = Unit.objects.filter(pk=unit).first()
    return refuse(
        str(named or unit),
        sentence("This unit stands below itself."),
        sentence("Correct the superior of this unit or of one above it."),
    )
