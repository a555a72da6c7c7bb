"""The folder of the demo; imports no models, because they can be read only after a home was opened."""

import shutil
from pathlib import Path

from jishi.actions.homes import make_home
from jishi.core.errors import refuse, sentence
from jishi.store.home import Home

MARK = "demo.json"


def is_ready(path: Path) -> bool:
    """Say whether a folder holds a demo that was set up to its end."""
    return (path / MARK).is_file()


def mark_ready(home: Home) -> None:
    """Say that the demo is set up; the last thing that is done."""
    (home.path / MARK).write_text("{}\n", encoding="utf-8")


def fresh(path: Path) -> Home:
    """Make an empty demo home; a demo that was interrupted while it was set up is made anew.

    Raises:
        Refusal: the folder holds a home that is no demo, or the demo of somebody who works in it.
    """
    home = Home(path.resolve())
    if home.exists():
        if home.mode != "demo" or is_ready(path):
            raise refuse(
                str(path),
                sentence("This folder holds a home that is no unfinished demo."),
                sentence("Choose another folder with --home."),
            )
        shutil.rmtree(home.path)
    return make_home(path, None, "demo")
