"""A pack as files: the digest of its bytes, which no change of the program can change."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files of a pack's folder, in no order; hidden ones (of editors and systems) are no part of it."""
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file


def bytes_digest(folders: Iterable[Path]) -> str:
    """Return the SHA-256 over the files of a pack and of those that it extends, in hexadecimal.

    Unlike :attr:`jishi.packs.pack.Pack.digest`, which is taken of what the program reads out of the files, it stays
    the same when a later program reads more, or otherwise, out of the same files.

    Args:
        folders: the pack's folder and those of the packs that it extends, in any order.
    """
    named = sorted(
        (f"{folder.name}/{file.relative_to(folder).as_posix()}", file)
        for folder in folders
        for file in files_of(folder)
    )
    total = hashlib.sha256()
    for name, file in named:
        content = file.read_bytes()
        # Lengths keep apart what would otherwise run together.
        total.update(f"{len(name.encode())} {len(content)} {name}\n".encode())
        total.update(content)
    return total.hexdigest()
