"""Let Granian serve the intake in this process: one worker, no access log."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jishi.ballotbox.boxes import Boxes

#: In seconds: a large box is mixed when the intake stops.
KILL_AFTER = 60
#: In seconds: so long somebody may be connected without asking anything.
SILENT = 10
#: So many wait to be connected.
WAITING = 4_096
#: So many may be connected at once, and so many files the program itself has open at most.
_LINES, _FILES = 30_000, 500
# Faults only, and they hold neither codes nor answers nor addresses.
_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"jishi.ballotbox": {"level": "WARNING", "handlers": ["stderr"], "propagate": False}},
}


@dataclass(frozen=True)
class Place:
    """Where the intake listens.

    Attributes:
        certificate, key: for HTTPS; None = HTTP.
        behind: a server of ours stands in front.
        days_behind: by how many days a demo lives before the calendar on the wall.
    """

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    behind: bool = False
    days_behind: int = 0

    @property
    def site(self) -> str:
        """Its address without the path."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def is_known(self) -> bool:
        """Whether whoever reads the address can go there: a server in front, or every address, says nothing."""
        return not self.behind and self.host not in ("0.0.0.0", "::")


def serve(boxes: Boxes, place: Place) -> None:
    """Answer until interrupted."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    os.environ["JISHI_INTAKE_FOLDER"] = str(boxes.folder)
    os.environ["JISHI_INTAKE_DATABASE"] = boxes.database or ""
    os.environ["JISHI_INTAKE_BEHIND"] = "1" if place.behind else ""
    os.environ["JISHI_INTAKE_DAYS_BEHIND"] = str(place.days_behind)
    Granian(
        "jishi.ballotbox.intake.app:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.RSGI,
        factory=True,
        # Whoever connects and says nothing holds a line for some seconds; there are lines enough for the others.
        backlog=WAITING,
        backpressure=lines(),
        http1_settings=HTTP1Settings(header_read_timeout=SILENT * 1000),
        # The other protocol knows no such bound, and a slip's page has nothing to gain by it.
        http=HTTPModes.http1,
        # One process has one writer, so that many answers share one commit.
        workers=1,
        log_level=LogLevels.warning,
        log_dictconfig=_LOG,
        log_access=False,
        websockets=False,
        workers_kill_timeout=KILL_AFTER,
        ssl_cert=place.certificate,
        ssl_key=place.key,
        # Telephones of before 2019 speak no later one.
        ssl_protocol_min=SSLProtocols.tls12,
    ).serve()


def lines() -> int:
    """Return how many may be connected at once: as many as the system lets one program have files open."""
    try:
        import resource
    except ImportError:
        # Windows asks for none of it.
        return _LINES
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _LINES + _FILES
    if soft < wanted:
        soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))
    return max(min(_LINES, soft - _FILES), 100)
