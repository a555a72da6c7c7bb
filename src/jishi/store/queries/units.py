"""Units that a scope sees. What lies outside does not exist for it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.core.access import Duty, Scope
from jishi.store import clock, standing
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.paths import LAST, ids
from jishi.store.searching import fold


def within(path: str, field: str = "path") -> Q:
    """Return the condition of lying at or below a path: one range of the index."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + LAST})


def inside(scope: Scope, place: Unit | None = None, field: str = "unit", axis: str = Axis.MANAGEMENT) -> Q:
    """Return the condition that a row's unit stands in today's tree where the scope sees, at or below a place.

    Args:
        scope: who looks.
        place: only at or below it; None = all.
        field: of the row, that names the unit.
        axis: on which the scope sees.
    """
    path = path_of(place, axis) if place is not None else ""
    if place is not None and not path:
        return Q(pk__in=())
    if place is None or standing.is_all(place.pk, axis):
        whole = standing.everywhere(scope, field, axis)
        if whole is not None:
            return whole
    ranges = Q()
    for start in _starts(scope, path, axis):
        ranges |= within(start)
    if not ranges and not scope.everything:
        return Q(pk__in=())
    return Q(**{f"{field}__in": UnitPath.objects.filter(ranges, axis=axis).order_by().values("unit")})


def _starts(scope: Scope, path: str, axis: str) -> list[str]:
    """Return the paths at which what is seen at and below a path begins; an empty path = everywhere."""
    if scope.everything:
        return [path] if path else []
    roots = scope.roots(axis)
    return (
        [path]
        if path and any(path.startswith(each) for each in roots)
        else [r for r in roots if r.startswith(path)]
    )


def where(scope: Scope, duty: Duty, field: str = "unit") -> Q:
    """Return the condition that the scope allows a duty at a row's unit on the management axis."""
    if scope.everything:
        return Q()
    allowed = tuple(held for held in scope.holdings if duty in held.duties and held.axis == Axis.MANAGEMENT)
    return inside(Scope(allowed), field=field)


def visible(scope: Scope, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return the units of today's tree that the scope sees, by code."""
    units = Unit.objects.order_by("code")
    if (whole := standing.everywhere(scope, "pk", axis)) is not None:
        return units.filter(whole)
    if scope.everything:
        return units.filter(paths__axis=axis)
    inside = Q()
    for root in scope.roots(axis):
        inside |= within(root, "paths__path")
    return units.filter(inside, paths__axis=axis) if inside else units.none()


def count(scope: Scope, axis: str = Axis.MANAGEMENT) -> int:
    """Return how many units of today's tree the scope sees; nothing is counted anew while the tree stands."""
    return len(standing.seen(scope, axis))


def one(scope: Scope, unit: int) -> Unit:
    """Return a unit that the scope sees, on any axis.

    Raises:
        Unit.DoesNotExist: there is none, or it lies outside; nobody can tell which.
    """
    found = Unit.objects.get(pk=unit)
    places = UnitPath.objects.filter(unit=found)
    if scope.everything or any(scope.sees(place.axis, place.path) for place in places):
        return found
    raise Unit.DoesNotExist


def coded(scope: Scope, code: str) -> Unit:
    """Return a unit that the scope sees by its code.

    Raises:
        Unit.DoesNotExist: there is none, or it lies outside.
    """
    return one(scope, Unit.objects.values_list("pk", flat=True).get(code=code))


def path_of(unit: Unit, axis: str = Axis.MANAGEMENT) -> str:
    """Return the unit's path today; empty when it stands nowhere on the axis."""
    return UnitPath.objects.filter(unit=unit, axis=axis).values_list("path", flat=True).first() or ""


def search(scope: Scope, text: str, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return units whose name (in either script), code or pinyin initials hold the text."""
    return named(visible(scope, axis), text)


def named(found: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Keep units whose name (in either script), code or pinyin initials hold every word of the text."""
    for word in text.split():
        found = found.filter(search__holds=fold(word))
    return found


def subtree(scope: Scope, unit: Unit, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return the unit and all below it that the scope sees, by code."""
    return Unit.objects.filter(inside(scope, unit, "pk", axis)).order_by("code")


def outside(scope: Scope, unit: Unit, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return what the scope sees besides a unit and all below it, by code."""
    if standing.is_all(unit.pk, axis):
        return Unit.objects.none()
    below = UnitPath.objects.filter(within(path_of(unit, axis)), axis=axis, unit=OuterRef("pk"))
    return visible(scope, axis).filter(~Exists(below))


def children(scope: Scope, unit: Unit, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return the units directly below today that the scope sees, by code."""
    links = Link.objects.filter(in_force(clock.today()), axis=axis, parent=unit)
    return visible(scope, axis).filter(pk__in=links.values("unit"))


def ancestors(scope: Scope, unit: Unit, axis: str = Axis.MANAGEMENT) -> list[Unit]:
    """Return the units above that the scope sees, the highest first."""
    path = path_of(unit, axis)
    above = ids(path)[:-1]
    seen = {each.pk: each for each in visible(scope, axis).filter(pk__in=above)}
    return [seen[each] for each in above if each in seen]


def above(unit: Unit) -> list[Unit]:
    """Return the management line of a unit, the highest first, itself last, whatever anybody sees.

    Whoever sees a unit may know by name which offices stand above it; nothing else of them.
    """
    line = ids(path_of(unit)) or [unit.pk]
    found = {each.pk: each for each in Unit.objects.filter(pk__in=line)}
    return [found[each] for each in line if each in found]


def codes_where(scope: Scope, duty: Duty, axis: str = Axis.MANAGEMENT) -> frozenset[str] | None:
    """Return the codes of the units of today's tree at which the scope allows a duty; None = everywhere."""
    if scope.everything:
        return None
    places = UnitPath.objects.filter(axis=axis).values_list("unit__code", "path")
    return frozenset(code for code, path in places if scope.may(duty, axis, path))


def tops(scope: Scope, axis: str = Axis.MANAGEMENT) -> QuerySet[Unit]:
    """Return the units where the scope begins, by code."""
    if scope.everything:
        roots = Link.objects.filter(in_force(clock.today()), axis=axis, parent__isnull=True)
        return visible(scope, axis).filter(pk__in=roots.values("unit"))
    return visible(scope, axis).filter(pk__in=[ids(root)[-1] for root in scope.roots(axis)])


def seers(unit: Unit) -> list[tuple[str, str]]:
    """Return (axis, path) of every place of the unit and above: a grant on one of them sees the unit."""
    return [found for place in UnitPath.objects.filter(unit=unit) for found in _above(place)]


def entered_by(scope: Scope, among: Collection[int]) -> set[int]:
    """Return those of some units at which the scope enters something; one query."""
    if scope.everything:
        return set(among)
    return {
        place.unit_id
        for place in UnitPath.objects.filter(unit__in=among)
        if any(scope.may("enter", axis, path) for axis, path in _above(place))
    }


def _above(place: UnitPath) -> list[tuple[str, str]]:
    return [(place.axis, place.path[:end]) for end in range(6, len(place.path) + 1, 6)]
