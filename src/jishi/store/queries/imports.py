"""Imports: whoever sent a file sees what became of it; who keeps the office sees those of the whole home."""

from django.db.models import Max, QuerySet

from jishi.core.access import Scope
from jishi.store.models.office import Import


def listed(scope: Scope) -> QuerySet[Import]:
    """Return the imports that the reader may see, the latest first."""
    found = Import.objects.select_related("file", "report", "job", "asked_by", "round").order_by(
        "-created_at", "-pk"
    )
    if scope.everything or scope.has("office"):
        return found
    return found.filter(asked_by=scope.account) if scope.account else found.none()


def one(scope: Scope, number: int) -> Import:
    """Return one import by its id.

    Raises:
        Import.DoesNotExist: there is none, or somebody else sent it.
    """
    return listed(scope).get(pk=number)


def own(scope: Scope) -> QuerySet[Import]:
    """Return what the reader sent, the latest first."""
    return listed(scope).filter(asked_by=scope.account) if scope.account else listed(scope)


def latest_of_each_file(scope: Scope) -> QuerySet[Import]:
    """Return the last import of each file name: a corrected file takes the place of the one before."""
    last = listed(scope).order_by().values("file__name").annotate(last=Max("pk")).values("last")
    return listed(scope).filter(pk__in=last)
