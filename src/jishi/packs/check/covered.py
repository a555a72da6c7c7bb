"""Is every limit, rule, answer that follows and meaning of missing shown by a worked example?"""

from collections.abc import Iterable, Iterator

from jishi.core.errors import Complaint, sentence
from jishi.packs.coverage import coverage
from jishi.packs.pack import Pack
from jishi.packs.worked import Run


def check_covered(pack: Pack, runs: Iterable[Run]) -> Iterator[Complaint]:
    """Yield a complaint for every limit, rule and meaning of missing that no example shows."""
    missing = coverage(pack, runs)
    for limit in missing.limits:
        yield pack.limit_by_id[limit].position.spot.complaint(
            sentence("No worked example shows the limit %(id)s.", id=limit),
            sentence("Write one whose facts fulfil the condition and expect it under limits."),
        )
    for rule in missing.rules:
        yield pack.rule_by_id[rule].position.spot.complaint(
            sentence("No worked example shows the rule %(id)s.", id=rule),
            sentence("Write one whose facts fulfil the condition and expect it under violations."),
        )
    for answer in missing.answers:
        yield (
            pack.fact_by_id[answer.partition("/")[0]]
            .position.of("follows")
            .complaint(
                sentence("No worked example shows how %(answer)s follows.", answer=answer),
                sentence("Write one whose facts fulfil the condition and expect that answer of the fact."),
            )
        )
    for meaning in missing.meanings:
        yield pack.heading.position.spot.complaint(
            sentence("No worked example shows what %(meaning)s means for a missing fact.", meaning=meaning),
            sentence("Leave such a fact out of an example and expect its indicator."),
        )
