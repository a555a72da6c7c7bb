"""Which faults of disk and database a person is told about, and in which words."""

import errno

import pytest
from django.db import IntegrityError, OperationalError

from jishi.store.faults import refusal_of


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x"), "There is no space left on the disk"),
        (OSError(errno.EFBIG, "File too large"), "There is no space left on the disk"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), "/srv/x: The file or folder cannot be used"),
        (OperationalError("database or disk is full"), "There is no space left on the disk"),
        (OperationalError('could not extend file "base/1": No space left'), "There is no space left on the disk"),
        (OperationalError("database is locked"), "Another program holds the database"),
        (OperationalError("canceling statement due to lock timeout"), "Another program holds the database"),
        (OperationalError("database disk image is malformed"), "The database of this home is damaged"),
        (OperationalError("connection failed: Connection refused\nIs it running?"), "The database does not answer"),
        (OperationalError("attempt to write a readonly database"), "The database may not be written"),
    ],
)
def test_a_fault_that_a_person_can_mend_is_told(fault: Exception, words: str, home) -> None:
    assert words in str(refusal_of(fault))


@pytest.mark.parametrize("fault", [KeyError("x"), IntegrityError("UNIQUE"), OSError("odd")])
def test_a_fault_of_the_program_is_not_dressed_up(fault: Exception) -> None:
    assert refusal_of(fault) is None
