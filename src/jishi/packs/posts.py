"""The posts of a pack as the core decides on them."""

from jishi.core.posts import Requirement
from jishi.packs.pack import Pack


def requirements(pack: Pack) -> tuple[Requirement, ...]:
    """Return which posts are due, in the order in which the pack says them; none when it says nothing."""
    if pack.posts is None:
        return ()
    return tuple(
        Requirement(
            id=required.id,
            kinds=required.kinds,
            posts=tuple((str(due.id), due.count) for due in required.posts),
            domains=required.domains,
            members_from=required.members_from,
            members_below=required.members_below,
            first=required.first or "",
            term_months=required.term_months,
        )
        for required in pack.posts.required
    )
