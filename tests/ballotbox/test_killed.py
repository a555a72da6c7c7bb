"""The server is killed in the middle of answers: whoever was told "counted" is there, and nobody twice."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import today
from jishi.store.home import Home
from tests.ballotbox.ground import boxes_of, questionnaire

CONNECTIONS = 64
WAIT = 60.0


@dataclass
class Heard:
    """What the people outside were told; the answer of number n says n."""

    counted: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Home, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI", "DJANGO"))}
    line = [sys.executable, "-m", "jishi", "intake", "serve", "--home", str(home.path), "--port", str(port)]
    surroundings = kept | {"PYTHONPATH": os.pathsep.join(sys.path)}
    # A session of its own, so that every process of the server is killed at once.
    child = subprocess.Popen(line, env=surroundings, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + WAIT
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield child
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


async def send(port: int, waiting: list[tuple[int, str]], heard: Heard, enough: int | None = None) -> None:
    """Send answers until none waits, the server is gone, or enough were counted."""

    async def one_line() -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while waiting and (enough is None or len(heard.counted) < enough):
                number, code = waiting.pop()
                body = f"l=en&code={quote(code)}&q.overall=satisfied&q.times={number}".encode()
                head = "POST /s/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
                writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
                start = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(int(start.lower().partition(b"content-length: ")[2].split(b"\r")[0]))
                match start[9:12]:
                    case b"200":
                        heard.counted.add(number)
                    case b"409":
                        heard.used.add(number)
                    case _:
                        raise AssertionError(start)
        except (OSError, asyncio.IncompleteReadError):
            # Killed in mid-answer: this one was told nothing.
            return

    await asyncio.gather(*(one_line() for _ in range(CONNECTIONS)))


def kept(box: Box) -> list[int]:
    return sorted(answer["given"]["times"] for answer in box.answers())


def killed_in_the_middle(home: Home, count: int, round: str) -> None:
    with boxes_of(home) as boxes:
        box = boxes.create(round, [questionnaire()])
        codes = dict(enumerate(box.add_slips("11", "members", "satisfaction", count)))
        box.open(today())
        heard = Heard()
        port = free_port()

        with serving(home, port) as child:
            _send_and_kill(child, port, list(codes.items()), heard, count // 2)
        acknowledged, after_the_kill = set(heard.counted), kept(box)
        with serving(home, port):
            rest = [(number, code) for number, code in codes.items() if number not in heard.counted]
            asyncio.run(send(port, rest, heard))

        assert count // 2 <= len(acknowledged) < count
        assert acknowledged <= set(after_the_kill)
        assert len(set(after_the_kill)) == len(after_the_kill)
        # Written through, but the kill came before the reply: told as used when it is sent again.
        assert heard.used == set(after_the_kill) - acknowledged
        assert kept(box) == list(range(count))
        assert heard.counted | heard.used == set(range(count))
        assert [(each.slips, each.used) for each in box.issued()] == [(count, count)]
        box.close()
        box.tables.close()
        _destroyed(boxes, round)


def _send_and_kill(
    child: "subprocess.Popen[bytes]", port: int, waiting: list[tuple[int, str]], heard: Heard, half: int
) -> None:
    async def run() -> None:
        sending = asyncio.create_task(send(port, waiting, heard))
        while len(heard.counted) < half:
            assert not sending.done(), "all was over before the kill"
            await asyncio.sleep(0)
        os.killpg(child.pid, signal.SIGKILL)
        await sending

    asyncio.run(run())


def _destroyed(boxes: Boxes, round: str) -> None:
    boxes.destroy(round)
    assert round not in boxes.rounds()


@pytest.mark.store
def test_after_a_kill_every_counted_answer_is_there_and_none_twice(home: Home) -> None:
    for turn in range(2):
        killed_in_the_middle(home, 600, f"turn-{turn}")


@pytest.mark.store
@pytest.mark.long
def test_ten_kills_in_the_middle_of_ten_thousand_answers_lose_none_and_count_none_twice(home: Home) -> None:
    for turn in range(10):
        killed_in_the_middle(home, 10_000, f"turn-{turn}")
