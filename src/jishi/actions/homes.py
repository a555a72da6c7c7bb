"""Making a home."""

from pathlib import Path

from django.db.utils import Error as DatabaseError

from jishi.core.errors import refuse, sentence
from jishi.store.home import Home, Mode


def make_home(path: Path, database: str | None, mode: Mode) -> Home:
    """Make the folder, the keys and the database; leaves nothing behind when the database cannot be reached.

    Raises:
        Refusal: there is a home already, or the database does not answer.
    """
    existed = path.exists()
    home = Home.create(path, database, mode)
    where = home.address
    try:
        home.set_up()
        home.migrate()
    except DatabaseError as fault:
        home.remove(folder_too=not existed)
        raise refuse(
            where,
            sentence("The database does not answer: %(reason)s", reason=str(fault).strip().splitlines()[0]),
            sentence("Check that it runs, that the database exists and that the user may make tables in it."),
        ) from None
    return home
