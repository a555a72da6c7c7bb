"""Can every target be counted, and does its period have days?"""

from collections.abc import Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.pack import Pack


def check_targets(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every target whose period ends before it begins, or that is no count of the period."""
    for kind in pack.targets:
        if kind.until < kind.since:
            yield kind.position.of("until").complaint(
                sentence("The period ends before it begins."), sentence("Correct one of the two days.")
            )
        how = kind.derivation
        if how.noun not in ("count", "count-distinct") or how.axis != "own" or how.window != "year":
            yield how.position.spot.complaint(
                sentence("A target is a count or count-distinct on its own axis, with the window year."),
                sentence("Write one of these; what lies below a unit is added up."),
            )
