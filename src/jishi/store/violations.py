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
        subject: what breaks it: ``unit``, or a row of a register, such as ``workplace``.
        rows: ids of those rows, in the order of ``units``, which may then stand more than once; None = the units.
    """

    rule: str
    severity: str
    mends: str
    units: Ids
    subject: str = _UNIT
    rows: Ids | None = None

    @property
    def subjects(self) -> Ids:
        """Ids of what breaks it."""
        return self.units if self.rows is None else self.rows


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
        checked.append((broken.subject, broken.rule))
        rows, subjects = _open(broken)
        ended = _close(rows[~np.isin(subjects, broken.subjects)], on)
        new = np.setdiff1d(broken.subjects, subjects)
        _open_new(broken, new, on, at)
        # Severity and the one who mends it may have been changed by a local pack meanwhile.
        now = Violation.objects.filter(rule=broken.rule, subject=broken.subject, closed_on__isnull=True)
        now.update(checked_at=at, severity=broken.severity, mends=broken.mends)
        if broken.subject == _UNIT:
            opened, closed, still = opened + len(new), closed + ended, still + len(broken.units)
    closed += _close_rest(checked, left, on)
    return Change(opened, closed, still)


def _close_rest(checked: Sequence[tuple[str, str]], left: Sequence[str], on: date) -> int:
    """Close what is open of rules that are not checked any more; return how many units that were."""
    closed = 0
    for subject in sorted({_UNIT, *Violation.objects.order_by().values_list("subject", flat=True).distinct()}):
        rules = [rule for about, rule in checked if about == subject]
        rest = Violation.objects.filter(subject=subject, closed_on__isnull=True).exclude(rule__in=[*rules, *left])
        ended = _close(np.fromiter(rest.values_list("pk", flat=True), dtype=np.int64), on)
        closed += ended if subject == _UNIT else 0
    return closed


def _open(broken: Broken) -> tuple[Ids, Ids]:
    """Return (row, subject) of what is open of a rule."""
    rows = Violation.objects.filter(rule=broken.rule, subject=broken.subject, closed_on__isnull=True)
    pairs = np.array(list(rows.values_list("pk", "subject_id")), dtype=np.int64).reshape(-1, 2)
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
    ended = Violation.objects.filter(rule=broken.rule, subject=broken.subject, closed_on__isnull=False)
    before = dict(ended.values("subject_id").annotate(times=Count("pk")).values_list("subject_id", "times"))
    units = dict(zip(broken.subjects.tolist(), broken.units.tolist(), strict=True))
    rows = (
        Violation(
            rule=broken.rule,
            severity=broken.severity,
            subject=broken.subject,
            subject_id=subject,
            unit_id=units[subject],
            since=on,
            values={"again": before[subject]} if subject in before else {},
            mends=broken.mends,
            checked_at=at,
        )
        for subject in new.tolist()
    )
    Violation.objects.bulk_create(rows, batch_size=_BATCH)
