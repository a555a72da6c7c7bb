"""Rounds whose answers are taken on a host outside: what goes out and comes back is told by one event each."""

from pathlib import Path

from jishi.actions.consult.boxes import boxes
from jishi.ballotbox import outside
from jishi.store.models.office import Account
from jishi.store.transact import action


def pack_out(actor: Account | None, round: str, path: Path) -> outside.Packed:
    """Write a prepared round into a file for a host outside.

    Raises:
        Refusal: the round is not prepared, has no slips, or the file cannot be written.
    """
    with action(actor, "slips.pack-out", round) as event:
        packed = outside.pack_out(boxes(), round, path)
        event.note(slips=packed.slips, signer=packed.signer)
    return packed


def take_in(actor: Account | None, path: Path) -> tuple[str, int]:
    """Put the answers of a file into the box of their round and close it; return round and number.

    Raises:
        Refusal: the file was changed, is of another round, was taken in before, or does not add up.
    """
    with action(actor, "slips.take-in", path.name) as event:
        round, count = outside.take_in(boxes(), path)
        event.note(round=round, answers=count)
    return round, count
