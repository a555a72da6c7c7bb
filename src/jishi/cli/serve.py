"""``jishi serve``: answer browsers, and do what is waiting."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option
from jishi.cli.fonts import tell_at_start
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.certificates import Certificates

KILL_AFTER = 3


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--work/--no-work", default=True, show_default=True, help="Also do the jobs that are waiting.")
@click.option(
    "--intake",
    "intake_port",
    type=click.IntRange(0, 65535),
    help="Port for slips; 0 = do not take them here. Default: the next port.",
)
def command(home: Path, host: str, port: int, work: bool, intake_port: int | None) -> None:
    """Serve the pages of a home until interrupted."""
    from jishi.store.certificates import of_home

    certificates = of_home(home.resolve())
    if certificates.exist():
        # Settings are read from the environment: cookies only over HTTPS, and only for the certificate's hosts.
        os.environ.setdefault("JISHI_HTTPS", "1")
        # Nothing stands in front: what a browser claims about its sender is not believed.
        os.environ["JISHI_CERTIFICATE"] = "1"
        os.environ.setdefault("JISHI_HOSTS", ",".join(("localhost", "127.0.0.1", *certificates.hosts())))
    opened = open_home(home)
    # Models can be imported only when Django is set up.
    from jishi.store import safety

    safety.check(opened, host)
    refuse_taken(host, port)
    tell_at_start(opened.fonts)
    if intake_port:
        refuse_taken(host, intake_port)
    # The next port, when it is free; the intake says so itself when it is not.
    slips = port % 65535 + 1 if intake_port is None else intake_port
    shown = certificates if certificates.exist() else None
    intake = start_intake(opened.path, host, slips, shown) if slips else None
    worker = start_worker(opened.path) if work else None
    from django.db import connections

    # The server's processes are copies of this one, and a connection must not be shared.
    connections.close_all()
    try:
        run_server(host, port, shown)
    finally:
        for beside in filter(None, (worker, intake)):
            beside.terminate()
        for beside in filter(None, (worker, intake)):
            beside.wait(timeout=15)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise refuse(
                f"{host}:{port}",
                sentence("This address cannot be used: another program listens there, or it is not ours."),
                sentence("Choose another port, like: jishi serve --port %(port)s", port=port + 1),
            ) from None


def run_server(host: str, port: int, certificates: "Certificates | None" = None) -> None:
    """Answer until interrupted; pages say more than an access log, which would hold who looked at what."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from jishi.ballotbox.intake.serving import SILENT, WAITING, lines

    os.environ["JISHI_SERVED_BY"] = str(os.getpid())
    address = f"{'https' if certificates else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
    click.echo(sentence("Serving at %(address)s (stop with Ctrl+C)", address=address).say(translator()), err=True)
    Granian(
        "jishi.web.door:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        factory=True,
        workers=1,
        # Whoever connects and says nothing, or half of it, holds a line for some seconds and nobody up.
        backlog=WAITING,
        backpressure=lines(),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=SILENT * 1000),
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        websockets=False,
        # A browser that keeps its connection open must not keep the server from ending.
        workers_kill_timeout=KILL_AFTER,
        ssl_cert=certificates.certificate if certificates else None,
        ssl_key=certificates.key if certificates else None,
    ).serve()


def start_worker(home: Path) -> subprocess.Popen[bytes]:
    """Start ``jishi work`` beside the server."""
    beside = ["--quiet", "--beside", str(os.getpid())]
    return subprocess.Popen([sys.executable, "-m", "jishi", "work", "--home", str(home), *beside])


def start_intake(
    home: Path, host: str, port: int, certificates: "Certificates | None" = None
) -> subprocess.Popen[bytes]:
    """Start ``jishi intake serve`` beside the server: a process of its own, which knows nothing of Django."""
    line = [sys.executable, "-m", "jishi", "intake", "serve", "--home", str(home), "--host", host]
    line += ["--port", str(port), "--beside", str(os.getpid())]
    if certificates:
        line += ["--certificate", str(certificates.certificate), "--key", str(certificates.key)]
    elif os.environ.get("JISHI_HTTPS") == "1":
        # A server with TLS stands in front of both.
        line.append("--behind")
    return subprocess.Popen(line)
