"""One unit among others, counted over columns, equals the reference."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.columns import Column, Snapshot
from jishi.core.dependencies import PopulationNoun
from jishi.core.formulas import Assessment, Fact, Quota, Rank, RollUp
from jishi.core.peers import from_column
from jishi.core.reference import Everyone, Program
from jishi.core.tree import build

NOUNS = st.one_of(
    st.builds(RollUp, st.just(Fact("members")), st.sampled_from(["sum", "count", "min", "max"])),
    st.builds(Rank, st.just(Fact("members")), st.sampled_from(["town", "village", "nowhere"])),
    st.builds(Quota, st.just(Fact("members")), st.sampled_from(["town", "village"]), st.integers(0, 10000)),
)


@st.composite
def populations(draw: st.DrawFn) -> Snapshot:
    """Some units whose levels may also stand below their own kind."""
    count = draw(st.integers(1, 14))
    parents = [draw(st.integers(-1, row - 1)) for row in range(count)]
    tree = build(np.arange(count), np.array(parents, dtype=np.int64))
    domain = np.array(draw(st.lists(st.integers(-1, 1), min_size=count, max_size=count)), dtype=np.int16)
    level = np.array(draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)), dtype=np.int16)
    members = Column.of(draw(st.lists(st.none() | st.integers(-2, 3), min_size=count, max_size=count)))
    return Snapshot(tree, ("farm", "firm"), domain, ("town", "village"), level, {"members": members})


@given(populations(), NOUNS)
def test_every_unit_gets_what_the_reference_gives(snapshot: Snapshot, noun: PopulationNoun) -> None:
    everyone = Everyone(Program.of(Assessment(())), snapshot)

    for row in range(len(snapshot)):
        assert from_column(noun, snapshot.facts["members"], snapshot, row) == everyone.noun(noun, row)
