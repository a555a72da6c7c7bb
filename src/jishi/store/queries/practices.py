"""The library of practices: what is published everybody with a grant reads; drafts only where the scope reaches."""

from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.improve import Adoption, Partnership, Practice
from jishi.store.models.org import Unit
from jishi.store.queries import improve, rounds, units
from jishi.store.searching import fold


def listed(scope: Scope) -> QuerySet[Practice]:
    """Return the practices that a scope reads, those taken over most often first, with ``taken``."""
    rows = Practice.objects.select_related("unit")
    if not rounds.sees(scope):
        return rows.none()
    published = Q(published_on__isnull=False, withdrawn_on__isnull=True)
    rows = rows.filter(published | improve.inside(scope)) if not scope.everything else rows
    # Counted beside each row; most practices were taken over by nobody.
    taken = Adoption.objects.filter(practice=OuterRef("pk")).order_by().values("practice")
    counted = Coalesce(Subquery(taken.annotate(n=Count("pk")).values("n")), 0)
    return rows.annotate(taken=counted).order_by("-taken", "-written_on", "pk")


def one(scope: Scope, number: int) -> Practice:
    """Return a practice that the scope reads.

    Raises:
        Practice.DoesNotExist: there is none, or it is a draft from outside.
    """
    return listed(scope).get(pk=number)


def search(rows: QuerySet[Practice], text: str) -> QuerySet[Practice]:
    """Keep practices that hold every word, in either script, in English, or as pinyin initials of the title."""
    for word in text.split():
        rows = rows.filter(search__holds=fold(word))
    return rows


def helping(rows: QuerySet[Practice], indicator: str = "", domain: str = "") -> QuerySet[Practice]:
    """Keep practices for an indicator and a domain; those that name no domain are for all."""
    if indicator:
        rows = rows.filter(indicators__contains=f" {indicator} ")
    if domain:
        rows = rows.filter(Q(domains="") | Q(domains__contains=f" {domain} "))
    return rows


def adoptions(scope: Scope, practice: Practice) -> QuerySet[Adoption]:
    """Return who took a practice over, inside the scope, the latest first."""
    rows = Adoption.objects.filter(improve.inside(scope), practice=practice)
    return rows.select_related("unit").order_by("-on", "pk")


def partners(scope: Scope, unit: Unit, on: date) -> QuerySet[Partnership]:
    """Return the pairings of a unit on a day, as the exemplary or the weak one.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    rows = Partnership.objects.filter(in_force(on), Q(unit=unit) | Q(exemplar=unit))
    return rows.select_related("unit", "exemplar").order_by("from_on", "pk")


def partnerships(scope: Scope) -> QuerySet[Partnership]:
    """Return the pairings whose weak unit lies inside the scope, by its code."""
    rows = Partnership.objects.filter(improve.inside(scope)).select_related("unit", "exemplar")
    return rows.order_by("unit__code", "from_on", "pk")
