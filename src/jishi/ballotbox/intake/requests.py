"""What a browser sent, read within bounds."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, unquote_to_bytes

MOST_BYTES = 64 * 1024
MOST_FIELDS = 400
#: So many spaces are told to be too long, fewer are nothing.
_BLANK = 1_000
_FORM = "application/x-www-form-urlencoded"


class TooLong(Exception):  # noqa: N818 - an answer, not a fault of the program
    """More was sent than any form asks for."""


class Garbled(Exception):  # noqa: N818 - an answer, not a fault of the program
    """What was sent is no form in UTF-8."""


@dataclass(frozen=True)
class Sent:
    """A filled-in form.

    Attributes:
        code: as typed.
        language: as asked for; empty = not asked.
        given: question id → what was typed: a text, or several.
    """

    code: str
    language: str
    given: dict[str, object]


class Request(Protocol):
    """One request, whatever the protocol between the server and us.

    Attributes:
        method: GET, POST …
        path: of the address, percent signs read; letters that are not UTF-8 are question marks.
        query: of the address, as it was sent.
        sender: the address at the other end of the line; empty = unknown.
    """

    method: str
    path: str
    query: str
    sender: str

    def header(self, name: str) -> str:
        """Return a header by its small-letter name; empty = it was not sent, or not in ASCII."""

    def last(self, name: str) -> str:
        """Return a header likewise; of several lines the last: a server in front adds its own behind all others."""

    async def body(self, most: int) -> bytes:
        """Return the body; nothing beyond the bound is kept.

        Raises:
            TooLong: it has more bytes than "most".
            Garbled: the browser went away.
        """


async def body_of(request: Request) -> bytes:
    """Return the body of a form; nothing beyond the bound is kept.

    Raises:
        TooLong: it is longer than any form.
        Garbled: it is no form, or the browser went away.
    """
    if request.header("content-type").partition(";")[0].strip().lower() != _FORM:
        raise Garbled
    length = request.header("content-length") or "0"
    if not (length.isascii() and length.isdigit()) or int(length[:12]) > MOST_BYTES:
        raise TooLong
    return await request.body(MOST_BYTES)


def read_form(body: bytes) -> Sent:
    """Read a form.

    Raises:
        TooLong: it has more fields than any form.
        Garbled: it is not in UTF-8.
    """
    if body.count(b"&") >= MOST_FIELDS:
        raise TooLong
    single: dict[str, str] = {}
    given: dict[str, object] = {}
    try:
        for field in body.decode("utf-8").split("&"):
            name, _, typed = field.partition("=")
            # Most parts of a form are plain letters, and thousands of forms come in a second.
            if "%" in field or "+" in field:
                name, typed = _plain(name), _plain(typed)
            if not name.startswith("q."):
                single[name] = typed
            elif typed.strip() or len(typed) > _BLANK:
                id = name[2:]
                before = given.get(id)
                given[id] = (
                    typed if before is None else [*(before if isinstance(before, list) else [before]), typed]
                )
    except UnicodeError:
        raise Garbled from None
    return Sent(single.get("code", ""), single.get("l", ""), given)


def _plain(part: str) -> str:
    return unquote_to_bytes(part.replace("+", " ")).decode("utf-8")


def read_query(query: str) -> dict[str, str]:
    """Return the fields of an address; what cannot be read is left out."""
    return dict(parse_qsl(query[:1000], errors="ignore"))
