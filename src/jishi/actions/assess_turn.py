"""Whose turn it is: one run of a round at a time, and what a killed run left behind is swept away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from jishi.core.errors import refuse, sentence
from jishi.store.home import current
from jishi.store.models.assess import Round, Run


@contextmanager
def turn(round_: Round) -> Iterator[None]:
    """Hold the round for one run; the system lets go of it when the process ends, however it ends.

    Raises:
        Refusal: another run of the round is going on.
    """
    path = current().runs / f".{name_of(round_)}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not _lock(file):
            raise refuse(
                str(round_),
                sentence("This round is being assessed already."),
                sentence("Wait until that run has ended; its result will be shown like yours."),
            )
        sweep(round_)
        yield


def name_of(round_: Round) -> str:
    """Return how folders and files of a round are called; letters that no file system minds."""
    code = "".join(letter if letter.isalnum() else "-" for letter in round_.cycle.code)
    return f"{code}-{round_.number}"


def sweep(round_: Round) -> None:
    """Remove folders of this round that no finished run knows: a killed run left them."""
    home = current()
    known = set(Run.objects.values_list("folder", flat=True)) | set(
        Run.objects.values_list("snapshot_folder", flat=True)
    )
    name = name_of(round_)
    for place in (home.runs, home.snapshots):
        for pattern in (f"{name}-*", f".{name}-*.part"):
            for folder in place.glob(pattern):
                if folder.is_dir() and str(folder.relative_to(home.path)) not in known:
                    shutil.rmtree(folder)


def _lock(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_on_windows(file: IO[bytes]) -> bool:
    import msvcrt

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def folder_in(place: Path, name: str) -> tuple[Path, str]:
    """Return a folder of the home and its name relative to it, as the run remembers it."""
    return place / name, str((place / name).relative_to(current().path))
