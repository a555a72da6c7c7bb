import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

WAIT = 60.0


def line(*words: object) -> list[str]:
    return [sys.executable, "-m", "jishi", *map(str, words)]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI", "DJANGO"))}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path), "JISHI_LANG": "en"}


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line(*words), env=environment(), capture_output=True, text=True, timeout=WAIT)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served") / "home"
    assert run("init", "--home", home).returncode == 0
    return home


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(fresh: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    # A session of its own, so that what it leaves behind can be counted.
    words = line("serve", "--home", fresh, "--port", port)
    child = subprocess.Popen(words, env=environment(), start_new_session=True, stderr=subprocess.DEVNULL)
    yield child
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def first_page(port: int) -> int:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            return int(urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=10).status)
        except urllib.error.HTTPError as fault:
            return fault.code
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


def members(session: int) -> list[str]:
    found = subprocess.run(["ps", "-o", "pid=", "-s", str(session)], capture_output=True, text=True)
    return found.stdout.split()


def test_the_server_answers_and_ends_clean_with_all_its_helpers(server: subprocess.Popen[bytes], port: int) -> None:
    assert first_page(port) == 200

    server.send_signal(signal.SIGINT)

    assert server.wait(timeout=WAIT) == 0
    assert members(server.pid) == []


def test_a_taken_port_is_refused_with_the_next_one_to_try(fresh: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        done = run("serve", "--home", fresh, "--port", port)

    assert done.returncode == 1
    assert "another program listens there" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_folder_without_a_home_is_refused_with_the_line_to_type(tmp_path: Path) -> None:
    done = run("serve", "--home", tmp_path / "nothing")

    assert done.returncode == 1
    assert f"jishi init --home {tmp_path / 'nothing'}" in done.stderr


def test_a_database_that_does_not_answer_leaves_no_half_made_home(tmp_path: Path, port: int) -> None:
    done = run("init", "--home", tmp_path / "h", "--database", f"postgresql://li:secret@127.0.0.1:{port}/jishi")

    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "h").exists()


def test_a_killed_server_takes_its_helpers_with_it(server: subprocess.Popen[bytes], port: int) -> None:
    assert first_page(port) == 200

    server.kill()
    server.wait()

    until = time.monotonic() + WAIT
    while members(server.pid) and time.monotonic() < until:
        time.sleep(0.2)
    assert members(server.pid) == []
