"""Rows of a table that phones brought home, each kept by itself: what all of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from jishi.actions.consult.ground import By
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.known import UNIT
from jishi.sheets.phones import Instance, Table
from jishi.sheets.workbook import Remark, Workbook
from jishi.store.models.org import Unit
from jishi.store.transact import action

Took = Literal["added", "same"]


@dataclass(frozen=True)
class Brought:
    """A table that was brought home.

    Attributes:
        kind: of what came, as outcomes call it.
        book: the file, read once.
        table: its rows as answers to a form.
    """

    kind: str
    book: Workbook
    table: Table


class _Stop(Exception):  # noqa: N818 - nothing is wrong: nothing is to stay
    """Take everything back."""


def keep_rows(
    by: By, asked: Asked, brought: Brought, one: Callable[[Instance], Took], *, only_try: bool = False
) -> Outcome:
    """Keep every row of a table, or none where the file is taken whole; a wrong one is told beside its cell.

    Args:
        one: keeps one row; "same" where it arrived before.
        only_try: nothing stays.
    """
    counts, errors = {"added": 0, "changed": 0, "same": 0, "refused": 0}, list[Remark]()
    stops = only_try
    try:
        # Events of all rows are written at the end: the chain is held for a moment, not for the whole file.
        with action(by.actor, "phones.take", brought.kind) as event:
            for instance in brought.table.instances():
                _row(brought.table, instance, one, (counts, errors))
            stops = only_try or (asked.mode == "all" and bool(errors))
            event.note(**counts)
            if stops or not counts["added"]:
                raise _Stop
    except _Stop:
        pass
    written = bool(counts["added"]) and not stops
    return Outcome(brought.kind, brought.book, asked.content, counts, tuple(errors), written=written)


def _row(
    table: Table, instance: Instance, one: Callable[[Instance], Took], found: tuple[dict[str, int], list[Remark]]
) -> None:
    counts, errors = found
    try:
        with transaction.atomic():
            counts[one(instance)] += 1
    except Refusal as refusal:
        counts["refused"] += 1
        spots = ((table.spot(instance.row, each.where), each) for each in refusal.complaints)
        errors += [Remark(spot, each.what, each.fix) for spot, each in spots]


def unit_of(instance: Instance, may: Callable[[Unit], bool]) -> Unit:
    """Return the unit that a row is about.

    Raises:
        Refusal: it is not there, or not for this reader; nobody is told which.
    """
    code = instance.head.get(UNIT, "")
    unit = Unit.objects.filter(code=code, dissolved_on__isnull=True).first() if code else None
    if unit is None or not may(unit):
        raise refuse_unit()
    return unit


def refuse_unit() -> Refusal:
    """Return the refusal of a unit that is not there or not for this reader."""
    return refuse(
        UNIT,
        sentence("No unit of this code is yours to write down for."),
        sentence("Look at the codes in the register."),
    )


def mark_of(instance: Instance) -> str:
    """Return the key under which a row counts once.

    Raises:
        Refusal: it has no mark of its own.
    """
    if not instance.id:
        raise refuse(
            "",
            sentence("This row has no mark of its own, so it could be counted twice."),
            sentence("Export the answers again with all columns, those of the system too."),
        )
    return f"phone {instance.id}"[:64]
