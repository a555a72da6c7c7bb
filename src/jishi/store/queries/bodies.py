"""Managing bodies: exactly one for each unit on every day (R16), and the lists of units where it is not so.

The database refuses two superiors on one day, so the list of several is empty unless somebody changed rows past the
program; it is asked all the same.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.models.posts import Tenure
from jishi.store.queries import units
from jishi.store.standing import standing

Lack = Literal["none", "several", "inactive", "hollow", "gap"]
LACKS: tuple[Lack, ...] = ("none", "several", "inactive", "hollow", "gap")


def units_with(lack: Lack, scope: Scope, on: date, top_kinds: Iterable[str]) -> QuerySet[Unit]:
    """Return the units of a day whose managing body is missing, double or gone, by code.

    Args:
        lack: ``none`` = no superior that day; ``several`` = two; ``inactive`` = the superior itself is dissolved or
            stands nowhere in the tree; ``hollow`` = nobody answers first for the superior; ``gap`` = it has one
            today, but for some days before that it had none.
        scope: who looks; a unit that stands nowhere is seen by whoever sees its last superior.
        on: the day.
        top_kinds: kinds that need no superior.
    """
    here = Link.objects.filter(in_force(on), axis=Axis.MANAGEMENT, unit=OuterRef("pk"))
    found = _living(scope, on)
    if lack == "none":
        without = ~Exists(here) | (Exists(here.filter(parent__isnull=True)) & ~Q(kind__in=list(top_kinds)))
        return found.filter(without)
    if lack == "inactive":
        placed = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("parent"))
        gone = here.filter(parent__isnull=False).filter(Q(parent__dissolved_on__lte=on) | ~Exists(placed))
        return found.filter(Exists(gone))
    if lack == "hollow":
        # Where no posts are kept nobody is accused.
        led = here.filter(parent__isnull=False).filter(~Exists(_led(on)))
        return found.filter(Exists(led)) if Tenure.objects.exists() else found.none()
    if lack == "gap":
        return found.filter(Exists(here.filter(parent__isnull=False)), Exists(_gaps(on)))
    other = Link.objects.filter(in_force(on), axis=Axis.MANAGEMENT, unit=OuterRef("unit")).exclude(
        pk=OuterRef("pk")
    )
    return found.filter(Exists(here.filter(Exists(other))))


def _led(on: date) -> QuerySet[Tenure]:
    """Return who answers first for a superior (outer) on a day."""
    return Tenure.objects.filter(in_force(on), post__first_responsible=True, post__unit=OuterRef("parent"))


def _gaps(on: date) -> QuerySet[Link]:
    """Return links of a unit (outer) that end on a day on which no other begins, though one does later."""
    same = Link.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("unit"))
    going_on = same.filter(Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")), from_on__lte=OuterRef("to_on"))
    later = same.filter(from_on__gt=OuterRef("to_on"), from_on__lte=on)
    ended = Link.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("pk"), to_on__isnull=False, to_on__lte=on)
    return ended.filter(~Exists(going_on), Exists(later))


def _living(scope: Scope, on: date) -> QuerySet[Unit]:
    found = Unit.objects.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)).order_by("code")
    if scope.everything:
        return found
    # Whoever stands in the tree has the superior that stands above it; only of the others is the last one asked.
    here, known = units.inside(scope, field="pk"), standing().nowhere
    if known == ():
        return found.filter(here)
    placed = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("pk"))
    nowhere = found.filter(pk__in=known) if known else found.filter(~Exists(placed))
    seen = units.visible(scope).order_by().values("pk")
    lost_ = _with_superior(nowhere).filter(_lost_from(seen)).order_by()
    return found.filter(here | Q(pk__in=lost_.values("pk")))


def _with_superior(found: QuerySet[Unit]) -> QuerySet[Unit]:
    last = Link.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("pk")).order_by("-from_on")
    return found.annotate(superior=Subquery(last.values("parent")[:1]))


def _lost_from(seen: QuerySet[Unit]) -> Q:
    """Return whose last superior is seen, or was itself dissolved below a unit that is seen."""
    gone = _with_superior(Unit.objects.filter(dissolved_on__isnull=False)).filter(superior__in=seen)
    return Q(superior__in=seen) | Q(superior__in=gone.order_by().values("pk"))


def lost(scope: Scope, code: str) -> Unit | None:
    """Return a unit that stands nowhere today and whose last superior the scope sees; None = there is none such."""
    nowhere = ~Exists(UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit=OuterRef("pk")))
    found = Unit.objects.filter(nowhere, code=code, dissolved_on__isnull=True)
    if not scope.everything:
        found = _with_superior(found).filter(_lost_from(units.visible(scope).order_by().values("pk")))
    return found.first()


def last_superiors(found: Iterable[Unit]) -> dict[int, Unit]:
    """Return unit → the superior that it had last, where it had one."""
    links = Link.objects.filter(axis=Axis.MANAGEMENT, unit__in=list(found), parent__isnull=False)
    return {link.unit_id: link.parent for link in links.select_related("parent").order_by(F("from_on"))}
