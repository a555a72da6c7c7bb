"""Faults of the disk and the database that a person can mend; all others are faults of the program."""

from django.db import DatabaseError, InterfaceError, OperationalError

from jishi.core.disk import NO_ROOM, no_room
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.home import current


def refusal_of(fault: BaseException) -> Refusal | None:
    """Return what a person is told about a fault that is none of the program's; None for any other."""
    if isinstance(fault, OSError):
        return _of_disk(fault)
    if isinstance(fault, DatabaseError | InterfaceError):
        return _of_database(fault)
    return None


def has_no_room(fault: BaseException) -> bool:
    """Whether a disk or a database says that there is no room left."""
    if isinstance(fault, OSError):
        return fault.errno in NO_ROOM
    return isinstance(fault, OperationalError) and any(
        word in str(fault) for word in ("database or disk is full", "disk I/O", "No space", "could not extend file")
    )


def not_answering(fault: BaseException) -> Refusal:
    """Return the refusal of a database that cannot be reached; its address is told without the password."""
    return refuse(
        current().address,
        sentence("The database does not answer (%(reason)s).", reason=_first_line(fault)),
        sentence("Check that it runs, that the database exists and that the user may make tables in it."),
    )


def _of_disk(fault: OSError) -> Refusal | None:
    if has_no_room(fault):
        return no_room(str(fault.filename or current().path))
    if fault.filename is None or not isinstance(fault, PermissionError | FileNotFoundError | FileExistsError):
        return None
    return refuse(
        str(fault.filename),
        sentence("The file or folder cannot be used (%(reason)s).", reason=fault.strerror or fault),
        sentence("Check that it is there, and that the account which runs Jishi may read and write it."),
    )


def _of_database(fault: BaseException) -> Refusal | None:
    where, words = current().address, str(fault)
    if has_no_room(fault):
        return no_room(where)
    if any(word in words for word in ("database is locked", "lock timeout", "deadlock detected")):
        return refuse(
            where,
            sentence("Another program holds the database."),
            sentence("Wait until it has ended, then try again."),
        )
    if any(word in words for word in ("file is not a database", "malformed")):
        return refuse(
            where,
            sentence("The database of this home is damaged."),
            sentence("Put the file back, or make a home of a backup with: jishi restore FILE"),
        )
    if "connect" in words or "server closed" in words:
        return not_answering(fault)
    if "readonly database" in words or "unable to open" in words:
        return refuse(
            where,
            sentence("The database may not be written."),
            sentence("Give the account that runs Jishi the right to write there, then start again."),
        )
    return None


def _first_line(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]
