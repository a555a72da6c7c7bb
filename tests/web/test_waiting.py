"""What waits for a reader: counted in the database, whatever the size of the tree."""

import pytest

from jishi.core.access import Scope
from jishi.store.access import scope_of
from jishi.store.facts import Entry, write
from jishi.store.models.assess import Source
from jishi.store.transact import action
from jishi.web.programme import programme
from jishi.web.waiting import progress, waiting
from tests.store.ground import BEGAN
from tests.web.ground import World, a_world

pytestmark = pytest.mark.django_db


def _answer(world: World, *codes: str) -> None:
    with action(None, "facts.enter"):
        write(world.round, [Entry(world.units[code].pk, "members-total", Source.SELF, 20) for code in codes])


def _matters(scope: Scope, world: World) -> list[tuple[str, str, str]]:
    found = waiting(scope, world.round, None)
    return [(each.name, each.detail, each.concerns) for each in found if "C1" in each.detail or "Self" in each.name]


def test_units_that_did_not_answer_are_counted_inside_the_scope_only(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    world = a_world()
    scope = scope_of(world.accounts["township"], BEGAN)
    _answer(world, "C11", "C21")

    (name, detail, concerns) = _matters(scope, world)[0]
    done = progress(scope, world.round, None)[0]

    assert programme(scope, world.round).pack is not None
    assert (name, concerns) == ("Self-assessment not confirmed yet", "1 unit")
    assert detail == world.units["C12"].name
    assert (done.done, done.total) == (1, 2)


def test_when_everybody_has_answered_nothing_waits(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    world = a_world()
    scope = scope_of(world.accounts["township"], BEGAN)
    _answer(world, "C11", "C12")

    done = progress(scope, world.round, None)[0]

    assert _matters(scope, world) == []
    assert (done.done, done.total) == (2, 2)
