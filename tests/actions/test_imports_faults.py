"""Nothing half imported: not after a kill, not beside another import, not without room."""

import os
import resource
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from jishi.actions.imports import apply, units
from jishi.actions.imports.alone import alone
from jishi.actions.imports.outcome import Asked
from jishi.actions.imports.register import Plan
from jishi.core.errors import Refusal
from jishi.sheets.staging import silent
from jishi.store.home import Home
from jishi.store.models.office import Event
from jishi.store.models.org import Link, Unit
from jishi.store.transact import action
from tests.actions.small_pack import COUNTY, HEADS, VOCABULARY
from tests.sheets.files import as_csv

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys, time
from pathlib import Path
from jishi.store.home import Home
Home.open(Path(sys.argv[1]))
from jishi.actions.imports import apply, units
from jishi.actions.imports.outcome import Asked
from jishi.actions.imports.register import Plan
from tests.actions.small_pack import VOCABULARY
writing = 0
def progress(done, total):
    global writing
    writing += done == total
    if sys.argv[3] == "hang" and writing == 2:
        print("inside", flush=True)
        time.sleep(60)
units.run(Asked.of_file(Path(sys.argv[2]), progress=progress), VOCABULARY)
"""


def child(home: Home, file: Path, how: str, **more: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", CHILD, str(home.path), str(file), how]
    path = f"{ROOT / 'src'}:{ROOT}"
    env = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    many = [(f"C1{n:05}", f"第{n}支部", "党支部", "", "村", "C1", "", "", "") for n in range(1, 400)]
    (tmp_path / "register.csv").write_bytes(as_csv(HEADS, *COUNTY[:3], *many))
    return tmp_path / "register.csv"


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, 256 << 10))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_and_can_be_run_again(home: Home, register: Path) -> None:
    before = (Unit.objects.count(), Link.objects.count(), Event.objects.count())
    process = child(home, register, "hang")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "inside"

    process.send_signal(signal.SIGKILL)
    process.wait()

    assert (Unit.objects.count(), Link.objects.count(), Event.objects.count()) == before
    for _ in range(50):
        # PostgreSQL drops the locks of a dead connection a moment later.
        try:
            outcome = units.run(Asked.of_file(register), VOCABULARY)
            break
        except Refusal:
            time.sleep(0.1)
    assert outcome.counts["added"] == 402


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_is_told(home: Home, register: Path) -> None:
    process = child(home, register, "hang")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "inside"

    with pytest.raises(Refusal, match="Another import is running in this home"):
        units.run(Asked.of_file(register), VOCABULARY)

    process.kill()
    process.wait()


@pytest.mark.django_db
def test_the_lock_is_free_again_after_a_refusal() -> None:
    with pytest.raises(Refusal):
        units.run(Asked(b"", "empty.csv"), VOCABULARY)

    with alone("units"):
        pass


@pytest.mark.django_db(transaction=True)
def test_an_import_without_room_on_the_disk_leaves_nothing(home: Home, register: Path) -> None:
    if connection.vendor == "postgresql":
        # The limit holds for this process, and the server is another: its evidence file is what meets the limit.
        register.write_bytes(register.read_bytes() + b"\n" * (300 << 10))
    process = child(home, register, "run", preexec_fn=no_room)

    _out, error = process.communicate()

    assert process.returncode != 0
    assert "There is no space left for this import; nothing of it was kept." in error
    assert Unit.objects.count() == 0
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_register_that_changed_after_the_check_is_checked_again() -> None:
    before = apply.seen()
    Unit.objects.create(code="X", name="X", kind="branch", level="branch")

    with pytest.raises(Refusal, match="The register was changed by someone else meanwhile"), action(None, "x.y"):
        apply.apply(Plan(), before, date(2012, 6, 30), silent)
