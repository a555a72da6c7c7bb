"""A county whose survey is open."""

from typing import TYPE_CHECKING

import pytest

# This file is read before Django is set up, when its folder is named on the command line.
if TYPE_CHECKING:
    from jishi.store.models.consult import Consultation
    from tests.web.ground import World


@pytest.fixture
def world() -> "World":
    from tests.web.ground import a_world

    return a_world()


@pytest.fixture
def survey(world: "World") -> "Consultation":
    from jishi.actions.consult.opening import open_consultation
    from tests.actions.consult.ground import as_
    from tests.web.ground import pack

    return open_consultation(as_(world, "county"), world.round, pack(), "survey")
