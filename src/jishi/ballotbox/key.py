"""The key of one box: it names codes by digest, and seals answers so that the key's end is theirs too."""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

LENGTH = 32
_NONCE = 12
_BLOCK = 64
# 128 bits of the HMAC: two of a billion codes share them once in 10^20 rounds.
_SHORT = 16
# Answers of different lengths look alike up to this many bytes.
_STEP = 128
_BOUND = b"jishi answer 1"


@dataclass(frozen=True)
class Key:
    """The key of one box; it is never in a database, a backup or a log.

    Attributes:
        secret: 32 bytes of chance.
    """

    secret: bytes = field(repr=False)
    _inner: "hashlib._Hash" = field(init=False, repr=False)
    _outer: "hashlib._Hash" = field(init=False, repr=False)
    _answers: AESGCM = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # HMAC-SHA256 with its two beginnings kept: the library's own gives other threads a turn at each code.
        codes = _derived(self.secret, b"codes").ljust(_BLOCK, b"\0")
        object.__setattr__(self, "_inner", hashlib.sha256(bytes(byte ^ 0x36 for byte in codes)))
        object.__setattr__(self, "_outer", hashlib.sha256(bytes(byte ^ 0x5C for byte in codes)))
        object.__setattr__(self, "_answers", AESGCM(_derived(self.secret, b"answers")))

    @classmethod
    def make(cls) -> "Key":
        """Return a new key from the system's source of chance."""
        return cls(secrets.token_bytes(LENGTH))

    def derived(self, purpose: bytes) -> bytes:
        """Return 32 bytes for another purpose, which lead back neither to this key nor to codes or answers."""
        return _derived(self.secret, purpose)

    def digest(self, code: str) -> bytes:
        """Return what a box knows of a code: its HMAC, from which nobody without the key comes back to it."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(code.encode())
        outer.update(inner.digest())
        return outer.digest()[:_SHORT]

    def seal(self, answer: bytes) -> bytes:
        """Return an answer sealed: the same answer never looks the same twice."""
        nonce = os.urandom(_NONCE)
        padded = answer + b" " * (-len(answer) % _STEP)
        return nonce + self._answers.encrypt(nonce, padded, _BOUND)

    def unseal(self, sealed: bytes) -> bytes:
        """Return the answer.

        Raises:
            ValueError: it was sealed with another key, or changed since.
        """
        try:
            return self._answers.decrypt(sealed[:_NONCE], sealed[_NONCE:], _BOUND)
        except InvalidTag:
            raise ValueError("an answer was changed, or sealed with another key") from None


def _derived(secret: bytes, name: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=LENGTH, info=b"jishi ballotbox " + name).derive(secret)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all; it replaces one of this name."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def shred(path: Path) -> None:
    """Write over a small file, then remove it; a disk may still keep what it once held elsewhere."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
