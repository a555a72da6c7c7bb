"""What rules found wrong, inside a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from jishi.core.access import Scope
from jishi.store.models.office import Event
from jishi.store.models.org import Unit
from jishi.store.models.rules import Violation
from jishi.store.queries import counts, units


@dataclass(frozen=True)
class Tally:
    """One rule: how many units break it, and since when the longest does."""

    rule: str
    severity: str
    mends: str
    count: int
    since: object


def seen(scope: Scope, place: Unit | None = None) -> QuerySet[Violation]:
    """Return every violation of units inside a scope, at or below a unit, open and closed."""
    rows = Violation.objects.filter(subject="unit")
    # What stands nowhere in the tree has no path; only the command line sees that.
    return rows if scope.everything and place is None else rows.filter(units.inside(scope, place))


def still_open(scope: Scope, place: Unit | None = None) -> QuerySet[Violation]:
    """Return what is not mended yet."""
    return seen(scope, place).filter(closed_on__isnull=True)


def behind(rows: Iterable[Violation]) -> QuerySet[Violation]:
    """Return the rows of registers behind open violations that were found through a scope, the longest first."""
    open_ = [row for row in rows if row.closed_on is None]
    found = Violation.objects.exclude(subject="unit").filter(closed_on__isnull=True)
    asked = found.filter(rule__in={row.rule for row in open_}, unit__in={row.unit_id for row in open_})
    return asked.order_by("since", "pk")


def tallies(scope: Scope, found: QuerySet[Violation]) -> list[Tally]:
    """Return how often each rule is broken, the most frequent first."""
    counted = found.order_by().values("rule", "severity", "mends").annotate(count=Count("pk"), since=Min("since"))
    return sorted(
        (Tally(**row) for row in counts.rows(scope, counted)), key=lambda tally: (-tally.count, tally.rule)
    )


def checked_at(scope: Scope) -> datetime | None:
    """Return when the rules were last checked; None = never."""
    checks = Event.objects.filter(subject="rules", name="rules.check").order_by("-number")
    told = checks.values_list("at", flat=True).first()
    return told or counts.kept(
        scope, "checked", seen(scope), lambda: seen(scope).aggregate(at=Max("checked_at"))["at"]
    )
