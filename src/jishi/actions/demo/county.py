"""The sample county for a pack: hands the generator what it needs to know of it."""

from jishi.actions.programme import SHIPPED
from jishi.packs.amounts import bounds
from jishi.packs.consultations import policy, quorum
from jishi.packs.load import load
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.sample.answers.polls import Asking
from jishi.sample.answers.shapes import FactShape
from jishi.sample.county import County, Standards
from jishi.sample.workbooks import Words

PACK = SHIPPED / "year-2012"
REGISTERS = "registers"
SURVEY = "survey"


def sample_pack() -> Pack:
    """Return the pack that the county is made for, checked."""
    return load(PACK)


def county_for(pack: Pack) -> County:
    """Return the sample county with answers to this pack's facts, as of its first round."""
    on = pack.programme.rounds[0].cutoff if pack.programme and pack.programme.rounds else pack.starts
    vocabulary = pack.vocabulary
    words = Words(
        {kind.id: kind.names.zh_hans for kind in vocabulary.kinds},
        {level.id: level.names.zh_hans for level in vocabulary.levels},
        {domain.id: domain.names.zh_hans for domain in vocabulary.domains},
    )
    shapes = tuple(
        FactShape(
            str(fact.id),
            fact.type,
            *bounds(fact),
            sources=tuple(fact.sources),
            name=fact.names.zh_hans,
            choices=tuple(choice.names.zh_hans for choice in fact.choices),
        )
        for fact in pack.facts
        # What only the registers tell is never typed in.
        if fact.group != REGISTERS
    )
    channels = {each.id: each.fact for each in pack.programme.channels} if pack.programme else {}
    return County(
        Standards(
            lower(pack, on),
            shapes,
            words,
            askings(pack),
            channels.get("questionnaire", ""),
            channels.get("discipline", ""),
        )
    )


def askings(pack: Pack) -> tuple[Asking, ...]:
    """Return the electorates of the pack's survey whose answers become a share."""
    said = next((each for each in pack.consultations if each.id == SURVEY), None)
    return tuple(
        Asking(
            id=ask.id,
            fact=becomes.fact,
            source=pack.fact_by_id[becomes.fact].sources[0],
            takes_part=ask.takes_part or "",
            of_members=ask.electorate == "members",
            domains=ask.domains,
            quorum=quorum(ask),
            policy=policy(ask),
        )
        for ask in (said.asks if said else ())
        for becomes in ask.becomes[:1]
    )
