"""A file that carries something between the office and a host outside: encrypted, signed, for one reader."""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.ballotbox.key import write_private
from jishi.core.errors import Refusal, refuse, sentence

_MAGIC = b"jishi parcel 1\n"
_SIGNATURE = 64
_MOST_HEADER = 4096
_MOST_BYTES = 1 << 30


@dataclass(frozen=True)
class Parcel:
    """A parcel that was read, but not opened.

    Attributes:
        header: what stands on it for everybody: kind, round, id, and what its reader needs to make the key.
        sealed: its content, encrypted; it opens together with the header only.
        signed, signature: what was signed, and how.
    """

    path: Path
    header: dict[str, str]
    sealed: bytes
    signed: bytes
    signature: bytes

    def check(self, signer: bytes) -> None:
        """Check by whom it was signed.

        Raises:
            Refusal: it was changed on its way, or signed by somebody else.
        """
        try:
            Ed25519PublicKey.from_public_bytes(signer).verify(self.signature, self.signed)
        except (InvalidSignature, ValueError):
            raise self.changed() from None

    def open(self, key: bytes) -> dict[str, Any]:
        """Return its content.

        Raises:
            Refusal: it is not the key, or the parcel was changed on its way.
        """
        nonce = bytes.fromhex(self.header["nonce"])
        try:
            packed = AESGCM(key).decrypt(nonce, self.sealed, self.signed[: len(self.signed) - len(self.sealed)])
            return dict(json.loads(_unpacked(packed)))
        except (InvalidTag, ValueError, zlib.error):
            raise self.changed() from None

    def changed(self) -> Refusal:
        """Return the refusal of a parcel that is not what was sent."""
        return refuse(
            self.path.name,
            sentence("This file was changed on its way, or it is not for this place; nothing of it was used."),
            sentence("Fetch it again from where it was written, and compare the words that belong to it."),
        )


def write(
    path: Path, header: dict[str, str], content: dict[str, Any], key: bytes, signer: Ed25519PrivateKey
) -> None:
    """Write a parcel, whole or not at all.

    Raises:
        Refusal: there is a file of this name, or no room.
    """
    if path.exists():
        raise refuse(str(path), sentence("There is a file of this name."), sentence("Choose another name."))
    head = _MAGIC + json.dumps(header, sort_keys=True).encode() + b"\n"
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), level=6)
    signed = head + AESGCM(key).encrypt(bytes.fromhex(header["nonce"]), packed, head)
    try:
        write_private(path, signed + signer.sign(signed))
    except OSError as fault:
        raise refuse(
            str(path),
            sentence("The file cannot be written: %(reason)s", reason=fault.strerror or str(fault)),
            sentence("Choose a folder with room that you may write to."),
        ) from None


def read(path: Path, kind: str, *keys: str) -> Parcel:
    """Read a parcel without opening it.

    Args:
        path: the file.
        kind: the one that is expected.
        keys: what must stand on it, as hexadecimal bytes.

    Raises:
        Refusal: it is missing, no parcel, or of another kind.
    """
    no_parcel: Callable[[], Refusal] = lambda: refuse(  # noqa: E731
        path.name,
        sentence("This is not a file that the intake wrote for this step."),
        sentence("The office packs out, the host starts; the host hands in, the office takes in."),
    )
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError:
        raise refuse(
            str(path), sentence("There is no such file."), sentence("Check the path and the name.")
        ) from None
    place = raw.find(b"\n", len(_MAGIC), _MOST_HEADER)
    if not raw.startswith(_MAGIC) or place < 0 or len(raw) < place + _SIGNATURE:
        raise no_parcel()
    try:
        header = {str(name): str(value) for name, value in json.loads(raw[len(_MAGIC) : place]).items()}
        for name in ("nonce", *keys):
            bytes.fromhex(header[name])
    except (ValueError, AttributeError, KeyError):
        raise no_parcel() from None
    if header.get("kind") != kind:
        raise no_parcel()
    return Parcel(path, header, raw[place + 1 : -_SIGNATURE], raw[:-_SIGNATURE], raw[-_SIGNATURE:])


def _unpacked(packed: bytes) -> bytes:
    reader = zlib.decompressobj()
    content = reader.decompress(packed, _MOST_BYTES)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("a parcel is larger than any round")
    return content
