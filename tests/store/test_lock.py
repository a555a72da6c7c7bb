"""A file that one process at a time may hold."""

from pathlib import Path
from threading import Event, Thread

import pytest

from jishi.store.lock import HeldError, hold


def test_the_second_who_does_not_wait_is_told(tmp_path: Path) -> None:
    file = tmp_path / "locks" / "one"

    with hold(file), pytest.raises(HeldError), hold(file):
        pass

    with hold(file):
        assert file.exists()


def test_the_second_who_waits_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    file, done = tmp_path / "one", Event()

    def work() -> None:
        with hold(file, wait=True):
            done.set()

    thread = Thread(target=work)
    with hold(file):
        thread.start()
        early = done.wait(0.1)
    thread.join()

    assert (early, done.is_set()) == (False, True)
