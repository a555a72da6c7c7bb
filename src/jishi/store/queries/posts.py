"""Posts of a unit and who holds them today; who reads it must be allowed to read names."""

from dataclasses import dataclass
from datetime import date

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import units


@dataclass(frozen=True)
class HeldPost:
    """A post: its kind, and who has held it since when; nobody = vacant."""

    kind: str
    required: bool
    holder: str
    since: date | None


def of_unit(scope: Scope, unit: Unit) -> list[HeldPost]:
    """Return the unit's posts.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    tenures = Tenure.objects.filter(in_force(clock.today()), post__unit=unit).select_related("person")
    held = {tenure.post_id: tenure for tenure in tenures}
    found = []
    for post in Post.objects.filter(unit=unit).order_by("kind", "id"):
        tenure = held.get(post.pk)
        holder = tenure.person.name if tenure else ""
        found.append(HeldPost(post.kind, post.required, holder, tenure.from_on if tenure else None))
    return found
