"""``jishi intake`` as an office and a host outside type it."""

import json
import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import today
from tests.ballotbox.ground import count, questionnaire
from tests.cli.test_serve import WAIT, environment, first_page, line, members, run


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("intake") / "home"
    assert run("init", "--home", home).returncode == 0
    return home


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(office: Path, port: int) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        slips = int(probe.getsockname()[1])
    words = line("serve", "--home", office, "--port", port, "--intake", slips, "--no-work")
    child = subprocess.Popen(words, env=environment(), start_new_session=True, stderr=subprocess.DEVNULL)
    yield child, slips
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def page(port: int, path: str) -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "en"})
            return urllib.request.urlopen(request, timeout=10).read().decode()
        except urllib.error.HTTPError as fault:
            return fault.read().decode()
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


def test_the_server_of_a_home_takes_slips_beside_it_and_ends_with_both(
    server: tuple["subprocess.Popen[bytes]", int], port: int
) -> None:
    child, slips = server
    assert first_page(port) == 200

    assert "Code on your slip" in page(slips, "/s/")
    child.send_signal(signal.SIGINT)

    assert child.wait(timeout=WAIT) == 0
    assert members(child.pid) == []


def test_answers_do_not_cross_a_network_in_the_clear(office: Path, port: int) -> None:
    done = run("intake", "serve", "--home", office, "--host", "192.0.2.1", "--port", port)

    assert done.returncode == 1
    assert "cross the network in the clear" in done.stderr


def test_the_address_for_phones_is_kept(office: Path) -> None:
    assert run("intake", "address", "--home", office, "https://ask.example.org/").returncode == 0

    assert run("intake", "address", "--home", office).stdout.strip() == "https://ask.example.org"
    assert "no address of a page" in run("intake", "address", "--home", office, "ask me").stderr


def test_a_round_goes_out_and_comes_back_by_commands_and_leaves_two_events(office: Path, tmp_path: Path) -> None:
    boxes = Boxes.of_home(office)
    box = boxes.create("out", [questionnaire()])
    codes = box.add_slips("11", "members", "satisfaction", 3)
    out, back, host = tmp_path / "out", tmp_path / "back", tmp_path / "host"

    packed = json.loads(run("intake", "pack-out", "out", out, "--home", office, "--json").stdout)
    started = run("intake", "start", out, "--alone", host, "--words", packed["words"])
    outside = Boxes(host).box("out")
    counted = [count(outside, code, today(), overall="satisfied") for code in codes[:2]]
    outside.tables.close()
    handed = run("intake", "hand-in", "out", back, "--alone", host)
    taken = run("intake", "take-in", back, "--home", office)
    again = run("intake", "take-in", back, "--home", office)
    cleared = run("intake", "clear", "out", "--alone", host)

    assert packed["signer"] in started.stdout
    assert counted == ["counted", "counted"]
    assert "2 answers are in the file" in handed.stdout
    assert "2 answers of round out were taken in" in taken.stdout
    assert (again.returncode, "taken in before" in again.stderr) == (1, True)
    assert cleared.returncode == 0
    state = json.loads(run("intake", "state", "--home", office, "--json").stdout)
    assert [(each["round"], each["state"], each["slips"], each["used"]) for each in state] == [
        ("out", "closed", 3, 2)
    ]
    events = run("audit", "--home", office, "--json").stdout
    assert ("slips.pack-out" in events, "slips.take-in" in events) == (True, True)
    assert run("verify", "--home", office).returncode == 0


def test_the_folder_of_a_host_outside_must_be_named(tmp_path: Path) -> None:
    done = run("intake", "hand-in", "first", tmp_path / "back")

    assert done.returncode == 1
    assert "--alone FOLDER" in done.stderr


def test_the_offices_own_certificate_is_shown_for_slips_too(office: Path, tmp_path: Path, port: int) -> None:
    home = tmp_path / "home"
    assert run("init", "--home", home).returncode == 0
    assert run("certificate", "make", "--home", home, "--for", "127.0.0.1").returncode == 0
    words = line("serve", "--home", home, "--port", port, "--no-work")
    child = subprocess.Popen(words, env=environment(), start_new_session=True, stderr=subprocess.DEVNULL)
    trusting = ssl.create_default_context(cafile=str(home / "certificates" / "authority.pem"))

    try:
        said = _secure(port + 1, trusting)
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    assert "测评票上的票码" in said


def _secure(port: int, trusting: ssl.SSLContext) -> str:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            return (
                urllib.request.urlopen(f"https://127.0.0.1:{port}/s/", context=trusting, timeout=10).read().decode()
            )
        except OSError:
            time.sleep(0.1)
    raise TimeoutError
