"""Cards: who may hand them out, what they open, and that a PIN stands nowhere but on paper."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client
from django.urls import reverse

from jishi.actions import cards
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from tests.store.ground import a_tree, an_account

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def units() -> dict[str, Unit]:
    return a_tree()


def by(account: Account, key: str = "") -> cards.By:
    return cards.By(account, scope_of(account, clock.today()), key)


@pytest.fixture
def clerk(units: dict[str, Unit]) -> Account:
    return an_account("clerk", units["C1"], duties="enter", field_class=2)


def enters(told: cards.Told, pin: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": told.card.account.username, "password": pin})
    return "_auth_user_id" in client.session


def everything() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [[bytes(v).hex() if isinstance(v, memoryview | bytes) else v for v in row] for row in cursor]
    return json.dumps(found, cls=DjangoJSONEncoder, default=str, ensure_ascii=False)


def test_a_card_lets_its_holder_in_at_the_own_unit_only(units, clerk) -> None:
    told = cards.issue(by(clerk), units["C11"], "李某某")

    scope = scope_of(told.card.account, clock.today())
    (holding,) = scope.holdings
    assert enters(told, told.pin)
    assert (holding.unit, holding.duties, holding.field_class) == (units["C11"].pk, frozenset({"enter"}), 1)


def test_a_pin_stands_in_no_table(units, clerk) -> None:
    told = cards.issue(by(clerk, "a"), units["C11"], "李某某")
    again = cards.renew(by(clerk, "b"), told.card, told.card.version)

    kept = everything()

    assert told.card.account.username in kept
    assert told.pin not in kept
    assert again.pin not in kept


def test_a_pin_has_eight_digits_and_is_another_one_each_time() -> None:
    pins = {cards.new_pin() for _ in range(50)}

    assert len(pins) == 50
    assert all(len(pin) == 8 and pin.isdecimal() for pin in pins)
    assert not [pin for pin in pins if any(digit * 4 in pin for digit in "0123456789")]


def test_after_a_renewal_the_old_pin_opens_nothing(units, clerk) -> None:
    first = cards.issue(by(clerk), units["C11"], "李某某")

    second = cards.renew(by(clerk), first.card, first.card.version)

    assert not enters(first, first.pin)
    assert enters(second, second.pin)


def test_five_wrong_pins_lock_the_card_for_a_while(units, clerk) -> None:
    told = cards.issue(by(clerk), units["C11"], "李某某")

    for _ in range(5):
        enters(told, "00000000")

    assert not enters(told, told.pin)


def test_a_card_that_was_withdrawn_opens_nothing_and_is_not_renewed(units, clerk) -> None:
    told = cards.issue(by(clerk), units["C11"], "李某某")

    cards.withdraw(by(clerk), told.card, told.card.version)

    assert not enters(told, told.pin)
    with pytest.raises(Refusal, match="withdrawn"):
        cards.renew(by(clerk), told.card, told.card.version)


def test_a_secretary_hands_out_no_cards_of_the_own_unit(units) -> None:
    secretary = an_account("secretary", units["C11"], duties="enter", field_class=2)

    with pytest.raises(Refusal, match="kept by the committee above"):
        cards.issue(by(secretary), units["C11"], "李某某")


@pytest.mark.parametrize(("code", "duties"), [("C2", "enter"), ("C1", "")])
def test_neither_does_a_neighbour_or_a_reader(units, code: str, duties: str) -> None:
    other = an_account("other", units[code], duties=duties, field_class=2)

    with pytest.raises(Refusal, match="kept by the committee above"):
        cards.issue(by(other), units["C11"], "李某某")


def test_the_same_request_twice_makes_one_card_and_never_tells_the_pin_again(units, clerk) -> None:
    cards.issue(by(clerk, "once"), units["C11"], "李某某")

    with pytest.raises(Refusal, match="printed already"):
        cards.issue(by(clerk, "once"), units["C11"], "李某某")

    assert Account.objects.filter(card__isnull=False).count() == 1


def test_the_second_of_two_who_renew_is_told(units, clerk) -> None:
    told = cards.issue(by(clerk), units["C11"], "李某某")
    seen = told.card.version
    cards.renew(by(clerk), told.card, seen)

    with pytest.raises(Refusal, match="changed by someone else"):
        cards.renew(by(clerk), told.card, seen)


def test_a_card_needs_a_name_and_every_card_a_login_of_its_own(units, clerk) -> None:
    names = [cards.issue(by(clerk), units["C11"], name).card.account.username for name in ("李某某", "王某某")]

    assert names == [f"s{units['C11'].pk}", f"s{units['C11'].pk}b"]
    with pytest.raises(Refusal, match="the name of one person"):
        cards.issue(by(clerk), units["C11"], "　")
