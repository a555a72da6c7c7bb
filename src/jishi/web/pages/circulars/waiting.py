"""What of circulars waits for a reader: a document to sign for, a reply that is due, units that have not signed."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.core.access import Scope
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.queries import counts, units
from jishi.web.pages.circulars.listed import today
from jishi.web.pages.standing import called
from jishi.web.waiting import Waiting
from jishi.web.wording import until_when, whole

#: Whoever acts for many units sees their circulars on the page of circulars, not one line for each unit.
OWN = 5
SHOWN = 5


def matters(scope: Scope) -> list[Waiting]:
    """Return what waits, in the order of the documents; a few queries, whatever the tree."""
    now = today(scope)
    return [*_own(scope, now), *_missing(scope, now)]


def _own(scope: Scope, now: date) -> Iterator[Waiting]:
    wanted = [holding.unit for holding in scope.holdings if "enter" in holding.duties][:OWN]
    own = list(units.visible(scope).filter(pk__in=wanted)) if wanted else []
    pairs = queries.open_for(own)
    found = {row.pk for row, _unit in pairs}
    signed = set(Receipt.objects.filter(circular__in=found, unit__in=own).values_list("circular_id", "unit_id"))
    asked = _asked(found)
    replied = set(
        ClauseReply.objects.filter(clause__circular__in=found, unit__in=own).values_list("clause_id", "unit_id")
    )
    for row, unit in pairs:
        if (row.pk, unit.pk) not in signed:
            until = row.receipt_due_on or row.issued_on or now
            yield _matter((_("A document waits for our receipt"), row, unit), until, now, _("Read and sign"))
        for clause in asked.get(row.pk, ()):
            if (clause.pk, unit.pk) not in replied and clause.due_on is not None:
                name = _("A reply is due: clause %(place)s") % {"place": clause.place}
                yield _matter((name, row, unit), clause.due_on, now, _("Reply"))


def _asked(found: set[int]) -> dict[int, list[Clause]]:
    rows: dict[int, list[Clause]] = {}
    for clause in Clause.objects.filter(circular__in=found, due_on__isnull=False).order_by("place"):
        rows.setdefault(clause.circular_id, []).append(clause)
    return rows


def _matter(what: tuple[str, Circular, Unit], until: date, now: date, act: str) -> Waiting:
    name, row, unit = what
    said = until_when(until, now)
    return Waiting(name, row.title, called(unit), said, until < now, reverse("circular", args=[row.pk]), act, until)


def _missing(scope: Scope, now: date) -> Iterator[Waiting]:
    """Yield the documents of one's own committee for which somebody has not signed in time."""
    rows = Circular.objects.filter(
        sender__in=queries.senders(scope),
        issued_on__isnull=False,
        withdrawn_on__isnull=True,
        receipt_due_on__lt=now,
    ).select_related("sender")
    for row in rows.order_by("receipt_due_on", "pk")[:SHOWN]:
        count = counts.count(scope, queries.without_receipt(queries.addressees(row, scope), row))
        if count and row.receipt_due_on is not None:
            units_ = ngettext("%(count)s unit", "%(count)s units", count) % {"count": whole(count)}
            until = row.receipt_due_on
            said = until_when(until, now)
            address = reverse("circular", args=[row.pk])
            name = _("Our document is not signed for everywhere")
            yield Waiting(name, row.title, units_, said, True, address, _("See who"), until)
