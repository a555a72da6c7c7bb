"""What every action on problems and remedies shares: how a unit is called, the pack, digests of texts."""

from jishi.actions.programme import pack_of
from jishi.core.access import OPERATOR
from jishi.core.errors import refuse, sentence
from jishi.core.improve.copied import text_digest
from jishi.packs.pack import Pack
from jishi.packs.schema.improvement import Improvement
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.queries import rounds, units
from jishi.store.searching import fold

#: Longer texts are no sentence of a plan any more.
LONGEST = 2000


def called(unit: Unit) -> str:
    """Return how sentences call a unit."""
    return f"{unit.name} ({unit.code})"


def round_now() -> Round:
    """Return the round that goes on.

    Raises:
        Refusal: no round was ever opened.
    """
    found = rounds.current(OPERATOR)
    if found is None:
        raise refuse("rounds", sentence("No round is open."), sentence("Open a cycle first."))
    return found


def pack_now() -> Pack:
    """Return the pack of the round that goes on.

    Raises:
        Refusal: no round was ever opened, or its pack changed.
    """
    return pack_of(round_now().cycle)


def improvement(pack: Pack) -> Improvement:
    """Return what a pack says of problems and remedies.

    Raises:
        Refusal: it says nothing.
    """
    if pack.improvement is None:
        raise refuse(
            pack.id,
            sentence("This pack says nothing of problems and remedies."),
            sentence("Add improvement.yaml to the pack."),
        )
    return pack.improvement


def digest_of(text: str, unit: Unit) -> str:
    """Return the digest by which a text copied from elsewhere is found; its unit's and offices' names are out."""
    line = units.above(unit)
    names = [fold(name) for each in line for name in (each.name, each.short_name) if name]
    return text_digest(fold(text), names)


def tidy(where: str, text: str) -> str:
    """Return a text without blanks around it.

    Raises:
        Refusal: it is longer than anybody reads.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise refuse(
            where,
            sentence("The text is longer than %(most)s letters.", most=LONGEST),
            sentence("Shorten it; a file can be added as evidence."),
        )
    return text
