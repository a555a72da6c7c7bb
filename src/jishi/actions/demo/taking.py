"""The demo's answers come in as phones send them: over HTTP, to an intake of their own on this machine.

The intake lives on the day of the chapter, and is gone with its port when the last answer was acknowledged.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlencode

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.opening import box_of
from jishi.actions.demo.ground import Progress
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import today
from jishi.ballotbox.posting import HOST, Posts
from jishi.core.errors import Refusal, refuse, sentence
from jishi.sample.chance import dice
from jishi.store import clock
from jishi.store.models.consult import Consultation

#: What somebody answers: the code of the slip, and question → answer; nothing = handed in blank.
Answer = tuple[str, Mapping[str, str]]

SERVER = "jishi.actions.demo.serving"
CONNECTIONS = 64
_BEGINS = 60.0
_ENDS = 30.0
_TELL_EVERY = 1000


def take(progress: Progress, consultation: Consultation, answers: Sequence[Answer]) -> None:
    """Post answers to the intake, in an order that says nothing, and prove that each was counted.

    Raises:
        Refusal: the intake did not begin, went away, refused an answer, or counted another number than it said.
    """
    before, doing, wanted = _used(consultation), sentence("Counting answers …"), list(answers)
    dice("order").shuffle(wanted)

    def told(done: int) -> None:
        if done % _TELL_EVERY == 0 or done == len(wanted):
            progress(doing, done, len(wanted))

    progress(doing, 0, len(wanted))
    with _intake(boxes()) as port:
        try:
            heard = Posts(port, map(_form, wanted), told=told).run(min(CONNECTIONS, len(wanted)))
        except OSError as fault:
            raise _broken(str(fault)) from fault
    if heard.refused:
        raise _broken(", ".join(f"{status}: {count}" for status, count in sorted(heard.refused.items())))
    counted = _used(consultation) - before
    if not heard.counted == counted == len(wanted):
        raise refuse(
            consultation.box,
            sentence(
                "Of %(sent)s answers %(heard)s were acknowledged and %(counted)s counted.",
                sent=len(wanted),
                heard=heard.counted,
                counted=counted,
            ),
            sentence("Report this; an answer that was acknowledged must be there, once."),
        )


def _form(answer: Answer) -> str:
    code, given = answer
    return urlencode([("l", "zh-Hans"), ("code", code), *((f"q.{id}", said) for id, said in given.items())])


def _used(consultation: Consultation) -> int:
    box = box_of(consultation)
    used = sum(each.used for each in box.issued())
    box.tables.close()
    return used


@contextmanager
def _intake(of: Boxes) -> Iterator[int]:
    """Serve the intake in a process of its own, on a port that nobody else has; yield the port."""
    port = _free_port()
    behind = (today() - clock.today()).days
    line = [sys.executable, "-m", SERVER, str(of.folder), str(port), str(behind)]
    # The address may hold a password, so it is no word of a command.
    surroundings = {**os.environ, "JISHI_INTAKE_DATABASE": of.database or ""}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(line, env=surroundings, stdout=subprocess.DEVNULL, stderr=said)
        try:
            _wait(child, port, said)
            yield port
        finally:
            child.terminate()
            try:
                child.wait(timeout=_ENDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait(child: "subprocess.Popen[bytes]", port: int, said: IO[bytes]) -> None:
    until = time.monotonic() + _BEGINS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError as fault:
            if child.poll() is not None:
                said.seek(0)
                last = said.read().decode(errors="replace").strip().splitlines()[-1:]
                raise _broken(last[0][:200] if last else str(fault)) from fault
            if time.monotonic() > until:
                raise _broken(str(fault)) from fault
            time.sleep(0.05)


def _broken(why: str) -> Refusal:
    return refuse(
        HOST,
        sentence("The demo's intake of slips did not take every answer (%(why)s).", why=why),
        sentence("See that programs may talk to each other on this machine, then start the demo again."),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
