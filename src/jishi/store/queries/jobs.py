"""Jobs: whoever asked for one sees how far it is."""

from jishi.core.access import Scope
from jishi.store.models.office import Job


def one(scope: Scope, number: int) -> Job:
    """Return a job by its id.

    Raises:
        Job.DoesNotExist: there is none, or somebody else asked for it.
    """
    found = Job.objects.all()
    if not scope.everything and not scope.has("office"):
        found = found.filter(asked_by=scope.account) if scope.account else found.none()
    return found.get(pk=number)
