"""Can members leave as life has it?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack


def check_people(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint where a pack's ways to leave a branch lack death, or name what is a step of its own."""
    leavings = pack.vocabulary.leavings
    known = [word.id for word in leavings]
    if leavings and "died" not in known:
        yield leavings[0].position.spot.complaint(
            sentence('A member can die; "died" is not among the leavings.'), sentence("Add the word died.")
        )
    for word in leavings:
        if word.id == "transferred":
            yield word.position.spot.complaint(
                sentence("A transfer is asked for and agreed by both sides; nobody just leaves so."),
                sentence("Delete the word transferred."),
            )
