"""Whoever sends half a form and falls silent holds up nobody, and is told."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake import app as intake
from jishi.ballotbox.intake.app import Intake
from jishi.ballotbox.intake.slowness import Slowness, TooSlow
from jishi.store.home import Home
from tests.ballotbox.browsing import FORM, Asked, Headers, Line, Scope, send
from tests.ballotbox.ground import DAY, boxes_of, opened
from tests.ballotbox.test_killed import free_port, serving

_HALF = (
    b"POST /s/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    b"content-length: 60\r\n\r\ncode="
)


class Silent(Line):
    """A line on which nothing more comes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"code="
        await asyncio.sleep(3_600)
        yield b""


def half_a_form() -> Scope:
    scope = Scope(Asked("POST", "/s/"))
    scope.headers = Headers([("content-type", FORM.decode()), ("accept-language", "en")])
    return scope


def test_half_a_form_is_not_waited_for_and_an_answer_beside_it_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = Boxes(tmp_path)
    box, codes = opened(boxes, 1)
    monkeypatch.setattr(intake, "LOOK_AGAIN", 0.05)
    half, whole = Silent(), Line(send(codes[0], overall="satisfied").body)

    async def run() -> None:
        app = Intake(boxes, day=lambda: DAY)
        app._slowness = Slowness(seconds=0.2)
        await app.begin()
        try:
            waiting = asyncio.create_task(app.__rsgi__(half_a_form(), half))
            await asyncio.sleep(0)
            await app.__rsgi__(Scope(send(codes[0])), whole)
            assert not waiting.done()
            await asyncio.wait_for(waiting, timeout=10)
        finally:
            await app.end()

    asyncio.run(run())

    assert whole.reply
    assert half.reply
    assert (whole.reply.status, half.reply.status) == (200, 408)
    assert "Nothing was counted: the line is too slow" in half.reply.text
    assert box.issued()[0].used == 1


def test_a_server_that_ends_while_a_form_is_read_does_not_call_it_too_slow() -> None:
    async def run() -> None:
        slowness = Slowness(seconds=0.0)
        reading = asyncio.create_task(slowness.within(_never()))
        await asyncio.sleep(0)
        reading.cancel()
        await reading

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


def test_what_comes_in_time_is_not_ended() -> None:
    now = [0.0]

    async def run() -> bytes:
        slowness = Slowness(seconds=20.0, clock=lambda: now[0])
        reading = asyncio.create_task(slowness.within(_soon(now)))
        await asyncio.sleep(0)
        slowness.end()
        return await reading

    assert asyncio.run(run()) == b"all of it"


def test_what_comes_after_twenty_seconds_is_ended() -> None:
    now = [0.0]

    async def run() -> None:
        slowness = Slowness(seconds=20.0, clock=lambda: now[0])
        reading = asyncio.create_task(slowness.within(_never()))
        await asyncio.sleep(0)
        now[0] = 20.0
        slowness.end()
        await reading

    with pytest.raises(TooSlow):
        asyncio.run(run())


@pytest.mark.store
def test_a_page_is_shown_beside_thousands_of_lines_on_which_nothing_more_comes(home: Home) -> None:
    with boxes_of(home) as boxes, ExitStack() as lines:
        opened(boxes, 1)
        lines.enter_context(serving(home, port := free_port()))
        for said in [b"", b"POST /s/ HTTP/1.1\r\nhost: x\r\n", _HALF] * 500:
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            line.sendall(said)
        with urlopen(f"http://127.0.0.1:{port}/s/", timeout=10) as page:
            shown = page.status

    assert shown == 200


async def _never() -> bytes:
    await asyncio.sleep(3_600)
    return b""


async def _soon(now: list[float]) -> bytes:
    await asyncio.sleep(0)
    now[0] = 19.0
    await asyncio.sleep(0)
    return b"all of it"
