"""Members as a file that can be brought in again; identity number and telephone never leave this way."""

from collections.abc import Iterator

from django.db.models import QuerySet

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.members.form import FORM
from jishi.core.access import Scope
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.people import Floating, Member
from jishi.store.queries import members
from jishi.store.transact import action

_DATES = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_on")


def export(scope: Scope, style: Style, unit: Unit | None = None, actor: Account | None = None) -> Sheet:
    """Return the members whom a scope reads, at a unit and below it; that a list was taken is an event."""
    found = members.listed(scope, unit)
    with action(actor, "members.export", f"unit:{unit.pk}" if unit else "members") as event:
        event.note(members=found.order_by().count(), format=style.format)
    return style.sheet(FORM, _rows(found))


def _rows(found: QuerySet[Member]) -> Iterator[list[Value]]:
    places = dict(
        Floating.objects.filter(in_force(clock.today()), member__in=found.order_by().values("pk")).values_list(
            "member_id", "place"
        )
    )
    for member in found.iterator(chunk_size=2000):
        values = _values(member, places.get(member.pk))
        yield [values.get(column.id) for column in FORM.columns]


def _values(member: Member, place: str | None) -> dict[str, Value]:
    person = member.person
    said: dict[str, Value] = {
        "name": person.name,
        "sex": person.sex or None,
        "ethnicity": person.ethnicity or None,
        "born": person.born_on.toordinal() if person.born_on else None,
        "education": person.education or None,
        "status": member.status,
        "unit_code": member.unit.code,
        "unit": member.unit.name,
        "since": member.from_on.toordinal(),
        "occupation": member.occupation or None,
        "registered": member.registered or None,
        "floating": int(place is not None),
        "place": place or None,
    }
    for name in _DATES:
        on = getattr(member, name)
        said[name] = on.toordinal() if on else None
    return said
