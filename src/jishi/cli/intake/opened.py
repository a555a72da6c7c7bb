"""The boxes that a command works on: those of a home, or those of a folder on a host outside."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from jishi.ballotbox.boxes import Boxes

Command = TypeVar("Command", bound=Callable[..., Any])


def folder_option(command: Command) -> Command:
    """Add ``--alone FOLDER``: a folder of boxes without a home, passed as ``folder: Path | None``."""
    return click.option(
        "--alone",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of a host outside, which has no home.",
    )(command)


def days_behind(home: Path, folder: Path | None) -> int:
    """Return by how many days a demo lives before the calendar on the wall; 0 for a folder without a home."""
    from jishi.store.home import Home

    return 0 if folder else Home(home.resolve()).days_behind


def boxes_of(home: Path, folder: Path | None) -> Boxes:
    """Return the boxes of a home, or of a folder without one.

    Raises:
        Refusal: there is no such home.
    """
    if folder:
        return Boxes(folder.resolve())
    # Without Django: the intake knows nothing of the rest of a home.
    from jishi.store.home import Home

    opened = Home(home.resolve())
    opened.check()
    return Boxes.of_home(opened.path, opened.database if opened.kind == "postgresql" else None)
