"""A folder of Parquet files that is written once, as a whole, and proves on reading that nothing changed.

Files go to a hidden folder beside the target; the manifest with the digest of every file goes last; only then is
the folder renamed to its name. A crash, a full disk or a size limit leaves nothing under that name.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jishi.core.disk import NO_ROOM
from jishi.core.errors import Refusal, refuse, sentence

MANIFEST = "manifest.json"
CHUNK = 1 << 22


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


@contextmanager
def written_once(target: Path) -> Iterator[Path]:
    """Give a hidden folder to fill; when the block ends well, make it durable and rename it to ``target``.

    Raises:
        Refusal: something already stands under that name; or there is no room left. Nothing is left behind.
    """
    if target.exists():
        raise refuse(
            str(target),
            sentence("A snapshot or run already stands here; they are written once and never changed."),
            sentence("Choose another name."),
        )
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        yield part
        for path in (*part.iterdir(), part):
            _flush(path)
        part.rename(target)
        _flush(target.parent)
    except OSError as error:
        raise refusal_of(error, target) or error from error
    finally:
        if part is not None and part.exists():
            shutil.rmtree(part, ignore_errors=True)


def refusal_of(error: OSError, target: Path) -> Refusal | None:
    """Return what a person is told about a full disk or a missing right; None for any other error."""
    if error.errno in NO_ROOM:
        return refuse(
            str(target.parent),
            sentence("There is no space left to write %(name)s; nothing of it was kept.", name=target.name),
            sentence("Free some space or raise the limit for the size of files, then start again."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return refuse(
            str(target.parent),
            sentence("%(name)s may not be written into this folder; nothing of it was kept.", name=target.name),
            sentence("Give the account that runs Jishi the right to write there, then start again."),
        )
    return None


def _flush(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_manifest(part: Path, content: Mapping[str, object]) -> str:
    """Write the manifest of a filled folder, adding the digest of every file in it.

    Returns:
        The SHA-256 of the manifest: it pins the whole folder.
    """
    files = {path.name: file_digest(path) for path in sorted(part.iterdir())}
    text = json.dumps({**content, "files": files}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (part / MANIFEST).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path, kind: str) -> dict[str, object]:
    """Return the manifest of a folder after checking the digest of every file.

    Args:
        folder: where it stands.
        kind: ``snapshot`` or ``run``.

    Raises:
        Refusal: the folder, a file or the manifest is missing, changed, or of another kind.
    """
    content = _parsed(folder / MANIFEST)
    if content.get("kind") != kind or not isinstance(content.get("files"), dict):
        raise refuse(
            str(folder / MANIFEST),
            sentence("This is not the manifest of a %(kind)s.", kind=kind),
            sentence("Name the folder of a %(kind)s that Jishi wrote.", kind=kind),
        )
    files: dict[str, str] = content["files"]  # type: ignore[assignment]
    for name, digest in files.items():
        _check_file(folder / name, digest)
    return content


def _parsed(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise refuse(
            str(path),
            sentence("The manifest is missing."),
            sentence("Name the folder of a snapshot or run, or restore it from a backup."),
        ) from None
    except (ValueError, UnicodeDecodeError):
        raise damaged(path) from None
    if not isinstance(content, dict):
        raise damaged(path)
    return content


def _check_file(path: Path, digest: str) -> None:
    if not path.is_file() or file_digest(path) != digest:
        raise damaged(path)


def damaged(path: Path) -> Refusal:
    """Return the Refusal for a file that is missing or not what was written."""
    return refuse(
        str(path),
        sentence("This file is missing, or it is not what Jishi wrote."),
        sentence("Restore the whole folder from a backup; do not repair it by hand."),
    )
