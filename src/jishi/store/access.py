"""From grants to scopes."""

from datetime import date

from django.db.models import Q

from jishi.core.access import NOBODY, Holding, Scope, scope
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import UnitPath


def in_force(on: date) -> Q:
    """Return the condition that a dated row is in force on a day."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))


def scope_of(account: Account, on: date) -> Scope:
    """Return what the account may see and do on a day; two queries, whatever the size of the tree."""
    if not account.is_active:
        return NOBODY
    grants = list(Grant.objects.filter(in_force(on), account=account).order_by("id"))
    places = {
        (place.axis, place.unit_id): place.path
        for place in UnitPath.objects.filter(unit__in={grant.unit_id for grant in grants})
    }
    return scope(
        (
            Holding(
                role=grant.role,
                axis=grant.axis,
                path=places[grant.axis, grant.unit_id],
                field_class=grant.field_class,
                duties=frozenset(grant.duties.split()),
                unit=grant.unit_id,
            )
            for grant in grants
            # A unit that is not in today's tree gives nothing.
            if (grant.axis, grant.unit_id) in places
        ),
        account=account.pk,
    )
