"""Units and members of a day, below a unit: as they stood in that day's tree, and counted by today's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count, Q
from numpy.typing import NDArray

from jishi.actions.org.order import COUNTED
from jishi.core.access import Scope
from jishi.core.lineage import heirs
from jishi.core.tree import build, rows_of
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Succession, Unit, UnitPath
from jishi.store.models.people import Member
from jishi.store.queries import lineage, units

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Stood:
    """What stood below a unit, itself included.

    Attributes:
        kinds: kind → how many units; of the kind that they had on the day.
        members: how many members they had on the day.
    """

    kinds: Mapping[str, int]
    members: int

    @property
    def units(self) -> int:
        """How many units there were."""
        return sum(self.kinds.values())


def stood(scope: Scope, unit: Unit, on: date) -> tuple[Stood, Stood]:
    """Return (as it was, as it is) of a day: in the tree of that day, and where the units are carried on today.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    path = units.path_of(units.one(scope, unit.pk))
    links = list(Link.objects.filter(in_force(on), axis=Axis.MANAGEMENT).values_list("unit_id", "parent_id"))
    there = np.array([link[0] for link in links], dtype=np.int64)
    known = set(there.tolist())
    above = np.array([link[1] if link[1] in known else -1 for link in links], dtype=np.int64)
    tree = build(there, above)
    row = int(rows_of(tree, np.array([unit.pk], dtype=np.int64))[0])
    as_was = tree.id[row : tree.end[row]] if row >= 0 else there[:0]
    below = UnitPath.objects.filter(units.within(path), axis=Axis.MANAGEMENT) if path else UnitPath.objects.none()
    today = np.fromiter(below.values_list("unit_id", flat=True), dtype=np.int64)
    as_is = there[np.isin(heirs(there, lineage.ends(on), on.toordinal()), today)]
    kinds, members = _kinds(on), _members(on)
    return _counted(as_was, kinds, members), _counted(as_is, kinds, members)


def _counted(ids: Ids, kinds: Mapping[int, str], members: Mapping[int, int]) -> Stood:
    listed = ids.tolist()
    counts = Counter(kinds[each] for each in listed)
    return Stood(dict(sorted(counts.items())), sum(members.get(each, 0) for each in listed))


def _kinds(on: date) -> Mapping[int, str]:
    """Return unit → the kind that it had on a day: that of now, unless it was converted since."""
    kinds = dict(Unit.objects.values_list("pk", "kind"))
    since = Succession.objects.filter(kind=Succession.Kind.CONVERT, on__gt=on).order_by("-on", "-pk")
    for unit, was in since.values_list("before", "was"):
        kinds[unit] = was.get("kind", kinds[unit])
    return kinds


def _members(on: date) -> Mapping[int, int]:
    """Return unit → its members on a day; one whose day of joining is not known counts from entering on."""
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=on)
    held = Member.objects.filter(in_force(on), joined, status__in=COUNTED)
    return dict(held.order_by().values("unit").annotate(count=Count("pk")).values_list("unit", "count"))
