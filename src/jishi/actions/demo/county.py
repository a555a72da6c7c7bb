"""The sample county for a pack: hands the generator what it needs to know of it."""

from jishi.actions.programme import SHIPPED
from jishi.packs.amounts import bounds
from jishi.packs.load import load
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.sample.answers.shapes import FactShape
from jishi.sample.county import County, Standards
from jishi.sample.workbooks import Words

PACK = SHIPPED / "year-2012"
REGISTERS = "registers"


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
    return County(Standards(lower(pack, on), shapes, words))
