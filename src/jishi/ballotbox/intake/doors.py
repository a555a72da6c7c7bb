"""How requests come in: over ASGI from any server, over RSGI from Granian, which asks less of each request."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from jishi.ballotbox.intake.requests import Garbled, TooLong

_LONGEST_PATH = 500

Header = tuple[str, str]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class AsgiRequest:
    """A request over ASGI; see :class:`jishi.ballotbox.intake.requests.Request`."""

    def __init__(self, scope: dict[str, Any], receive: Receive) -> None:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        client = scope.get("client")
        self.method: str = scope["method"]
        self.path = unquote_to_bytes(raw[:_LONGEST_PATH]).decode("utf-8", "replace")
        self.query: str = scope["query_string"].decode("ascii", "ignore")
        self.sender = str(client[0]) if client else ""
        self._headers = dict(scope["headers"])
        self._receive = receive

    def header(self, name: str) -> str:
        found: bytes = self._headers.get(name.encode(), b"")
        return found.decode("ascii", "ignore")

    # Of lines of one name a dictionary keeps the last.
    last = header

    async def body(self, most: int) -> bytes:
        return await _within(self._parts(), most)

    async def _parts(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self._receive()
            if message["type"] != "http.request":
                raise Garbled
            yield message.get("body", b"")
            more = message.get("more_body", False)


async def asgi_reply(send: Send, status: int, body: bytes, headers: Sequence[Header]) -> None:
    """Send a reply over ASGI."""
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class _RsgiHeaders(Protocol):
    def get(self, name: str) -> str | None: ...
    def get_all(self, name: str) -> Sequence[str]: ...


class RsgiScope(Protocol):
    """What Granian tells of a request."""

    method: str
    path: str
    query_string: str
    client: str
    headers: _RsgiHeaders


class RsgiLine(Protocol):
    """The line on which Granian waits for the reply."""

    def __call__(self) -> Awaitable[bytes]: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: Sequence[Header], body: bytes) -> None: ...


class RsgiRequest:
    """A request over RSGI; see :class:`jishi.ballotbox.intake.requests.Request`."""

    def __init__(self, scope: RsgiScope, line: RsgiLine) -> None:
        self.method = scope.method
        self.path = scope.path[:_LONGEST_PATH]
        self._scope = scope
        self._headers = scope.headers
        self._line = line

    @property
    def query(self) -> str:
        return self._scope.query_string

    @property
    def sender(self) -> str:
        return self._scope.client.rpartition(":")[0].strip("[]")

    def header(self, name: str) -> str:
        return self._headers.get(name) or ""

    def last(self, name: str) -> str:
        lines = self._headers.get_all(name)
        return lines[-1] if lines else ""

    async def body(self, most: int) -> bytes:
        try:
            # The server reads no more than the length that was announced.
            if self._headers.get("content-length"):
                return await self._line()
            return await _within(aiter(self._line), most)
        except RuntimeError:
            raise Garbled from None


async def _within(parts: AsyncIterator[bytes], most: int) -> bytes:
    body = b""
    async for part in parts:
        body += part
        if len(body) > most:
            raise TooLong
    return body
