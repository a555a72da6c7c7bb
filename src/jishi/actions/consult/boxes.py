"""The boxes of the home that this process serves."""

from jishi.ballotbox.boxes import Boxes
from jishi.store.home import current


def boxes() -> Boxes:
    """Return the boxes of the home: files of SQLite, or schemas of its PostgreSQL database."""
    home = current()
    return Boxes.of_home(home.path, home.database if home.kind == "postgresql" else None)
