"""Is every limit, rule and meaning of missing shown by a worked example?"""

from collections.abc import Iterable, Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.coverage import coverage
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.worked import Run


def check_covered(pack: Pack, runs: Iterable[Run]) -> Iterator[Complaint]:
    """Yield a complaint for every limit, rule and meaning of missing that no example shows."""
    missing = coverage(pack, runs)
    spots = {f"limit {limit.id}": limit.position.spot for limit in pack.grades.limits}
    spots |= {f"rule {rule.id}": rule.position.spot for rule in pack.rules}
    for name in (*(f"limit {n}" for n in missing.limits), *(f"rule {n}" for n in missing.rules)):
        yield _unshown(spots[name], name, "limits" if name.startswith("limit") else "violations")
    for meaning in missing.meanings:
        yield pack.heading.position.spot.complaint(
            sentence("No worked example shows what %(meaning)s means for a missing fact.", meaning=meaning),
            sentence("Leave such a fact out of an example and expect its indicator."),
        )


def _unshown(spot: Spot, name: str, key: str) -> Complaint:
    return spot.complaint(
        sentence("No worked example shows the %(name)s.", name=name),
        sentence("Write one whose facts fulfil the condition and expect it under %(key)s.", key=key),
    )
