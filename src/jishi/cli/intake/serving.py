"""Serving the intake in a process of its own: no access log, nothing of a home but its boxes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from jishi.ballotbox.boxes import Boxes
from jishi.cli.speech import translator
from jishi.core.errors import refuse, sentence

KILL_AFTER = 5
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
    def address(self) -> str:
        """The address as a browser writes it."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/s/"


def run(boxes: Boxes, place: Place) -> None:
    """Answer until interrupted.

    Raises:
        Refusal: answers would cross the network in the clear, or the port is taken.
    """
    check(place)
    compile_catalogues()
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["JISHI_INTAKE_FOLDER"] = str(boxes.folder)
    os.environ["JISHI_INTAKE_DATABASE"] = boxes.database or ""
    os.environ["JISHI_INTAKE_BEHIND"] = "1" if place.behind else ""
    os.environ["JISHI_INTAKE_DAYS_BEHIND"] = str(place.days_behind)
    said = sentence("Taking answers at %(address)s (stop with Ctrl+C)", address=place.address)
    click.echo(said.say(translator()), err=True)
    Granian(
        "jishi.ballotbox.intake.app:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.RSGI,
        factory=True,
        # One process has one writer, so that many answers share one commit.
        workers=1,
        log_level=LogLevels.warning,
        log_dictconfig=_LOG,
        log_access=False,
        websockets=False,
        workers_kill_timeout=KILL_AFTER,
        ssl_cert=place.certificate,
        ssl_key=place.key,
    ).serve()


def check(place: Place) -> None:
    """Refuse what would be unsafe, or a port that somebody else listens on."""
    from jishi.cli.serve import refuse_taken

    if bool(place.certificate) != bool(place.key):
        raise refuse(
            "--certificate",
            sentence("A certificate and its key belong together."),
            sentence("Give both --certificate and --key, or neither."),
        )
    if not (_is_local(place.host) or place.certificate or place.behind):
        raise refuse(
            f"--host {place.host}",
            sentence("Answers would cross the network in the clear."),
            sentence("Give --certificate and --key, or put a server with TLS in front and say --behind."),
        )
    refuse_taken(place.host, place.port)


def end_beside(parent: int) -> None:
    """End with the process that started this one."""
    from jishi.actions.together import end_with

    end_with(parent)


def compile_catalogues() -> None:
    """Compile the catalogues: on a host outside no page of Django has done it yet."""
    subprocess.run([sys.executable, "-m", "jishi.web.catalogues"], check=False)


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
