"""The words that a pack has for care, its money, losing contact and leaving; our own where it says nothing."""

from collections.abc import Sequence
from typing import Literal

from jishi.actions.imports.forms import texts
from jishi.actions.programme import pack_of
from jishi.core.errors import refuse, sentence
from jishi.core.people.care import FUNDS
from jishi.core.people.contact import CARES, LOSSES
from jishi.core.people.stages import LEAVINGS
from jishi.packs.pack import Pack
from jishi.packs.schema.vocabulary import Word
from jishi.sheets.columns import Choice
from jishi.store.models.assess import Cycle

Which = Literal["cares", "funds", "losses", "leavings"]
_OWN: dict[Which, Sequence[str]] = {"cares": CARES, "funds": FUNDS, "losses": LOSSES, "leavings": LEAVINGS}


def words(pack: Pack, which: Which) -> tuple[Word, ...]:
    """Return the pack's words of one list; empty = it has none of its own."""
    found: tuple[Word, ...] = getattr(pack.vocabulary, which)
    return found


def choices(pack: Pack, which: Which) -> tuple[Choice, ...]:
    """Return what may stand in a column of a sheet."""
    said = words(pack, which)
    if said:
        return tuple(
            Choice(word.id, texts(word.names.zh_hans, word.names.zh_hant, word.names.en), word.also)
            for word in said
        )
    return tuple(Choice(id, texts(id, id, id)) for id in _OWN[which])


def check(which: Which, id: str, where: str) -> None:
    """Let nobody use a word that the pack of the cycle that began last does not know.

    Raises:
        Refusal: it is none of the list.
    """
    cycle = Cycle.objects.order_by("-starts_on", "-pk").first()
    said = words(pack_of(cycle), which) if cycle else ()
    known = [word.id for word in said] or list(_OWN[which])
    if id not in known:
        raise refuse(where, _WRONG[which](id), sentence("Choose one of: %(known)s.", known=", ".join(known)))


_WRONG = {
    "cares": lambda id: sentence("“%(category)s” is no category of care.", category=id),
    "funds": lambda id: sentence("“%(fund)s” says not where the money comes from.", fund=id),
    "losses": lambda id: sentence("“%(reason)s” is no reason that returns know.", reason=id),
    "leavings": lambda id: sentence("“%(how)s” is no way to leave a branch.", how=id),
}
