"""What a ledger tells of each unit beside its problems: members, secretary, who was sent to help."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch
from jishi.store.queries import monthly, privacy


@dataclass(frozen=True)
class Around:
    """A unit beside its problems.

    Attributes:
        members: how many it has today; None = the register knows none.
        secretary: empty = nobody, or the reader reads no names there.
        helpers: kinds, with names where the reader reads them.
    """

    members: int | None = None
    secretary: str = ""
    helpers: str = ""


def around(scope: Scope, pack: Pack, language: str, among: Collection[int]) -> Mapping[int, Around]:
    """Return unit → what stands beside its problems; four queries for some units found through the scope."""
    listed = list(among)
    readable = set(listed)
    if not scope.everything:
        rows = Unit.objects.filter(privacy.readable(scope, "pk"), pk__in=listed)
        readable = set(rows.values_list("pk", flat=True))
    members, heads = monthly.members(listed), monthly.secretaries(listed)
    helpers = _helpers(pack, language, listed, readable)
    return {
        unit: Around(
            members.get(unit), heads[unit][0] if unit in heads and unit in readable else "", helpers.get(unit, "")
        )
        for unit in listed
    }


def _helpers(pack: Pack, language: str, listed: list[int], readable: Collection[int]) -> dict[int, str]:
    names = {str(kind.id): kind.names.say(language) for kind in (pack.posts.helpers if pack.posts else ())}
    rows = Dispatch.objects.filter(in_force(clock.today()), unit__in=listed).order_by("kind", "pk")
    found: dict[int, list[str]] = {}
    for unit, kind, person, team in rows.values_list("unit", "kind", "person__name", "team__name"):
        who = (team or person or "") if unit in readable else ""
        found.setdefault(unit, []).append(f"{names.get(kind, kind)} {who}".strip())
    return {unit: "；".join(dict.fromkeys(said)) for unit, said in found.items()}
