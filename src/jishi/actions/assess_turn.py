"""Whose turn it is: one run of a round at a time, and what a killed run left behind is swept away."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jishi.core.errors import refuse, sentence
from jishi.store.home import current
from jishi.store.lock import HeldError, hold
from jishi.store.models.assess import Round, Run


@contextmanager
def turn(round_: Round) -> Iterator[None]:
    """Hold the round for one run; the system lets go of it when the process ends, however it ends.

    Raises:
        Refusal: another run of the round is going on.
    """
    try:
        with hold(current().runs / f".{name_of(round_)}.lock"):
            sweep(round_)
            yield
    except HeldError as held:
        raise refuse(
            str(round_),
            sentence("This round is being assessed already."),
            sentence("Wait until that run has ended; its result will be shown like yours."),
        ) from held


def name_of(round_: Round) -> str:
    """Return how files of a round are called: letters that no file system minds, and no other round's name."""
    plain = (letter if letter.isalnum() or letter == "-" else f"_{ord(letter):x}_" for letter in round_.cycle.code)
    code = "".join(plain)
    return f"{code}-{round_.number}"


def sweep(round_: Round) -> None:
    """Remove folders of this round that no finished run knows: a killed run left them."""
    home = current()
    known = {name for pair in Run.objects.values_list("folder", "snapshot_folder") for name in pair}
    # What stands behind the name of the round has no hyphen: round 2 of a cycle 2012-1 is not round 1 of 2012.
    own = re.compile(rf"\.?{re.escape(name_of(round_))}-[^-]+")
    for place in (home.runs, home.snapshots):
        for folder in place.iterdir():
            ours = own.fullmatch(folder.name) and folder.is_dir()
            if ours and str(folder.relative_to(home.path)) not in known:
                shutil.rmtree(folder)


def folder_in(place: Path, name: str) -> tuple[Path, str]:
    """Return a folder of the home and its name relative to it, as the run remembers it."""
    return place / name, str((place / name).relative_to(current().path))
