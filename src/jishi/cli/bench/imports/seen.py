"""What two ways of bringing in must agree on: every unit and member as a row of words, and one digest of all."""

from typing import Any

from jishi.actions.imports.keeping import root_of
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.models.people import Member
from jishi.store.models.posts import Post, Tenure
from jishi.store.paths import ids

_UNIT = ("code", "name", "short_name", "pinyin", "search", "kind", "level", "domain", "founded_on", "dissolved_on")
_MEMBER = (
    "unit__code",
    "status",
    "from_on",
    "joined_on",
    "full_on",
    "person__name",
    "person__search",
    "person__sex",
    "person__born_on",
    "person__ethnicity",
    "person__education",
    "person__identity_index",
    "person__phone_index",
)


def seen() -> dict[str, Any]:
    """Return how much there is of everything, and its digests."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    paths = UnitPath.objects.filter(axis=Axis.MANAGEMENT).values_list("unit_id", "path")
    links = Link.objects.values_list("unit_id", "parent_id", "from_on", "to_on")
    held = Tenure.objects.values_list("post__unit__code", "person__name", "person__search", "from_on")
    tables: dict[str, Any] = {
        "units": Unit.objects.values_list(*_UNIT),
        "links": [[codes[unit], codes.get(parent, ""), since, until] for unit, parent, since, until in links],
        "paths": [[codes[unit], *(codes[each] for each in ids(path))] for unit, path in paths],
        "posts": Post.objects.values_list("unit__code", "kind", "first_responsible"),
        "tenures": held,
        "members": ([_plain(value) for value in row] for row in Member.objects.values_list(*_MEMBER).iterator()),
    }
    found: dict[str, Any] = {}
    for name, rows in tables.items():
        listed = list(rows)
        found[name] = [len(listed), root_of(listed)]
    return found


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
