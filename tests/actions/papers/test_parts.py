"""A part of an area that was merged after the run is still called by its name on the papers."""

from datetime import date

import pytest

from jishi.actions.org.change import move
from jishi.actions.org.join import merge
from jishi.actions.papers import reading
from jishi.core.access import OPERATOR
from jishi.store import clock
from jishi.store.placing import rebuild
from tests.actions.org.ground import order
from tests.actions.papers.ground import telling
from tests.web.ground import a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
LATER = date(2012, 12, 1)


def test_a_township_that_was_merged_after_the_run_keeps_its_name_on_the_papers() -> None:
    world = a_world()
    rebuild(clock.today())
    units = world.units
    move(order(LATER), units["C21"], 1, units["C1"])
    merge(order(LATER), [units["C2"]], units["C1"], 1)

    ((summary, _parts), (ledger, _named)) = (
        (
            [figure.label for figure in found.figures],
            [figure.text for figure in found.figures if figure.name in ("place", "part")],
        )
        for found in (
            reading.live(OPERATOR, world.round, pack().form_by_id[form], units["C"], telling())
            for form in ("summary-county", "ledger")
        )
    )

    assert ledger
    assert [label for label in summary if label.startswith(str(units["C2"].pk))] == []
    assert [label for label in summary if label.startswith("青杠街道党工委")] != []
