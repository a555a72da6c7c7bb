"""One file that holds a home: a compressed tar with the digest of every member in its last one.

The keys inside may be locked with a passphrase (scrypt, AES-256-GCM); everything else is as private as the file.
"""

import hashlib
import io
import json
import os
import secrets
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from jishi.core.disk import NO_ROOM, no_room, not_written
from jishi.core.errors import Refusal, refuse, sentence

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 20
# About 0.3 s and 128 MiB for each try of a passphrase.
_COST = {"n": 2**17, "r": 8, "p": 1}


class Archive:
    """A home's file while it is written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._digests: dict[str, str] = {}

    def add_file(self, path: Path, name: str) -> None:
        """Add a file under a name."""
        member = tarfile.TarInfo(name)
        member.size = path.stat().st_size
        with path.open("rb") as file:
            reader = _Counted(file)
            self._tar.addfile(member, reader)
        self._digests[name] = reader.total.hexdigest()

    def add_bytes(self, content: bytes, name: str) -> None:
        """Add some bytes under a name."""
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        self._digests[name] = hashlib.sha256(content).hexdigest()

    def close(self, manifest: dict[str, Any]) -> None:
        """Add what the archive says of itself."""
        whole = {"format": FORMAT, **manifest, "digests": self._digests}
        self.add_bytes(json.dumps(whole, ensure_ascii=False).encode(), MANIFEST)


class _Counted:
    """Digests a file while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.total = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self.total.update(part)
        return part


@contextmanager
def writing(path: Path) -> Iterator[Archive]:
    """Give an archive to fill; the file appears whole, or not at all, readable by its owner only.

    Raises:
        Refusal: there is a file of this name, or no room for it.
    """
    if path.exists():
        raise refuse(str(path), sentence("There is a file of this name."), sentence("Choose another name."))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
                yield Archive(tar)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        raise not_written(path, fault) from None
    finally:
        part.unlink(missing_ok=True)


def read(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack into an empty folder after checking every member; return what the archive says of itself.

    Raises:
        Refusal: the file is missing, no backup, damaged, or of a later program; or there is no room to unpack it.
    """
    if not path.is_file():
        raise refuse(str(path), sentence("There is no such file."), sentence("Check the path and the name."))
    try:
        digests = _unpack(path, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError, zlib.error) as fault:
        if isinstance(fault, OSError) and fault.errno in NO_ROOM:
            raise no_room(str(folder.parent.resolve())) from None
        raise _damaged(path) from None
    if manifest.get("format", 0) > FORMAT:
        raise _later(path)
    digests.pop(MANIFEST)
    if digests != manifest.get("digests"):
        raise _damaged(path)
    return manifest


def _unpack(path: Path, folder: Path) -> dict[str, str]:
    digests = {}
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            source = tar.extractfile(member) if member.isfile() else None
            if source is None or name.is_absolute() or ".." in name.parts:
                raise ValueError(member.name)
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            total = hashlib.sha256()
            with target.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    total.update(chunk)
                    file.write(chunk)
            digests[member.name] = total.hexdigest()
    return digests


def _damaged(path: Path) -> Refusal:
    return refuse(
        str(path),
        sentence("This file is no backup, or it is damaged."),
        sentence("Take another backup."),
    )


def _later(path: Path) -> Refusal:
    return refuse(
        str(path),
        sentence("This backup was written by a later Jishi."),
        sentence("Update Jishi, then try again."),
    )


def lock(content: bytes, passphrase: str) -> bytes:
    """Return the bytes locked with a passphrase: salt, nonce, ciphertext with its tag."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, content, b"jishi backup")


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Return the bytes.

    Raises:
        Refusal: it is not the passphrase that they were locked with.
    """
    try:
        return AESGCM(_key(passphrase, locked[:16])).decrypt(locked[16:28], locked[28:], b"jishi backup")
    except InvalidTag:
        raise refuse(
            "--passphrase-file",
            sentence("This is not the passphrase of the backup."),
            sentence("Without it the keys cannot be read; look for the right one."),
        ) from None


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode())
