"""The door of the pages: a request is read to its end before one of the few threads that make pages is asked.

A thread that waits for a browser's bytes is lost for everybody else: over WSGI four browsers that sent half a form
shut every page. Here they hold a line each and are let go after some seconds; a reply is fetched without a thread.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

#: So many pages are made at once.
THREADS = 4
#: In seconds: so long nothing may come of a body that was announced.
SLOWEST = 20.0
#: The largest file that anybody sends is the workbook of a province.
MOST = 1 << 30
#: What is larger waits on the disk.
_IN_MEMORY = 2 << 20
_PIECE = 64 << 10

Header = tuple[str, str]
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_File = SpooledTemporaryFile[bytes]


class _Headers(Protocol):
    def items(self) -> Iterable[Header]: ...
    def get(self, name: str) -> str | None: ...


class Scope(Protocol):
    """What Granian tells of a request."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    client: str
    server: str
    headers: _Headers


class _Stream(Protocol):
    def send_bytes(self, part: bytes) -> Awaitable[None]: ...


class Line(Protocol):
    """The line on which Granian waits for the reply."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: Sequence[Header], body: bytes) -> None: ...
    def response_stream(self, status: int, headers: Sequence[Header]) -> _Stream: ...


@dataclass
class _Reply:
    """What the pages answered."""

    status: int
    headers: list[Header]
    body: _File
    length: int


class Door:
    """The pages over RSGI.

    Args:
        pages: as WSGI knows them.
        slowest: in seconds: so long nothing may come.
    """

    def __init__(self, pages: Wsgi, slowest: float = SLOWEST, most: int = MOST) -> None:
        self._pages = pages
        self._slowest = slowest
        self._most = most
        self._threads = ThreadPoolExecutor(THREADS, "pages")

    async def __rsgi__(self, scope: Scope, line: Line) -> None:
        """Answer one request."""
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            status = await self._read(scope, line, body)
            if status:
                # Nobody waits for a page any more: it is a browser that fell silent, or no browser.
                line.response_bytes(status, [("content-type", "text/plain"), ("connection", "close")], b"")
                return
            environ = _environ(scope, body)
            reply = await asyncio.get_running_loop().run_in_executor(self._threads, self._page, environ)
        with reply.body:
            await _send(line, reply)

    async def _read(self, scope: Scope, line: Line, body: _File) -> int:
        """Read the body to its end; return 0, or the status of a request that is not answered by a page."""
        announced = scope.headers.get("content-length") or "0"
        if not announced.isdecimal() or int(announced) > self._most:
            return 413
        parts = aiter(line)
        try:
            while True:
                async with asyncio.timeout(self._slowest):
                    # Not the builtin: with a default it cannot hold what the server gives.
                    body.write(await parts.__anext__())
                if body.tell() > self._most:
                    return 413
        except StopAsyncIteration:
            pass
        except TimeoutError:
            return 408
        except RuntimeError:
            # The browser went away.
            return 400
        if announced != "0" and body.tell() != int(announced):
            return 400
        return 0

    def _page(self, environ: Environ) -> _Reply:
        said: dict[str, Any] = {}

        def start(status: str, headers: list[Header], _fault: object = None) -> None:
            said.update(status=int(status[:3]), headers=[(name.lower(), value) for name, value in headers])

        made = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it was sent
        parts = self._pages(environ, start)
        try:
            for part in parts:
                made.write(part)
        finally:
            # In the same thread, whose connection to the database ends its turn here.
            getattr(parts, "close", lambda: None)()
        length = made.tell()
        made.seek(0)
        return _Reply(said["status"], said["headers"], made, length)


async def _send(line: Line, reply: _Reply) -> None:
    if reply.length <= _IN_MEMORY:
        line.response_bytes(reply.status, reply.headers, reply.body.read())
        return
    stream = line.response_stream(reply.status, reply.headers)
    while part := reply.body.read(_PIECE):
        await stream.send_bytes(part)


def _environ(scope: Scope, body: _File) -> Environ:
    server, _, port = scope.server.rpartition(":")
    length = body.tell()
    body.seek(0)
    found: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # As WSGI wants it: bytes, told as letters.
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # An underscore would pass for a hyphen, and one header for another.
        if "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            joint = "; " if name == "cookie" else ","
            found[key] = f"{found[key]}{joint}{value}" if key in found else value
    found["CONTENT_TYPE"] = found.pop("HTTP_CONTENT_TYPE", "")
    found.pop("HTTP_CONTENT_LENGTH", None)
    found["CONTENT_LENGTH"] = str(length)
    return found


def application() -> Door:
    """Return the pages of this process."""
    from jishi.web.wsgi import application as pages

    assert os.environ["DJANGO_SETTINGS_MODULE"]
    return Door(pages)
