"""Circulars inside a scope, to whom each is addressed, who has not signed or not replied; constant queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.org import Axis, Unit
from jishi.store.paths import ids
from jishi.store.queries import units


def senders(scope: Scope) -> frozenset[int]:
    """Return the units for which the scope publishes, and whose drafts it sees."""
    return frozenset(holding.unit for holding in scope.holdings if "publish" in holding.duties)


def circulars(scope: Scope) -> QuerySet[Circular]:
    """Return the circulars that a scope sees, the newest first: of senders inside it, and addressed into it."""
    rows = Circular.objects.select_related("sender").order_by("-issued_on", "-pk")
    if scope.everything:
        return rows
    # Everybody's line upward is in the paths of their grants; nothing is read of it but its ids.
    above = {unit for root in scope.roots(Axis.MANAGEMENT) for unit in ids(root)[:-1]}
    kinds = Q(kinds="")
    # Where nobody stands above, nobody outside addresses anything into the scope.
    for kind in units.visible(scope).order_by().values_list("kind", flat=True).distinct() if above else ():
        kinds |= Q(kinds__contains=f" {kind} ")
    here = units.inside(scope, field="sender")
    issued = Q(issued_on__isnull=False) & (here | Q(sender__in=above) & kinds)
    return rows.filter(issued | Q(sender__in=senders(scope)))


def one(scope: Scope, number: int) -> Circular:
    """Return one circular.

    Raises:
        Circular.DoesNotExist: there is none, or it lies outside.
    """
    return circulars(scope).select_related("sender", "file").get(pk=number)


def addressees(circular: Circular, scope: Scope) -> QuerySet[Unit]:
    """Return the units inside a scope to which a circular is addressed today, by code."""
    below = units.within(units.path_of(circular.sender), "paths__path") & Q(paths__axis=Axis.MANAGEMENT)
    found = Unit.objects.filter(below).exclude(pk=circular.sender_id).order_by("code")
    if circular.kinds.strip():
        found = found.filter(kind__in=circular.kinds.split())
    if scope.everything:
        return found
    return found.filter(units.inside(scope, field="pk"))


def without_receipt(found: QuerySet[Unit], circular: Circular) -> QuerySet[Unit]:
    """Keep addressees that have not signed."""
    return found.filter(~Exists(Receipt.objects.filter(circular=circular, unit=OuterRef("pk"))))


def without_reply(found: QuerySet[Unit], clause: Clause) -> QuerySet[Unit]:
    """Keep addressees that have not replied to a clause."""
    return found.filter(~Exists(ClauseReply.objects.filter(clause=clause, unit=OuterRef("pk"))))


@dataclass(frozen=True)
class Level:
    """How far a circular has come at one level.

    Attributes:
        replied: clause → how many have replied.
    """

    level: str
    addressed: int
    received: int
    replied: Mapping[int, int]


def by_level(found: QuerySet[Unit], circular: Circular, clauses: Sequence[Clause]) -> list[Level]:
    """Return how many addressees of each level have signed and replied; two queries and one for each clause."""
    signed = Exists(Receipt.objects.filter(circular=circular, unit=OuterRef("pk")))
    plain = found.order_by()
    everyone = _counted(plain)
    received = _counted(plain.filter(signed))
    replied = {
        clause.pk: _counted(plain.filter(Exists(ClauseReply.objects.filter(clause=clause, unit=OuterRef("pk")))))
        for clause in clauses
    }
    return [
        Level(level, count, received.get(level, 0), {pk: found_.get(level, 0) for pk, found_ in replied.items()})
        for level, count in everyone.items()
    ]


def _counted(found: QuerySet[Unit]) -> dict[str, int]:
    return dict(found.values("level").annotate(count=Count("pk", distinct=True)).values_list("level", "count"))


def replies(circular: Circular, found: QuerySet[Unit]) -> QuerySet[ClauseReply]:
    """Return the replies of some units, by unit and clause."""
    rows = ClauseReply.objects.filter(clause__circular=circular, unit__in=found.order_by().values("pk"))
    return rows.select_related("clause", "unit", "file").order_by("unit__code", "clause__place")


def open_for(own: Sequence[Unit]) -> list[tuple[Circular, Unit]]:
    """Return (circular, unit) for every circular in force that is addressed to some units, the oldest first."""
    if not own:
        return []
    lines = {unit.pk: set(ids(units.path_of(unit))[:-1]) for unit in own}
    above = {each for line in lines.values() for each in line}
    rows = Circular.objects.filter(sender__in=above, issued_on__isnull=False, withdrawn_on__isnull=True)
    return [
        (row, unit)
        for row in rows.select_related("sender").order_by("issued_on", "pk")
        for unit in own
        if row.sender_id in lines[unit.pk] and (not row.kinds.strip() or unit.kind in row.kinds.split())
    ]
