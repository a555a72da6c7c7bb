"""The consultations of a pack as the core decides on them."""

from jishi.core.consult.participation import Quorum
from jishi.core.consult.release import TENTHS, Policy
from jishi.core.consult.tally import Share
from jishi.packs.schema.consultations import Ask, Becomes, Consultation


def asks_for(consultation: Consultation, kind: str, domain: str) -> tuple[Ask, ...]:
    """Return who is asked about a unit of a kind and a domain, in order; a domain counts where an ask names some.

    Committees have no domain, and are asked about where the consultation says so.
    """
    if (consultation.kinds and kind not in consultation.kinds) or not (domain or consultation.without_domain):
        return ()
    return tuple(each for each in consultation.asks if not each.domains or domain in each.domains)


def quorum(ask: Ask) -> Quorum | None:
    """Return how many must be heard; None = nobody must."""
    if ask.quorum is None:
        return None
    return Quorum(int(ask.quorum.share * 100), ask.quorum.least, ask.quorum.severity)


def policy(ask: Ask) -> Policy:
    """Return how small a group of an electorate may be that is told of."""
    edges = tuple(int(edge * 100) for edge in ask.bands) or TENTHS
    return Policy(ask.minimum, max(ask.breakdown, ask.minimum), edges)


def told(ask: Ask) -> tuple[Becomes, ...]:
    """Return every share that the close tells of; those that become no fact come last, its name is empty."""
    more = (
        Becomes("", question, each.favourable, each.against, position=each.position)
        for each in ask.tells
        for question in each.questions
    )
    return (*ask.becomes, *more)


def share(becomes: Becomes) -> Share:
    """Return the share that becomes a fact."""
    return Share(becomes.question, becomes.favourable, becomes.against)
