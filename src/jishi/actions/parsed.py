"""Packs as they were read once: a large pack takes a second to read, its kept form a few hundredths.

What is kept is the program's own objects, so it is read back only by the same code, for the same bytes in the same
place, and only when this home's key sealed it: a file put there by somebody else is never opened.
"""

import hashlib
import hmac
import pickle
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.store.home import current

# Hidden: no part of a backup.
FOLDER = ".parsed"
_SEAL = hashlib.sha256().digest_size
_CODE = Path(__file__).resolve().parents[1]


def parsed(folder: Path, digest: str) -> Pack:
    """Return the pack of a folder, from its kept form where there is one; otherwise read it and keep its form.

    Args:
        folder: the pack's folder.
        digest: of its bytes and of those of the packs that it extends.

    Raises:
        Refusal: the files cannot be read as a pack.
    """
    place = current().path / FOLDER
    key = hashlib.sha256("\n".join((str(folder.resolve()), digest, _code())).encode()).hexdigest()
    file = place / f"{folder.name}.{key[:32]}"
    found = _kept(file, key)
    if found is None:
        found = load(folder, checked=False)
        with suppress(OSError):
            # A full disk makes the next start slower and nothing else.
            _keep(file, key, found)
    return found


@cache
def _code() -> str:
    """Return what changes when the code that reads packs does."""
    seen = (
        (str(file.relative_to(_CODE)), file.stat().st_size, file.stat().st_mtime_ns)
        for part in ("packs", "core")
        for file in sorted((_CODE / part).rglob("*.py"))
    )
    return hashlib.sha256(repr(list(seen)).encode()).hexdigest()


def _seal(key: str, content: bytes) -> bytes:
    return hmac.digest(current().secrets.event, f"parsed pack {key} ".encode() + content, "sha256")


def _kept(file: Path, key: str) -> Pack | None:
    try:
        whole = file.read_bytes()
    except OSError:
        return None
    seal, content = whole[:_SEAL], whole[_SEAL:]
    if not hmac.compare_digest(seal, _seal(key, content)):
        return None
    found: Pack = pickle.loads(content)
    return found


def _keep(file: Path, key: str, pack: Pack) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    content = pickle.dumps(pack, protocol=pickle.HIGHEST_PROTOCOL)
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    part.write_bytes(_seal(key, content) + content)
    part.replace(file)
    # Forms of the same place that no program will ask for again.
    for other in file.parent.glob(f"{file.name.partition('.')[0]}.*"):
        if other != file and not other.name.endswith(".part"):
            other.unlink(missing_ok=True)
