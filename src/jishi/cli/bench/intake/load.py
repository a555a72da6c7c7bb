"""Load from a process of its own: ``python -m jishi.cli.bench.intake.load``, on this machine only, within bounds.

It keeps a number of connections busy, each with one question at a time, and prints what it saw as JSON.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
MOST_SECONDS = 60.0
_LAST_WAIT = 10.0


@dataclass
class _Line:
    """One connection: what it asked last, and when."""

    socket: socket.socket
    code: str = ""
    asked: float = 0.0
    got: bytes = b""


class Load:
    """One run.

    Args:
        port: of the server.
        codes: each is sent once.
        answers: the rest of the form, as a browser writes it.
        seconds: after which no further one is sent.
    """

    def __init__(self, port: int, codes: list[str], answers: str, seconds: float) -> None:
        self._port = port
        self._codes: Iterator[str] = iter(codes)
        self._answers = answers
        self._seconds = min(seconds, MOST_SECONDS)
        self._waits: list[float] = []
        self._refused: dict[str, int] = {}
        self._selector = selectors.DefaultSelector()

    def run(self, connections: int) -> dict[str, object]:
        """Send until codes or time run out, hear the last replies, and return what was seen."""
        lines = [_Line(socket.create_connection((HOST, self._port))) for _ in range(connections)]
        for line in lines:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(line.socket, selectors.EVENT_READ, line)
        began = time.perf_counter()
        open_lines = sum(self._ask(line) for line in lines)
        end = began + self._seconds
        while open_lines:
            ready = self._selector.select(timeout=1.0)
            now = time.perf_counter()
            if now > end + _LAST_WAIT:
                break
            for key, _ in ready:
                if self._heard(key.data, now):
                    open_lines -= now >= end or not self._ask(key.data)
        took = time.perf_counter() - began
        for line in lines:
            line.socket.close()
        return self._told(took)

    def _ask(self, line: _Line) -> bool:
        line.code = next(self._codes, "")
        if not line.code:
            return False
        body = f"l=en&code={line.code}&{self._answers}".encode()
        head = (
            f"POST /s/ HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/x-www-form-urlencoded\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        line.got = b""
        line.asked = time.perf_counter()
        line.socket.sendall(head.encode() + body)
        return True

    def _heard(self, line: _Line, now: float) -> bool:
        """Read what came; say whether it is a whole reply."""
        line.got += line.socket.recv(65536)
        head, gap, body = line.got.partition(b"\r\n\r\n")
        if not gap:
            if not line.got:
                raise ConnectionError("the server hung up")
            return False
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length or 0):
            return False
        status = head[9:12].decode()
        if status == "200":
            self._waits.append(now - line.asked)
        else:
            self._refused[status] = self._refused.get(status, 0) + 1
        return True

    def _told(self, took: float) -> dict[str, object]:
        waits = sorted(self._waits) or [0.0]
        return {
            "counted": len(self._waits),
            "refused": self._refused,
            "seconds": took,
            "p50": waits[len(waits) // 2],
            "p99": waits[len(waits) * 99 // 100],
            "longest": waits[-1],
        }


def main() -> None:
    """Read what to do from the one argument, a file of JSON, and print what was seen."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    codes = Path(asked["codes"]).read_text(encoding="ascii").split()
    load = Load(asked["port"], codes, asked["answers"], asked["seconds"])
    print(json.dumps(load.run(asked["connections"])))


if __name__ == "__main__":
    main()
