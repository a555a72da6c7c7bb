"""Logs without personal data: what failed and where, never whose.

The message of an exception may quote a row, an address may quote a search: both are left out; long numbers are
blotted. Who did what stands in the chain of events, where it is guarded.
"""

import logging
import re
import traceback
from types import TracebackType

_QUERY = re.compile(r"\?\S*")
# Telephone and identity numbers; dates and times are shorter between their separators.
_NUMBER = re.compile(r"\d{7,}[\dXx]?")


class WithoutPersons(logging.Formatter):
    """One line for each record; of an exception its kinds and places only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, blotted."""
        said = _NUMBER.sub("…", _QUERY.sub("", record.getMessage()))
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {said}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return kinds and places of an exception and of those behind it, without their words."""
        lines, fault = [], ei[1]
        while fault is not None:
            frames = traceback.extract_tb(fault.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(f"  {type(fault).__module__}.{type(fault).__qualname__}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines)


def settings_of(folder: str) -> dict[str, object]:
    """Return Django's LOGGING for the home's folder of logs."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "jishi.web.logs.WithoutPersons"}},
        "handlers": {
            "file": {
                "class": "logging.handlers.WatchedFileHandler",
                "filename": f"{folder}/jishi.log",
                "encoding": "utf-8",
                "delay": True,
                "formatter": "plain",
            },
            "screen": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "plain"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["file", "screen"], "level": "WARNING"},
        "loggers": {
            # Django's own would mail and print whole tracebacks.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
            # It writes names and addresses of whoever fails to log in; its table keeps them, and forgets them.
            "axes": {"handlers": ["nowhere"], "propagate": False},
        },
    }
