"""Encrypted fields: identity numbers and the like can be read only with the home's vault key.

A sealed value is bound to its table and row (moved to another row it does not open), carries a version for key
rotation, and is found again by a keyed digest, for the numbers themselves are few enough to be tried one by one.
"""

import hmac
import secrets
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Keys:
    """The keys of the home, derived once: whoever seals a million values asks for them once.

    Attributes:
        fields: seals and unseals.
        finder: makes the digests by which equal values are found.
    """

    fields: AESGCM
    finder: bytes

    def seal(self, plain: str, place: str) -> bytes:
        """Return the text encrypted for a place, ``table:row``: version, nonce, ciphertext with its tag."""
        return self.seal_bytes(plain.encode(), place)

    def seal_bytes(self, plain: bytes, place: str) -> bytes:
        """Return the bytes encrypted for a place."""
        nonce = secrets.token_bytes(_NONCE)
        return bytes([VERSION]) + nonce + self.fields.encrypt(nonce, plain, _bound(VERSION, place))

    def unseal(self, sealed: bytes, place: str) -> str:
        """Return the text.

        Raises:
            Unreadable: it is not what was sealed for this place with this home's key.
        """
        return self.unseal_bytes(sealed, place).decode()

    def unseal_bytes(self, sealed: bytes, place: str) -> bytes:
        """Return the bytes that :meth:`seal_bytes` sealed.

        Raises:
            Unreadable: it is not what was sealed for this place with this home's key.
        """
        sealed = bytes(sealed)
        if len(sealed) <= _NONCE or sealed[0] != VERSION:
            raise Unreadable
        nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self.fields.decrypt(nonce, rest, _bound(sealed[0], place))
        except InvalidTag:
            raise Unreadable from None

    def index(self, plain: str, field: str) -> bytes:
        """Return the keyed digest by which an equal value of the same field is found."""
        return hmac.digest(self.finder, f"{field}\0{plain.strip().upper()}".encode(), "sha256")[:INDEX_BYTES]


def keys() -> Keys:
    """Return the keys of the home that is open."""
    vault = current().secrets.vault
    return Keys(AESGCM(_key(vault, b"fields")), _key(vault, b"index"))


def seal(plain: str, place: str) -> bytes:
    """Return the text encrypted for a place; see :meth:`Keys.seal`."""
    return keys().seal(plain, place)


def unseal(sealed: bytes, place: str) -> str:
    """Return the text; see :meth:`Keys.unseal`."""
    return keys().unseal(sealed, place)


def index(plain: str, field: str) -> bytes:
    """Return the keyed digest by which an equal value of the same field is found."""
    return keys().index(plain, field)


def _bound(version: int, place: str) -> bytes:
    return bytes([version]) + place.encode()


def _key(vault: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"jishi " + purpose).derive(vault)
