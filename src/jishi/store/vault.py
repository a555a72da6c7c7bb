"""Encrypted fields: identity numbers and the like can be read only with the home's vault key.

A sealed value is bound to its table and row (moved to another row it does not open), carries a version for key
rotation, and is found again by a keyed digest, for the numbers themselves are few enough to be tried one by one.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jishi.store.home import current

VERSION = 1
_NONCE = 12
INDEX_BYTES = 16


class Unreadable(Exception):  # noqa: N818 - a state of the value, like a Refusal
    """The value was changed, moved to another row, or sealed with another key."""


def seal(plain: str, place: str) -> bytes:
    """Return the text encrypted for a place, ``table:row``: version, nonce, ciphertext with its tag."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(b"fields")).encrypt(nonce, plain.encode(), _bound(VERSION, place))
    return bytes([VERSION]) + nonce + sealed


def unseal(sealed: bytes, place: str) -> str:
    """Return the text.

    Raises:
        Unreadable: it is not what was sealed for this place with this home's key.
    """
    sealed = bytes(sealed)
    if len(sealed) <= _NONCE or sealed[0] != VERSION:
        raise Unreadable
    nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(_key(b"fields")).decrypt(nonce, rest, _bound(sealed[0], place)).decode()
    except InvalidTag:
        raise Unreadable from None


def index(plain: str, field: str) -> bytes:
    """Return the keyed digest by which an equal value of the same field is found."""
    return hmac.digest(_key(b"index"), f"{field}\0{plain.strip().upper()}".encode(), "sha256")[:INDEX_BYTES]


def _bound(version: int, place: str) -> bytes:
    return bytes([version]) + place.encode()


def _key(purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"jishi " + purpose).derive(current().secrets.vault)
