"""Jobs: whoever asked for one sees how far it is."""

from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store.models.office import Job


def one(scope: Scope, number: int) -> Job:
    """Return a job by its id.

    Raises:
        Job.DoesNotExist: there is none, or somebody else asked for it.
    """
    return _inside(scope).get(pk=number)


def going_on(scope: Scope, kind: str) -> QuerySet[Job]:
    """Return the jobs of a kind that wait or run, the newest first."""
    states = (Job.State.WAITING, Job.State.RUNNING)
    return _inside(scope).filter(kind=kind, state__in=states).order_by("-pk")


def _inside(scope: Scope) -> QuerySet[Job]:
    found = Job.objects.all()
    if not scope.everything and not scope.has("office"):
        found = found.filter(asked_by=scope.account) if scope.account else found.none()
    return found
