"""What a command could not foresee: a person gets a sentence, the log of the home the places in the program."""

import logging
import traceback
from logging.handlers import WatchedFileHandler
from pathlib import Path

from django.conf import settings

from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.faults import refusal_of


def told(fault: Exception) -> Refusal:
    """Return what to tell about a fault; its places in the program are kept in the log of the home.

    Without a home there is no log: the places go to the screen, before whoever writes packs or the program.
    """
    if not settings.configured:
        traceback.print_exception(fault)
        return _unforeseen(fault, sentence("Send the lines above to whoever looks after Jishi."))
    refusal = refusal_of(fault)
    if refusal:
        return refusal
    return _unforeseen(
        fault,
        sentence("Send the end of %(log)s to whoever looks after Jishi, with what you typed.", log=_logged(fault)),
    )


def _unforeseen(fault: Exception, fix: object) -> Refusal:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return refuse(where, sentence("Jishi met a fault of its own (%(kind)s).", kind=type(fault).__name__), fix)


def _logged(fault: Exception) -> str:
    """Write the fault into the log file alone: the screen shows the sentence."""
    record = logging.LogRecord("jishi", logging.ERROR, __file__, 0, "A command failed.", None, None)
    record.exc_info = (type(fault), fault, fault.__traceback__)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, WatchedFileHandler):
            handler.handle(record)
            return handler.baseFilename
    return str(settings.JISHI_HOME)
