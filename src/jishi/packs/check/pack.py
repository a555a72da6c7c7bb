"""All checks of a pack, in the order in which a reader wants to mend things."""

from jishi.core.errors import Complaint
from jishi.packs.lower import lowered
from jishi.packs.pack import Pack


def check(pack: Pack) -> list[Complaint]:
    """Return everything that is wrong with a pack that could be read; empty = it may be used."""
    _, builder = lowered(pack)
    return builder.complaints
