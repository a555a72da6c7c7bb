"""Units that a scope sees, and where it allows what."""

import pytest

from jishi.core.access import OPERATOR
from jishi.store.access import scope_of
from jishi.store.queries.units import codes_where
from tests.store.ground import BEGAN, a_tree, an_account

pytestmark = pytest.mark.django_db


def test_a_duty_is_allowed_at_the_unit_of_the_grant_and_below_it_only() -> None:
    account = an_account("clerk", a_tree()["C1"], duties="import")
    scope = scope_of(account, BEGAN)

    assert codes_where(scope, "import") == {"C1", "C11", "C12"}
    assert codes_where(scope, "assess") == frozenset()


def test_the_operator_is_allowed_everywhere() -> None:
    assert codes_where(OPERATOR, "import") is None
