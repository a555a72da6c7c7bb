"""The service team of a grid, and its requests as counts (D114)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.people.ground import By, keeps
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.grids import GridRequests, GridServer
from jishi.store.models.org import Grid, Unit
from jishi.store.transact import action, change

_MOST = 100_000


def join(by: By, unit: Unit, grid: str, named: Named, role: str) -> GridServer:
    """Let a person serve a grid from the day of ``by`` on.

    Raises:
        Refusal: the role does not keep the unit's records, there is no such grid, or the person serves it already.
    """
    content = {"unit": unit.pk, "grid": grid, "name": named.name}
    with action(by.actor, "grid.join", key=by.key, content=content) as event:
        if event.repeated:
            return GridServer.objects.get(pk=event.result["server"])
        keeps(by, unit)
        _known(unit, grid)
        if not named.name.strip():
            raise refuse(_called(unit), sentence("The name is missing."), sentence("Write whom you mean."))
        row = GridServer(unit=unit, grid=grid, person=finding.one(named), role=role.strip()[:40], from_on=by.day)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise refuse(
                _called(unit),
                sentence("%(name)s serves this grid already.", name=named.name),
                sentence("Load the page again to see who serves it."),
            ) from error
        event.about(row)
        event.note(unit=unit.pk, grid=grid)
        event.result = {"server": row.pk}
    return row


def leave(by: By, row: GridServer, version: int) -> GridServer:
    """Let a person serve a grid no more from the day of ``by`` on.

    Raises:
        Refusal: the role does not keep the unit's records, the day contradicts, or somebody changed it meanwhile.
    """
    with action(by.actor, "grid.leave", key=by.key, content={"server": row.pk, "on": by.day}) as event:
        if event.repeated:
            return row
        keeps(by, row.unit)
        if row.to_on is not None:
            raise refuse(
                _called(row.unit),
                sentence("It ended on %(day)s already.", day=row.to_on.isoformat()),
                sentence("Load the page again to see who serves it."),
            )
        if by.day <= row.from_on:
            raise refuse(
                _called(row.unit),
                sentence("It began on %(day)s and cannot end before the day after.", day=row.from_on.isoformat()),
                sentence("Choose a later day."),
            )
        change(row, version, to_on=by.day)
        event.about(row)
        event.note(unit=row.unit_id, grid=row.grid)
    return row


@dataclass(frozen=True)
class Counted:
    """The requests of a grid in a month."""

    received: int
    in_time: int = 0
    late: int = 0
    overdue: int = 0


def count(by: By, unit: Unit, grid: str, month: date, said: Counted) -> GridRequests:
    """Keep how many requests a grid had in a month; what was said before is replaced.

    Raises:
        Refusal: the role does not keep the unit's records, there is no such grid, the month lies ahead, or the
            counts contradict each other.
    """
    first = month.replace(day=1)
    content = {"unit": unit.pk, "grid": grid, "month": first, "said": vars(said)}
    with action(by.actor, "grid.count", key=by.key, content=content) as event:
        if event.repeated:
            return GridRequests.objects.get(pk=event.result["requests"])
        keeps(by, unit)
        _known(unit, grid)
        _sound(unit, first, said)
        fields = vars(said)
        row = GridRequests.objects.filter(unit=unit, grid=grid, month=first).first()
        if row is None:
            row = GridRequests.objects.create(unit=unit, grid=grid, month=first, **fields)
        else:
            change(row, row.version, **fields)
        event.about(row)
        event.note(unit=unit.pk, grid=grid, month=first)
        event.result = {"requests": row.pk}
    return row


def _sound(unit: Unit, month: date, said: Counted) -> None:
    numbers = tuple(vars(said).values())
    if month > clock.today():
        raise refuse(_called(unit), sentence("The month lies ahead."), sentence("Correct the month."))
    if not all(0 <= number <= _MOST for number in numbers) or sum(numbers[1:]) > said.received:
        raise refuse(
            _called(unit),
            sentence("More requests were settled or are overdue than came in."),
            sentence("Count again: settled in time, settled late and overdue are part of what came in."),
        )


def _known(unit: Unit, grid: str) -> None:
    if not Grid.objects.filter(in_force(clock.today()), unit=unit, name=grid).exists():
        raise refuse(
            _called(unit),
            sentence("There is no grid of this name here."),
            sentence("Enter the grid first, on the page of changes or with the sheet of grids."),
        )


def _called(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"
