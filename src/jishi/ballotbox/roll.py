"""The roll of one electorate, sealed: who took part as of a day, and nothing else.

The roll is one value, not a row for each person, so that it has no order in which they came. It is sealed with a
key that comes from the key of the box: when that one is destroyed at the close, whatever a log, a replica or a
disk still keeps of the roll is unreadable too.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.ballotbox.key import Key

_NONCE = 12
# Rolls of different lengths look alike up to this many bytes: some fifty people.
_STEP = 512


@dataclass(frozen=True)
class Roll:
    """Who of one electorate took part.

    Attributes:
        on: the day as of which it is true; one day for all, so that a day leads to nobody.
        people: their ids.
    """

    on: date
    people: frozenset[int]


def seal(key: Key, place: str, on: date, people: Iterable[int]) -> bytes:
    """Return a roll sealed for its place; the same people in another order give the same content."""
    plain = json.dumps([on.isoformat(), sorted(set(people))], separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, plain + b" " * (-len(plain) % _STEP), _bound(place))


def unseal(key: Key, place: str, sealed: bytes) -> Roll:
    """Return the roll.

    Raises:
        ValueError: it was sealed with the key of another box or for another place, or changed since.
    """
    try:
        plain = _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(place))
    except InvalidTag:
        raise ValueError("a roll was changed, or sealed with another key") from None
    on, people = json.loads(plain)
    return Roll(date.fromisoformat(on), frozenset(people))


def _cipher(key: Key) -> AESGCM:
    return AESGCM(key.derived(b"roll"))


def _bound(place: str) -> bytes:
    return b"jishi roll 1 " + place.encode()
