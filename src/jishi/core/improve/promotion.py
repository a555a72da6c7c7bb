"""The gate of promotion (R11): satisfaction first, then the grade."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jishi.core.errors import Complaint, Refusal, Sentence, sentence


@dataclass(frozen=True)
class Satisfaction:
    """What members and public said about the effect.

    Attributes:
        is_valid: enough people answered, by the pack's conditions.
        share: satisfied, basis points; None = too few answered to tell it, and nothing stands in its place.
        published_on: None = not published.
        objections_until: last day on which somebody may object; None = no notice.
        objections_open: objections that are not answered.
        overturned: an objection to the result was right.
    """

    is_valid: bool
    share: int | None
    published_on: date | None = None
    objections_until: date | None = None
    objections_open: int = 0
    overturned: bool = False


@dataclass(frozen=True)
class Rise:
    """A unit that is to rise.

    Attributes:
        where: how sentences call it.
        before, after: ranks, 1 = best.
        approved_above: the level above approved more than one grade at once.
    """

    where: str
    before: int
    after: int
    approved_above: bool = False


@dataclass(frozen=True)
class Gate:
    """What the pack asks.

    Attributes:
        least: share of satisfied people, basis points.
        at_once: grades in one round, unless approved above.
    """

    least: int
    at_once: int = 1


def promote(rise: Rise, satisfaction: Satisfaction | None, gate: Gate, on: date) -> int:
    """Return the new rank of a unit that may rise on a day.

    A grade that stays or falls passes no gate.

    Raises:
        Refusal: with everything that stands in the way.

    Example:
        >>> said = Satisfaction(True, 8600, date(2012, 10, 1), date(2012, 10, 8))
        >>> promote(Rise("C11", 3, 2), said, Gate(8000), date(2012, 10, 9))
        2
    """
    if rise.after >= rise.before:
        return rise.after
    complaints = [Complaint(rise.where, what, fix) for what, fix in _hindrances(rise, satisfaction, gate, on)]
    if complaints:
        raise Refusal(complaints)
    return rise.after


def _hindrances(rise: Rise, said: Satisfaction | None, gate: Gate, on: date) -> Iterator[tuple[Sentence, Sentence]]:
    if rise.before - rise.after > gate.at_once and not rise.approved_above:
        yield (
            sentence("A unit rises %(count)s grade in one round at most.", count=gate.at_once),
            sentence("Choose a nearer grade, or let the level above approve it first."),
        )
    if said is None:
        yield (
            sentence("Members and public were not asked about the effect."),
            sentence("Ask them first; the gate opens only then."),
        )
        return
    if not said.is_valid:
        yield (
            sentence("Too few people answered about the effect."),
            sentence("Ask once more, so that enough people answer."),
        )
    if said.published_on is None or said.published_on > on:
        yield (
            sentence("What members and public said is not published."),
            sentence("Publish the result, and wait until the time for objections is over."),
        )
    elif said.objections_until is None or said.objections_until >= on or said.objections_open:
        yield (
            sentence("The time for objections is not over, or one is not answered."),
            sentence("Wait until then, and answer every objection."),
        )
    if said.overturned:
        yield (
            sentence("An objection to what members and public said was right."),
            sentence("The grade stays in this round; ask again in the next one."),
        )
    if said.share is None:
        yield (
            sentence("Too few answered to tell what they said, and nothing stands in its place."),
            sentence("Use what the pack names instead: the tally of joined units, or the committee's minute."),
        )
    elif said.share < gate.least:
        yield (
            sentence(
                "%(share)s %% are satisfied; %(least)s %% are asked for.",
                share=_percent(said.share),
                least=_percent(gate.least),
            ),
            sentence("Mend what people named, and ask again."),
        )


def _percent(share: int) -> str:
    return f"{share // 100}.{share % 100:02d}"
