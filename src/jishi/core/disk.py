"""What a person is told when the disk is full, or a file or folder may not be written."""

import errno
from os import PathLike

from jishi.core.errors import Refusal, refuse, sentence

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def no_room(where: str) -> Refusal:
    """Return the refusal of what a full disk has stopped."""
    return refuse(
        where,
        sentence("There is no space left on the disk; what was begun was undone."),
        sentence("Free some space or raise the limit for the size of files, then start again."),
    )


def not_written(path: "str | PathLike[str]", fault: OSError) -> Refusal:
    """Return the refusal of a file that cannot be written."""
    return refuse(
        str(path),
        sentence("The file cannot be written (%(reason)s).", reason=fault.strerror or fault),
        sentence("Choose a folder with room that you may write to."),
    )
