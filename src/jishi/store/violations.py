"""What rules found → rows: new ones are opened, mended ones closed, the others stay as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Count, DateField, F, Value
from django.db.models.functions import Greatest
from numpy.typing import NDArray

from jishi.store.models.rules import Violation

Ids = NDArray[np.int64]

_BATCH = 1000
_UNIT = "unit"


@dataclass(frozen=True)
class Broken:
    """A rule and the units that break it.

    Attributes:
        rule, severity, mends: as the pack says.
        units: ids, each once.
    """

    rule: str
    severity: str
    mends: str
    units: Ids


@dataclass(frozen=True)
class Change:
    """What became of the rows."""

    opened: int
    closed: int
    open: int


def keep(found: Iterable[Broken], on: date, at: datetime, left: Sequence[str] = ()) -> Change:
    """Bring the rows up to what was found; call it inside an action.

    A rule that is not among those found any more was switched off: what is open of it is closed.

    Args:
        found: every rule that was checked, also those that nobody breaks.
        on: the day that was checked; what is new is open since then.
        at: the moment of the check.
        left: rules that could not be checked; what is open of them stays as it is.
    """
    opened = closed = still = 0
    checked = []
    for broken in found:
        checked.append(broken.rule)
        rows, subjects = _open(broken.rule)
        gone = rows[~np.isin(subjects, broken.units)]
        new = np.setdiff1d(broken.units, subjects)
        closed += _close(gone, on)
        _open_new(broken, new, on, at)
        # Severity and the one who mends it may have been changed by a local pack meanwhile.
        now = Violation.objects.filter(rule=broken.rule, subject=_UNIT, closed_on__isnull=True)
        now.update(checked_at=at, severity=broken.severity, mends=broken.mends)
        opened += len(new)
        still += len(broken.units)
    rest = Violation.objects.filter(subject=_UNIT, closed_on__isnull=True).exclude(rule__in=[*checked, *left])
    closed += _close(np.fromiter(rest.values_list("pk", flat=True), dtype=np.int64), on)
    return Change(opened, closed, still)


def _open(rule: str) -> tuple[Ids, Ids]:
    """Return (row, subject) of what is open of a rule."""
    rows = Violation.objects.filter(rule=rule, subject=_UNIT, closed_on__isnull=True).values_list(
        "pk", "subject_id"
    )
    pairs = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _close(rows: Ids, on: date) -> int:
    listed = rows.tolist()
    for start in range(0, len(listed), _BATCH):
        part = Violation.objects.filter(pk__in=listed[start : start + _BATCH])
        day = Greatest(F("since"), Value(on, output_field=DateField()))
        part.update(closed_on=day, version=F("version") + 1)
    return len(listed)


def _open_new(broken: Broken, new: Ids, on: date, at: datetime) -> None:
    if not len(new):
        return
    ended = Violation.objects.filter(rule=broken.rule, subject=_UNIT, closed_on__isnull=False)
    before = dict(ended.values("subject_id").annotate(times=Count("pk")).values_list("subject_id", "times"))
    rows = (
        Violation(
            rule=broken.rule,
            severity=broken.severity,
            subject=_UNIT,
            subject_id=unit,
            unit_id=unit,
            since=on,
            values={"again": before[unit]} if unit in before else {},
            mends=broken.mends,
            checked_at=at,
        )
        for unit in new.tolist()
    )
    Violation.objects.bulk_create(rows, batch_size=_BATCH)
