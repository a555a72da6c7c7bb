"""What the register holds already, as an import compares it: one entry for each unit, by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from jishi.store.models.org import Axis, Link, Unit, Workplace
from jishi.store.models.posts import Post, Tenure

SECRETARY = "secretary"
# A link whose beginning nobody knows: the unit has always stood there.
ALWAYS = date(1900, 1, 1)
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
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
    held = list(units.iterator(chunk_size=_CHUNK))
    codes = {row[0]: row[2] for row in held}
    places, hosts, led = _places(codes), _hosts(), _led(on)
    nowhere, nobody = ("", None), ("", None, False)
    entries: dict[str, Entry] = {}
    for pk, version, code, name, short_name, kind, level, domain, founded, dissolved in held:
        parent, since = places.get(pk, nowhere)
        host, host_name, host_kind = hosts.get(pk, ("", "", ""))
        secretary, secretary_since, has_post = led.get(pk, nobody)
        entries[code] = Entry(
            code=code,
            name=name,
            short_name=short_name,
            kind=kind,
            level=level,
            domain=domain,
            parent=parent,
            founded=founded,
            dissolved=dissolved,
            since=since,
            workplace_code=host,
            workplace=host_name,
            workplace_kind=host_kind,
            secretary=secretary,
            secretary_since=secretary_since,
            has_post=has_post,
            id=pk,
            version=version,
        )
    return entries


def _places(codes: Mapping[int, str]) -> dict[int, tuple[str, date | None]]:
    """Return the last place of every unit: the open link, or the last one of a dissolved unit."""
    links = Link.objects.filter(axis=Axis.MANAGEMENT).order_by("from_on")
    rows = links.values_list("unit_id", "parent_id", "from_on").iterator(chunk_size=_CHUNK)
    return {unit: (codes.get(parent, ""), from_on) for unit, parent, from_on in rows}


def _hosts() -> dict[int, tuple[str, str, str]]:
    """Return the first workplace of every unit that has one of its own."""
    found = Workplace.objects.filter(unit__isnull=False).order_by("-id")
    return {
        unit: (code, name, kind) for unit, code, name, kind in found.values_list("unit_id", "code", "name", "kind")
    }


def _led(on: date) -> dict[int, tuple[str, date | None, bool]]:
    """Return who is secretary of every unit that has the post, since when; nobody = vacant."""
    posts = Post.objects.filter(kind=SECRETARY, closed_on__isnull=True).values_list("unit_id", flat=True)
    found: dict[int, tuple[str, date | None, bool]] = dict.fromkeys(posts, ("", None, True))
    held = Tenure.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=on), post__kind=SECRETARY, post__closed_on__isnull=True
    )
    rows = held.values_list("post__unit_id", "person__name", "from_on")
    return found | {unit: (name, from_on, True) for unit, name, from_on in rows.iterator(chunk_size=_CHUNK)}
