"""What the register holds already, as an import compares it: one entry for each unit, by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from jishi.store.models.org import Axis, Link, Unit, Workplace
from jishi.store.models.posts import Post, Tenure

SECRETARY = "secretary"
# A link whose beginning nobody knows: the unit has always stood there.
ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True)
class Entry:
    """One unit as a row of the register says it; empty text and None = not known, or none.

    Attributes:
        parent: code of the unit above; empty = topmost.
        since: first day below that unit.
        secretary: name of who holds the post; empty = vacant.
        has_post: whether the unit has a secretary's post.
        id, version: of the unit in the database; 0 = new.
    """

    code: str
    name: str = ""
    short_name: str = ""
    kind: str = ""
    level: str = ""
    domain: str = ""
    parent: str = ""
    founded: date | None = None
    dissolved: date | None = None
    since: date | None = None
    workplace_code: str = ""
    workplace: str = ""
    workplace_kind: str = ""
    secretary: str = ""
    secretary_since: date | None = None
    has_post: bool = False
    id: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)


Known = Mapping[str, Entry]


def known_units(on: date) -> dict[str, Entry]:
    """Return the register as it stands on a day: a few queries, whatever its size."""
    units = Unit.objects.values_list(
        "id", "version", "code", "name", "short_name", "kind", "level", "domain", "founded_on", "dissolved_on"
    )
    entries = {
        row[0]: Entry(
            id=row[0],
            version=row[1],
            code=row[2],
            name=row[3],
            short_name=row[4],
            kind=row[5],
            level=row[6],
            domain=row[7],
            founded=row[8],
            dissolved=row[9],
        )
        for row in units
    }
    _add_links(entries)
    _add_workplaces(entries)
    _add_secretaries(entries, on)
    return {entry.code: entry for entry in entries.values()}


def _add_links(entries: dict[int, Entry]) -> None:
    """Give every unit its last place: the open link, or the last one of a dissolved unit."""
    codes = {pk: entry.code for pk, entry in entries.items()}
    links = Link.objects.filter(axis=Axis.MANAGEMENT).order_by("from_on")
    for unit, parent, from_on in links.values_list("unit_id", "parent_id", "from_on"):
        entries[unit] = replace(entries[unit], parent=codes.get(parent, ""), since=from_on)


def _add_workplaces(entries: dict[int, Entry]) -> None:
    found = Workplace.objects.filter(unit__isnull=False).order_by("-id")
    for unit, code, name, kind in found.values_list("unit_id", "code", "name", "kind"):
        entries[unit] = replace(entries[unit], workplace_code=code, workplace=name, workplace_kind=kind)


def _add_secretaries(entries: dict[int, Entry], on: date) -> None:
    for unit in Post.objects.filter(kind=SECRETARY, closed_on__isnull=True).values_list("unit_id", flat=True):
        entries[unit] = replace(entries[unit], has_post=True)
    held = Tenure.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=on), post__kind=SECRETARY, post__closed_on__isnull=True
    )
    for unit, name, from_on in held.values_list("post__unit_id", "person__name", "from_on"):
        entries[unit] = replace(entries[unit], secretary=name, secretary_since=from_on)
