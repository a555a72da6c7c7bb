"""Serving the intake in a process of its own: no access log, nothing of a home but its boxes."""

import subprocess
import sys
from ipaddress import ip_address

import click

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.serving import Place, serve
from jishi.cli.speech import translator
from jishi.core.errors import refuse, sentence


def run(boxes: Boxes, place: Place) -> None:
    """Answer until interrupted.

    Raises:
        Refusal: answers would cross the network in the clear, or the port is taken.
    """
    check(place)
    compile_catalogues()
    if place.is_known:
        boxes.served_at(place.site)
    said = sentence("Taking answers at %(address)s (stop with Ctrl+C)", address=f"{place.site}/s/")
    click.echo(said.say(translator()), err=True)
    serve(boxes, place)


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
