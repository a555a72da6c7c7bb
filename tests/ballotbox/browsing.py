"""A browser's questions, put to the application in this process."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

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


async def _one(app: Intake, asked: Asked) -> Reply:
    path, _, query = asked.path.partition("?")
    headers = [*asked.headers, (b"content-length", str(len(asked.body)).encode())]
    scope = {
        "type": "http",
        "method": asked.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "client": (asked.peer, 50_000),
    }
    parts = [asked.body[place : place + 10_000] for place in range(0, len(asked.body), 10_000)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def tell(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, tell)
    start, body = sent
    return Reply(start["status"], dict(start["headers"]), body["body"].decode())
