"""What of problems and remedies waits for a reader: to decide, to report, to verify, to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import Problem, Remedy
from jishi.store.queries import counts, improve, units
from jishi.web.pages.standing import called
from jishi.web.wording import whole

AHEAD = timedelta(days=14)
NAMED = 3


@dataclass(frozen=True)
class Due:
    """One matter: what, who or what exactly, how many, the latest day, where to act, and the word of the button."""

    name: str
    detail: str
    count: str
    on: date
    address: str
    act: str


def due(scope: Scope, round_: Round) -> Iterator[Due]:
    """Yield what waits; whoever enters nothing has nothing waiting here."""
    if not scope.has("enter"):
        return
    address = _address(scope)
    yield from _calls(scope)
    yield from _remedies(scope, address)
    yield from _to_verify(scope, address)
    yield from _proposed(scope, round_, address)


def _address(scope: Scope) -> str:
    """Return where a reader looks: the page of the own unit when the scope is a single one, else the ledger."""
    first = list(units.visible(scope)[:2])
    return reverse("improve-unit", args=[first[0].pk]) if len(first) == 1 else reverse("ledger")


def _remedies(scope: Scope, address: str) -> Iterator[Due]:
    today = clock.today()
    rows = improve.remedies(scope).order_by().filter(state__in=improve.RUNNING, due_on__isnull=False)
    alone = address != reverse("ledger")
    for late in (True, False):
        part = rows.filter(due_on__lt=today) if late else rows.filter(due_on__range=(today, today + AHEAD))
        found = _told(scope, part, "due_on")
        if found["count"]:
            name = _("Remedies are overdue") if late else _("Remedies are due soon")
            count = _remedies_counted(found["count"])
            where = address if alone or not late else f"{address}?late=any"
            yield Due(name, _first(part), count, found["first"], where, _("Report progress"))


def _told(scope: Scope, rows: QuerySet, day: str) -> dict[str, Any]:
    """Return how many rows there are, and the first day among them."""
    return counts.kept(scope, day, rows, lambda: rows.aggregate(count=Count("pk"), first=Min(day)))


def _remedies_counted(count: int) -> str:
    return ngettext("%(count)s remedy", "%(count)s remedies", count) % {"count": whole(count)}


def _first(rows: QuerySet[Remedy]) -> str:
    text = rows.order_by("due_on", "pk").values_list("text", flat=True).first()
    return text[:40] if text else ""


def _to_verify(scope: Scope, address: str) -> Iterator[Due]:
    rows = improve.remedies(scope).order_by().filter(state=Remedy.State.DONE)
    if scope.account is not None:
        own = Remedy.objects.filter(progress__act="report", progress__by=scope.account).values("pk")
        rows = rows.exclude(pk__in=own)
    found = _told(scope, rows, "done_on")
    if found["count"]:
        first = rows.order_by("done_on", "pk").first()
        count = ngettext("%(count)s remedy", "%(count)s remedies", found["count"]) % {
            "count": whole(found["count"])
        }
        where = reverse("remedy", args=[first.pk]) if first else address
        detail = f"{called(first.unit)}: {first.text[:40]}" if first else ""
        yield Due(_("Reported done, to be verified"), detail, count, found["first"] + AHEAD, where, _("Verify"))


def _proposed(scope: Scope, round_: Round, address: str) -> Iterator[Due]:
    rows = Problem.objects.filter(improve.inside(scope), round=round_, state=Problem.State.PROPOSED)
    found = _told(scope, rows, "found_on")
    if found["count"]:
        count = ngettext("%(count)s problem", "%(count)s problems", found["count"]) % {
            "count": whole(found["count"])
        }
        where = address if address != reverse("ledger") else f"{address}?state=proposed"
        name = _("Proposed problems to be decided")
        yield Due(name, "", count, found["first"] + AHEAD, where, _("Decide"))


def _calls(scope: Scope) -> Iterator[Due]:
    for call in improve.calls_on(scope)[:NAMED]:
        detail = f"{called(call.problem.unit)}: {call.text[:40]}"
        address = reverse("call", args=[call.pk])
        yield Due(_("Passed up to you"), detail, _("1 problem"), call.due_on, address, _("Give the answer"))
