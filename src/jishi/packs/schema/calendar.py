"""calendar.yaml: holidays and make-up days, for terms in working days."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date

from jishi.packs.schema.fields import Position, Source, described, position


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. Without this file Monday to Friday are."""

    first: date = described("The first day of which holidays are known.")
    last: date = described("The last day of which holidays are known; a term beyond it is refused.")
    holidays: tuple[date, ...] = described("Days off.")
    make_up: tuple[date, ...] = described("Saturdays and Sundays that are worked.")
    source: Source = described("Where it is laid down.")
    position: Position = position()
