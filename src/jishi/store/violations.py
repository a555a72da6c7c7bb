"""What rules found → rows: new ones are opened, mended ones closed, the others stay as they are.

Each rule takes the same few statements, however many units there are and however many of them break it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import connection
from django.db.models import Count
from numpy.typing import NDArray

from jishi.store.bulk import amid, insert
from jishi.store.models.rules import Violation

Ids = NDArray[np.int64]

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
    if len(rows):
        among, value = amid("id", rows.tolist())
        table = connection.ops.quote_name(Violation._meta.db_table)
        # Whatever was found later than the day that is checked closes on the day on which it was found.
        day = "CASE WHEN since > %s THEN since ELSE %s END"
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET closed_on = {day}, version = version + 1 WHERE {among}", [on, on, value]
            )
    return len(rows)


def _open_new(broken: Broken, new: Ids, on: date, at: datetime) -> None:
    if not len(new):
        return
    ended = Violation.objects.filter(rule=broken.rule, subject=broken.subject, closed_on__isnull=False)
    before = dict(ended.values("subject_id").annotate(times=Count("pk")).values_list("subject_id", "times"))
    units = dict(zip(broken.subjects.tolist(), broken.units.tolist(), strict=True))
    checked = connection.ops.adapt_datetimefield_value(at)
    same = {"rule": broken.rule, "severity": broken.severity, "subject": broken.subject, "mends": broken.mends}
    insert(
        Violation,
        [*same, "since", "checked_at", "version", "subject_id", "unit_id", "values"],
        (
            (*same.values(), on, checked, 1, subject, units[subject], _times(before.get(subject, 0)))
            for subject in new.tolist()
        ),
    )


def _times(before: int) -> str:
    return json.dumps({"again": before} if before else {})
