import pytest

from jishi.store import vault
from jishi.store.home import Home

pytestmark = pytest.mark.django_db
PLACE = "person:7"


def test_a_sealed_value_opens_at_its_own_place_only() -> None:
    sealed = vault.seal("12-3456", PLACE)

    assert vault.unseal(sealed, PLACE) == "12-3456"
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed, "person:8")


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_value_with_one_changed_byte_does_not_open(at: int) -> None:
    sealed = bytearray(vault.seal("12-3456", PLACE))
    sealed[at] ^= 1

    with pytest.raises(vault.Unreadable):
        vault.unseal(bytes(sealed), PLACE)


def test_the_same_value_is_sealed_differently_and_found_by_its_index() -> None:
    assert vault.seal("12-3456x", PLACE) != vault.seal("12-3456x", PLACE)
    assert vault.index("12-3456x", "person.identity") == vault.index(" 12-3456X ", "person.identity")
    assert vault.index("12-3456x", "person.identity") != vault.index("12-3456x", "person.phone")


def test_another_homes_key_opens_nothing(home: Home, settings: object, tmp_path) -> None:
    sealed, indexed = vault.seal("12-3456", PLACE), vault.index("12-3456", "f")

    settings.JISHI_HOME = str(Home.create(tmp_path / "other").path)

    assert vault.index("12-3456", "f") != indexed
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed, PLACE)
