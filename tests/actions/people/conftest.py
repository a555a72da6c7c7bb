"""Every test about people stands in the same tree, on the same day."""

from collections.abc import Iterator
from typing import Any

import pytest

# Models can be imported only after the first conftest has set Django up.


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    from jishi.store import clock
    from tests.actions.people.people import NOW

    with clock.at(NOW):
        yield


@pytest.fixture
def tree(db: None) -> dict[str, Any]:
    from tests.store.ground import a_tree

    return a_tree()
