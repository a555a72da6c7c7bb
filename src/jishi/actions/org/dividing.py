"""By what coverage is divided, and the groups of each division in the order in which the pack names them."""

from collections.abc import Iterable, Mapping, Sequence

from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Texts
from jishi.packs.schema.vocabulary import WordList
from jishi.store.queries.coverage import Line

#: Division → the pack's list of its words.
LISTS: Mapping[str, WordList] = {
    "ownership": "ownerships",
    "size_class": "sizes",
    "area": "sites",
    "area-type": "areas",
    "tier": "tiers",
}


def groups(pack: Pack, by: str) -> Mapping[str, Texts]:
    """Return group → what the pack calls it, in its order; a division by anything else has none of its own."""
    if by == "domain":
        return {str(each.id): each.names for each in pack.vocabulary.domains}
    return {str(each.id): each.names for each in getattr(pack.vocabulary, LISTS[by])} if by in LISTS else {}


def in_order(pack: Pack | None, by: str, lines: Iterable[Line]) -> Sequence[Line]:
    """Return lines in the order of the pack; what it does not know comes after them, what nobody knows last."""
    place = {group: at for at, group in enumerate(groups(pack, by))} if pack else {}
    return sorted(lines, key=lambda line: (line.key == "", place.get(line.key, len(place)), line.key))
