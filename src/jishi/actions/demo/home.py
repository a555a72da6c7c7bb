"""The folder of the demo; imports no models, because they can be read only after a home was opened."""

import json
import shutil
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from jishi.actions.homes import make_home
from jishi.core.errors import refuse, sentence
from jishi.store.home import Home

MARK = "demo.json"
# The demo begins on this day, while the second round of its year goes on; from then on its days pass as ours do.
DAY = date(2012, 10, 22)
_CHINA = timezone(timedelta(hours=8))
SOURCE = Path(__file__).resolve().parents[2]
# Of every account of a demo; a home with such accounts is served to its own machine only.
PASSWORD = "jishi-demo"


def is_ready(path: Path) -> bool:
    """Say whether a folder holds a demo that was set up to its end."""
    return (path / MARK).is_file()


def is_current(path: Path) -> bool:
    """Say whether the demo's database has the form of this program, so that it can be served at once."""
    return (path / MARK).read_text(encoding="utf-8") == _form()


def mark_ready(home: Home) -> None:
    """Say that the demo is set up, and for which form of the database; the last thing that is done."""
    (home.path / MARK).write_text(_form(), encoding="utf-8")


def _form() -> str:
    """Return the names of our migrations and the digest of what else may bring some."""
    names = sorted(file.name for file in (SOURCE / "store" / "migrations").glob("*.py"))
    lock = (SOURCE.parents[1] / "requirements.lock").read_bytes()
    return json.dumps({"migrations": names, "lock": sha256(lock).hexdigest()}) + "\n"


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
    behind = (datetime.now(_CHINA).date() - DAY).days
    return make_home(path, None, "demo", behind)
