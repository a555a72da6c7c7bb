"""Forms posted to an intake of this machine as phones do it: connections kept open, one form under way on each."""

import math
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

HOST = "127.0.0.1"
# Nobody waits longer for the replies to what was sent last, or for the next reply of a server that hangs.
_LAST_WAIT = 10.0
_PATIENCE = 60.0


@dataclass
class _Line:
    """One connection: when it asked last, and what it has heard since."""

    socket: socket.socket
    asked: float = 0.0
    got: bytes = b""


@dataclass
class Heard:
    """What a server said.

    Attributes:
        waits: seconds from asking to hearing, of each form that was counted.
        refused: status → how many forms.
        seconds: it took.
    """

    waits: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def counted(self) -> int:
        """How many forms were acknowledged."""
        return len(self.waits)


class Posts:
    """One run.

    Args:
        port: of the server.
        forms: each is sent once, as a browser writes it.
        seconds: after which no further one is sent.
        told: told after each reply how many forms were acknowledged.
    """

    def __init__(
        self,
        port: int,
        forms: Iterable[str],
        seconds: float = math.inf,
        told: Callable[[int], None] | None = None,
    ) -> None:
        self._port = port
        self._forms = iter(forms)
        self._seconds = seconds
        self._told = told
        self._heard = Heard()
        self._selector = selectors.DefaultSelector()

    def run(self, connections: int) -> Heard:
        """Send until forms or time run out, hear the last replies, and return what was said.

        Raises:
            OSError: nobody listens there, the server hung up, or it does not answer any more.
        """
        lines = [_Line(socket.create_connection((HOST, self._port))) for _ in range(connections)]
        try:
            self._run(lines)
        finally:
            self._selector.close()
            for line in lines:
                line.socket.close()
        return self._heard

    def _run(self, lines: list[_Line]) -> None:
        for line in lines:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(line.socket, selectors.EVENT_READ, line)
        began = last = time.perf_counter()
        open_lines = sum(self._ask(line) for line in lines)
        end = began + self._seconds
        while open_lines:
            ready = self._selector.select(timeout=1.0)
            now = time.perf_counter()
            if now > end + _LAST_WAIT:
                break
            if ready:
                last = now
            elif now > last + _PATIENCE:
                raise TimeoutError("the server does not answer any more")
            for key, _ in ready:
                if self._hear(key.data, now):
                    open_lines -= now >= end or not self._ask(key.data)
        self._heard.seconds = time.perf_counter() - began

    def _ask(self, line: _Line) -> bool:
        form = next(self._forms, "")
        if not form:
            return False
        body = form.encode()
        head = (
            f"POST /s/ HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/x-www-form-urlencoded\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        line.got = b""
        line.asked = time.perf_counter()
        line.socket.sendall(head.encode() + body)
        return True

    def _hear(self, line: _Line, now: float) -> bool:
        """Read what came; say whether it is a whole reply."""
        more = line.socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        line.got += more
        head, gap, body = line.got.partition(b"\r\n\r\n")
        if not gap:
            return False
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length or 0):
            return False
        status = head[9:12].decode()
        if status == "200":
            self._heard.waits.append(now - line.asked)
            if self._told:
                self._told(len(self._heard.waits))
        else:
            self._heard.refused[status] += 1
        return True
