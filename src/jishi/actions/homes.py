"""Making a home."""

from pathlib import Path

from django.db.utils import Error as DatabaseError

from jishi.store.databases import check_address
from jishi.store.faults import not_answering
from jishi.store.home import Home, Mode


def make_home(path: Path, database: str | None, mode: Mode, days_behind: int = 0) -> Home:
    """Make the folder, the keys and the database; leaves nothing behind when the database cannot be reached.

    Raises:
        Refusal: there is a home already, the address is none, or the database does not answer.
    """
    if database:
        check_address(database)
    existed = path.exists()
    home = Home.create(path, database, mode, days_behind)
    try:
        home.set_up()
        home.migrate()
    except DatabaseError as fault:
        refusal = not_answering(fault)
        home.remove(folder_too=not existed)
        raise refusal from None
    return home
