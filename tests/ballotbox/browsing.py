"""A browser's questions, put to the application in this process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import Intake
from tests.ballotbox.ground import DAY

FORM = b"application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """One question to the intake."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    peer: str = "192.0.2.1"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[bytes, bytes]
    text: str


def show(path: str, peer: str = "192.0.2.1", accept: str = "en") -> Asked:
    return Asked("GET", path, headers=((b"accept-language", accept.encode()),), peer=peer)


def send(code: str, peer: str = "192.0.2.1", **answers: str | list[str]) -> Asked:
    fields = {"l": "en", "code": code} | {f"q.{id}": typed for id, typed in answers.items()}
    return Asked("POST", "/s/", urlencode(fields, doseq=True).encode(), ((b"content-type", FORM),), peer)


def ask(boxes: Boxes, *asked: Asked, **settings: Any) -> list[Reply]:
    """Put questions one after the other, and return the replies."""

    async def run() -> list[Reply]:
        app = Intake(boxes, day=lambda: DAY, **settings)
        await app.begin()
        try:
            return [await _one(app, each) for each in asked]
        finally:
            await app.end()

    return asyncio.run(run())


def ask_at_once(boxes: Boxes, asked: Sequence[Asked]) -> list[Reply]:
    """Put questions at the same moment."""

    async def run() -> list[Reply]:
        app = Intake(boxes, day=lambda: DAY)
        await app.begin()
        try:
            return list(await asyncio.gather(*(_one(app, each) for each in asked)))
        finally:
            await app.end()

    return asyncio.run(run())


class Headers(dict[str, str]):
    """As Granian tells them: of several lines of one name the first, or all."""

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(reversed(lines))
        self._lines = lines

    def get_all(self, name: str) -> list[str]:
        return [value for each, value in self._lines if each == name]


class Scope:
    """What Granian tells of a request."""

    def __init__(self, asked: Asked) -> None:
        path, _, self.query_string = asked.path.partition("?")
        self.method = asked.method
        self.path = unquote_to_bytes(path).decode("utf-8", "replace")
        self.client = f"[{asked.peer}]:50000" if ":" in asked.peer else f"{asked.peer}:50000"
        self.headers = Headers([(name.decode(), value.decode()) for name, value in headers_of(asked)])


class Line:
    """A line on which a body comes in parts; None = the browser goes away there."""

    def __init__(self, *parts: bytes | None) -> None:
        self._parts = iter(parts)
        self.reply: Reply | None = None
        self.read = 0

    async def __call__(self) -> bytes:
        return b"".join([part async for part in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            if part is None:
                raise RuntimeError("RSGI transport is closed")
            self.read += len(part)
            yield part

    def response_bytes(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        kept = {name.encode(): value.encode() for name, value in headers}
        self.reply = Reply(status, kept, body.decode())


async def _one(app: Intake, asked: Asked) -> Reply:
    line = Line(*parts_of(asked))
    await app.__rsgi__(Scope(asked), line)
    assert line.reply
    return line.reply


async def over_asgi(app: Intake, asked: Asked) -> Reply:
    """Put a question as a server of ASGI would."""
    path, _, query = asked.path.partition("?")
    scope = {
        "type": "http",
        "method": asked.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers_of(asked),
        "client": (asked.peer, 50_000),
    }
    parts = parts_of(asked)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def tell(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, tell)
    start, body = sent
    return Reply(start["status"], dict(start["headers"]), body["body"].decode())


def headers_of(asked: Asked) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(len(asked.body)).encode()), *asked.headers]


def parts_of(asked: Asked) -> list[bytes]:
    return [asked.body[place : place + 10_000] for place in range(0, len(asked.body), 10_000)] or [b""]
