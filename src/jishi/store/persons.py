"""What is sealed of a person: identity number and telephone, bound to its row and found by a keyed digest."""

from jishi.core.people import identity, phones
from jishi.store.models.people import Person
from jishi.store.vault import Keys

SEALED = ("identity", "phone")


def plain_form(field: str, text: str) -> str:
    """Return the one form in which equal numbers are equal."""
    return identity.long_form(identity.normal(text)) if field == "identity" else phones.normal(text)


def index_of(keys: Keys, field: str, text: str) -> bytes:
    """Return the keyed digest by which a person with this number is found."""
    return keys.index(plain_form(field, text), field)


def sealed(keys: Keys, person: int, field: str, text: str) -> dict[str, bytes | None]:
    """Return the two columns of a sealed field; no text empties both."""
    if not text:
        return {field: None, f"{field}_index": None}
    kept = plain_form(field, text)
    return {field: keys.seal(kept, _place(field, person)), f"{field}_index": keys.index(kept, field)}


def opened(keys: Keys, person: Person, field: str) -> str:
    """Return a sealed field in the clear; empty where nothing is kept. To show it whole is an event.

    Raises:
        Unreadable: the value was changed, moved to another row, or sealed with another key.
    """
    value = getattr(person, field)
    return keys.unseal(value, _place(field, person.pk)) if value is not None else ""


def masked(keys: Keys, person: Person, field: str) -> str:
    """Return a sealed field with its last four letters only; empty where nothing is kept."""
    return identity.masked(opened(keys, person, field))


def _place(field: str, person: int) -> str:
    return f"store_person.{field}:{person}"
