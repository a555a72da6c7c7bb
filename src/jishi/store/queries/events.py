"""Events, for those who keep the office; and who can see a unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.office import Account, Event, Grant
from jishi.store.models.org import Unit
from jishi.store.paths import ids
from jishi.store.queries import units


def listed(scope: Scope, *, subject: str | None = None, actor: str | None = None) -> QuerySet[Event]:
    """Return the events, the latest first; somebody without the office sees their own only."""
    found = Event.objects.select_related("detail").order_by("-number")
    if not scope.has("office"):
        found = found.filter(actor=scope.account) if scope.account else found.none()
    if subject:
        found = found.filter(subject=subject)
    if actor:
        found = found.filter(actor__in=Account.objects.filter(username=actor).values("pk"))
    return found


def told(found: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events as plain values, with the names of the accounts."""
    found = list(found)
    names = dict(Account.objects.filter(pk__in={event.actor for event in found}).values_list("pk", "username"))
    return [
        {
            "number": event.number,
            "at": event.at,
            "actor": names.get(event.actor) if event.actor else None,
            "name": event.name,
            "subject": event.subject,
            "details": event.detail.details if hasattr(event, "detail") else {},
            "hash": event.hash,
        }
        for event in found
    ]


def who_sees(scope: Scope, unit: Unit, on: date) -> list[Grant]:
    """Return the grants by which somebody sees a unit on a day, those from highest up first.

    Raises:
        Unit.DoesNotExist: the unit lies outside the asker's own scope.
    """
    units.one(scope, unit.pk)
    above = {(axis, ids(path)[-1]): len(path) for axis, path in units.seers(unit)}
    grants = Grant.objects.filter(
        in_force(on), unit__in={place for _, place in above}, account__is_active=True
    ).select_related("account", "unit")
    found = [grant for grant in grants if (grant.axis, grant.unit_id) in above]
    return sorted(found, key=lambda grant: (above[grant.axis, grant.unit_id], grant.account.username))
