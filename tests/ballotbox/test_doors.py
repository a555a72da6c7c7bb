"""The two doors of the intake: RSGI, which its own server speaks, and ASGI, which any server speaks."""

import asyncio
import re

import pytest

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import Intake
from jishi.ballotbox.intake.requests import MOST_BYTES
from jishi.web.catalogues import compile_stale
from tests.ballotbox.browsing import FORM, Asked, Line, Scope, ask, over_asgi, send, show
from tests.ballotbox.ground import DAY, opened


@pytest.fixture(autouse=True, scope="module")
def _catalogues() -> None:
    compile_stale()


@pytest.fixture
def boxes(tmp_path) -> Boxes:
    return Boxes(tmp_path)


def questions(codes: tuple[str, ...]) -> list[Asked]:
    """One of each kind of question; the last two are two answers with one slip."""
    odd = ((b"content-type", FORM), (b"accept-language", b"zh-TW,zh;q=0.9"))
    return [
        show("/"),
        show("/s/slip.css"),
        show("/elsewhere"),
        show(f"/s/{codes[0]}?l=zh-Hant"),
        show("/s/?code=" + "0" * 17),
        show("/s/%FF%E4%B8%AD", accept="zh"),
        Asked("PUT", "/s/", b"x", odd),
        Asked("POST", "/s/", b"code=%ff", odd),
        Asked("POST", "/s/", b"code=" + b"x" * MOST_BYTES, odd),
        send(codes[0], peer="2001:db8::1", overall="satisfied"),
        send(codes[0], peer="2001:db8::1", overall="satisfied"),
    ]


def test_both_doors_give_the_same_replies(tmp_path) -> None:
    async def through_asgi(boxes: Boxes, asked: list[Asked]) -> list[object]:
        app = Intake(boxes, day=lambda: DAY)
        await app.begin()
        try:
            return [await over_asgi(app, each) for each in asked]
        finally:
            await app.end()

    replies = []
    for name in ("rsgi", "asgi"):
        (tmp_path / name).mkdir()
        boxes = Boxes(tmp_path / name)
        _box, codes = opened(boxes, 1)
        asked = questions(codes)
        found = ask(boxes, *asked) if name == "rsgi" else asyncio.run(through_asgi(boxes, asked))
        plain = re.compile("|".join((codes[0], codes[0].replace("-", ""))))
        replies.append([(each.status, each.headers, plain.sub("CODE", each.text)) for each in found])

    assert replies[0] == replies[1]
    assert [each[0] for each in replies[0]] == [303, 200, 404, 200, 404, 404, 405, 400, 413, 200, 409]


def put(boxes: Boxes, line: Line, headers: dict[str, str]) -> None:
    async def run() -> None:
        app = Intake(boxes, day=lambda: DAY)
        await app.begin()
        scope = Scope(Asked("POST", "/s/"))
        scope.headers = {"content-type": FORM.decode(), **headers}
        try:
            await app.__rsgi__(scope, line)
        finally:
            await app.end()

    asyncio.run(run())


def test_a_body_of_unknown_length_is_read_to_the_bound_and_no_further(boxes: Boxes) -> None:
    opened(boxes, 1)
    line = Line(*[b"x" * 10_000] * 100)

    put(boxes, line, {})

    assert line.reply
    assert (line.reply.status, line.read) == (413, 70_000)


def test_a_body_of_unknown_length_within_the_bound_is_counted(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)
    line = Line(b"l=en&code=", codes[0].encode(), b"&q.overall=satisfied")

    put(boxes, line, {})

    assert line.reply
    assert (line.reply.status, box.issued()[0].used) == (200, 1)


@pytest.mark.parametrize("headers", [{}, {"content-length": "60"}], ids=["unknown length", "length told"])
def test_a_browser_that_goes_away_in_the_middle_has_sent_nothing(boxes: Boxes, headers: dict[str, str]) -> None:
    box, codes = opened(boxes, 1)
    line = Line(f"code={codes[0]}&q.overall=satisfied".encode(), None)

    put(boxes, line, headers)

    assert line.reply
    assert (line.reply.status, box.issued()[0].used) == (400, 0)
