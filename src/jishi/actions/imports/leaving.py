"""What would be left behind by units that a sheet dissolves: the same reasons as on the page, for many at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from jishi.actions.org import carrying, left_open
from jishi.actions.org.order import COUNTED
from jishi.core.errors import Sentence, sentence
from jishi.store.access import in_force
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Floating, Member

Reason = tuple[Sentence, Sentence]
_BATCH = 500


def left_behind(codes: Collection[str], on: date) -> Mapping[str, list[Reason]]:
    """Return code → why the unit cannot be dissolved yet; units that are empty are missing. A few queries."""
    found: dict[str, list[Reason]] = {}
    listed = sorted(codes)
    for start in range(0, len(listed), _BATCH):
        part = listed[start : start + _BATCH]
        for counts, reason in _counted(part, on):
            for code, count in counts.items():
                found.setdefault(code, []).append(reason(count))
    return found


def _counted(codes: list[str], on: date) -> Iterable[tuple[Mapping[str, int], "_Reason"]]:
    there = Member.objects.filter(in_force(on))
    yield _by_unit(there.filter(status__in=COUNTED), "unit", codes), _members
    yield _by_unit(there.exclude(status__in=COUNTED), "unit", codes), _joining
    yield _by_unit(Floating.objects.filter(in_force(on)), "receiving", codes), _received
    lying = Workplace.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).exclude(unit=F("place"))
    yield _by_unit(lying, "place", codes), _workplaces
    open_: Counter[str] = Counter()
    for rows, field in left_open.matters(on):
        open_.update(_by_unit(rows, field, codes))
    yield open_, _matters


def _by_unit(rows: QuerySet, field: str, codes: list[str]) -> Mapping[str, int]:
    counted = rows.filter(**{f"{field}__code__in": codes}).order_by().values(f"{field}__code")
    return dict(counted.annotate(count=Count("pk")).values_list(f"{field}__code", "count"))


class _Reason:
    """A sentence that waits for its count."""

    def __init__(self, what: str, fix: Sentence) -> None:
        self.what, self.fix = what, fix

    def __call__(self, count: int) -> Reason:
        return Sentence(self.what, {"count": count}), self.fix


def _said(what: Sentence, fix: Sentence) -> _Reason:
    return _Reason(what.text, fix)


_members = _said(
    sentence("It still has %(count)s members."),
    sentence("Merge it into another unit, or transfer its members first."),
)
_joining = _said(
    sentence("%(count)s people are on the way to become members there."),
    sentence("Transfer them to another branch, or enter that they left."),
)
_received = _said(
    sentence("%(count)s members of other branches are received there."),
    sentence("Name another branch that receives them."),
)
_workplaces = _said(
    sentence("%(count)s workplaces lie in its area."),
    sentence("Say in the sheet of workplaces which unit answers for them."),
)
_matters = _said(
    sentence("%(count)s matters are open there: people sent, transfers, tasks, problems, reminders."),
    sentence("Close them first."),
)


def close(codes: Collection[str], on: Mapping[str, date]) -> None:
    """End what units that a sheet dissolved still have of their own; call it inside the action of the import."""
    for unit in Unit.objects.filter(code__in=list(codes)):
        carrying.end(unit, on[unit.code])
