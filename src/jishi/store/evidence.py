"""Files by the digest of their content: kept once, never changed, found again by what they are."""

import hashlib
import os
import secrets
from pathlib import Path

from jishi.core.errors import refuse, sentence
from jishi.store import vault
from jishi.store.home import current
from jishi.store.models.office import Evidence

_CHUNK = 1 << 20
#: Media type of a file that is kept encrypted, because it holds personal data.
SEALED = "application/vnd.jishi.sealed"
_PLACE = "evidence"


def path_of(digest: str) -> Path:
    """Return where the file of this digest stands in the home."""
    return current().evidence / digest[:2] / digest


def keep(content: bytes, name: str, media_type: str = "application/octet-stream") -> Evidence:
    """Keep a file; the same content is kept once, under the name that it first came with."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_name(f".{digest}.{secrets.token_hex(4)}.part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    values = {"size": len(content), "name": name[:255], "media_type": media_type}
    return Evidence.objects.get_or_create(digest=digest, defaults=values)[0]


def read(evidence: Evidence) -> bytes:
    """Return the content of a file.

    Raises:
        Refusal: the file is gone or is not what it was.
    """
    fault = is_broken(evidence.digest)
    if fault:
        raise refuse(
            str(path_of(evidence.digest)),
            sentence("This file is gone or was changed after it was kept."),
            sentence("Restore it from a backup."),
        )
    return path_of(evidence.digest).read_bytes()


def keep_sealed(content: bytes, name: str) -> Evidence:
    """Keep a file with personal data encrypted with the home's vault key."""
    return keep(vault.keys().seal_bytes(content, _PLACE), name, SEALED)


def content_of(evidence: Evidence) -> bytes:
    """Return what came in, also of a file that is kept encrypted.

    Raises:
        Refusal: the file is gone or is not what it was.
    """
    kept = read(evidence)
    return vault.keys().unseal_bytes(kept, _PLACE) if evidence.media_type == SEALED else kept


def drop(evidence: Evidence) -> None:
    """Destroy a file and its row; only for personal data whose term is over, or of which a second copy exists."""
    path_of(evidence.digest).unlink(missing_ok=True)
    evidence.delete()


def is_broken(digest: str) -> bool:
    """Say whether the file of this digest is gone or has another content."""
    path = path_of(digest)
    if not path.is_file():
        return True
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest() != digest
