"""The door of the pages: half a form holds up no page, and the pages see requests as WSGI tells them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

from jishi.web.door import Door


class Headers:
    """As Granian tells them."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self._lines = lines

    def items(self) -> Iterable[tuple[str, str]]:
        return self._lines

    def get(self, name: str) -> str | None:
        return next((value for each, value in self._lines if each == name), None)


class Scope:
    """What Granian tells of a request."""

    query_string = "q=%E6%9D%91"
    http_version = "1.1"
    scheme = "https"
    client = "[2001:db8::1]:50000"
    server = "192.0.2.1:8000"

    def __init__(self, method: str = "GET", path: str = "/units", *headers: tuple[str, str]) -> None:
        self.method, self.path, self.headers = method, path, Headers(*headers)


class Line:
    """A line on which a body comes in parts; None = nothing more comes, an exception = the browser goes away."""

    def __init__(self, *parts: bytes | Exception | None) -> None:
        self._parts = parts
        self.status, self.headers, self.body = 0, list[tuple[str, str]](), b""
        self.read = 0
        self.streamed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            if part is None:
                await asyncio.sleep(3_600)
            elif isinstance(part, Exception):
                raise part
            else:
                self.read += len(part)
                yield part

    def response_bytes(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, list(headers), body

    def response_stream(self, status: int, headers: Sequence[tuple[str, str]]) -> "Line":
        self.response_bytes(status, headers, b"")
        self.streamed = True
        return self

    async def send_bytes(self, part: bytes) -> None:
        self.body += part


class Pages:
    """Pages that answer with what they are given, and remember what they were asked."""

    def __init__(self, body: bytes = b"a page") -> None:
        self._body = body
        self.asked: list[dict[str, Any]] = []
        self.sent: list[bytes] = []
        self.threads: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ)
        self.sent.append(environ["wsgi.input"].read())
        start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return _Parts(self)

    def parts(self) -> Iterable[bytes]:
        self.threads.append(threading.current_thread().name)
        yield self._body

    def close(self) -> None:
        self.threads.append(threading.current_thread().name)


class _Parts:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def __iter__(self) -> Any:
        return iter(self._pages.parts())

    def close(self) -> None:
        self._pages.close()


def ask(door: Door, *asked: tuple[Scope, Line]) -> None:
    """Put requests at the same moment, and wait for every reply."""

    async def run() -> None:
        await asyncio.gather(*(door.__rsgi__(scope, line) for scope, line in asked))

    asyncio.run(run())


def test_ten_half_forms_are_let_go_and_hold_up_no_page() -> None:
    pages = Pages()
    half = [(Scope("POST", "/login", ("content-length", "60")), Line(b"login=", None)) for _ in range(10)]
    whole = Line()

    ask(Door(pages, slowest=0.2), *half, (Scope(), whole))

    assert {line.status for _scope, line in half} == {408}
    assert (whole.status, whole.body, len(pages.asked)) == (200, b"a page", 1)


def test_a_form_that_comes_in_parts_is_given_to_the_page_whole() -> None:
    pages = Pages()
    line = Line(b"login=", b"county")

    ask(Door(pages), (Scope("POST", "/login", ("content-length", "12"), ("content-type", "text/plain")), line))

    assert (line.status, pages.sent) == (200, [b"login=county"])
    assert (pages.asked[0]["CONTENT_LENGTH"], pages.asked[0]["CONTENT_TYPE"]) == ("12", "text/plain")


def test_a_form_of_which_a_part_is_missing_is_no_form() -> None:
    pages = Pages()
    short, gone = Line(b"login="), Line(b"login=", RuntimeError("transport is closed"))

    ask(Door(pages), *((Scope("POST", "/login", ("content-length", "60")), line) for line in (short, gone)))

    assert (short.status, gone.status, pages.asked) == (400, 400, [])


def test_more_than_the_largest_file_is_refused_before_it_is_read_or_soon_after() -> None:
    pages = Pages()
    told, untold = Line(b"x" * 200), Line(*[b"x" * 60] * 10)

    ask(Door(pages, most=100), (Scope("POST", "/", ("content-length", "200")), told), (Scope("POST", "/"), untold))

    assert (told.status, told.read, untold.status, untold.read) == (413, 0, 413, 120)
    assert pages.asked == []


def test_the_page_is_told_the_request_as_wsgi_tells_it() -> None:
    pages = Pages()
    headers = [
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-for", "192.0.2.7"),
        # Would pass for the header above.
        ("x_forwarded_for", "198.51.100.1"),
        ("host", "office.example"),
    ]

    ask(Door(pages), (Scope("GET", "/units/村", *headers), Line()))

    asked = pages.asked[0]
    assert asked["PATH_INFO"].encode("latin-1").decode() == "/units/村"
    assert (asked["QUERY_STRING"], asked["wsgi.url_scheme"]) == ("q=%E6%9D%91", "https")
    assert (asked["REMOTE_ADDR"], asked["SERVER_NAME"], asked["SERVER_PORT"]) == (
        "2001:db8::1",
        "192.0.2.1",
        "8000",
    )
    assert (asked["HTTP_COOKIE"], asked["HTTP_HOST"]) == ("a=1; b=2", "office.example")
    assert asked["HTTP_X_FORWARDED_FOR"] == "203.0.113.9,192.0.2.7"


def test_a_large_file_goes_out_in_pieces_and_its_page_ends_in_its_own_thread() -> None:
    content = b"x" * 3_000_000
    pages = Pages(content)
    line = Line()

    ask(Door(pages), (Scope(), line))

    assert (line.streamed, line.body) == (True, content)
    assert [name for name, _ in line.headers] == ["content-type", "set-cookie", "set-cookie"]
    assert len(set(pages.threads)) == 1
