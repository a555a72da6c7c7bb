"""Another host on this machine: a network namespace with a phone in it, and a line that can be cut or fall deaf."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE, THERE = "10.77.0.1", "10.77.0.2"
SPACE, NEAR, FAR = "jishi-phone", "jishi-near", "jishi-far"


def run(*line: str) -> None:
    """Run a command of the system; its own words are the failure's."""
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(line)}: {done.stderr.strip()} (the test needs root and iproute2)")


@contextmanager
def another_host() -> Iterator[None]:
    """Make a host that reaches this one over a network of its own."""
    forget()
    run("ip", "netns", "add", SPACE)
    try:
        run("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR)
        # Without IPv6: its addresses come up later, and the browser takes each for another network.
        run("ip", "link", "set", NEAR, "addrgenmode", "none")
        run("ip", "link", "set", FAR, "addrgenmode", "none")
        run("ip", "link", "set", FAR, "netns", SPACE)
        run("ip", "addr", "add", f"{HERE}/24", "dev", NEAR)
        run("ip", "link", "set", NEAR, "up")
        run("ip", "netns", "exec", SPACE, "ip", "addr", "add", f"{THERE}/24", "dev", FAR)
        run("ip", "netns", "exec", SPACE, "ip", "link", "set", FAR, "up")
        run("ip", "netns", "exec", SPACE, "ip", "link", "set", "lo", "up")
        yield
    finally:
        forget()


def forget() -> None:
    """Remove the host, also one that an earlier run left behind."""
    for line in (["ip", "netns", "del", SPACE], ["ip", "link", "del", NEAR]):
        subprocess.run(line, capture_output=True, check=False)


def cut() -> None:
    """Cut the network between the two hosts."""
    run("ip", "link", "set", NEAR, "down")


def mend() -> None:
    """Let the two hosts reach each other again."""
    run("ip", "link", "set", NEAR, "up")


def phone_browser(folder: Path, authority: Path) -> Path:
    """Return a program that starts Chromium on the other host, where it trusts one authority more."""
    database = folder / ".pki" / "nssdb"
    database.mkdir(parents=True)
    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{database}", "-n", "office", "-t", "C,,", "-i", str(authority))
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexport HOME="{folder}"\nexec ip netns exec {SPACE} /usr/bin/chromium "$@"\n')
    program.chmod(0o755)
    return program


class Line:
    """A line to the server through which everything passes; deaf, it passes what is said and loses every answer."""

    def __init__(self, port: int) -> None:
        self._to, self.deaf = port, False
        self._door = socket.create_server((HERE, 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._pass, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        # A handshake is answered while the line is deaf too: only what comes after the request was taken is lost.
        with suppress(OSError):
            while said := source.recv(65536):
                if is_answer and self.deaf and self.taken():
                    break
                target.sendall(said)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def taken(self) -> bool:
        """Say whether the server has taken what was sent; the test sets what that is."""
        return True
