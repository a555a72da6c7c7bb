"""Prints the demo's slips: files for each township and electorate, in a process beside the survey that goes on."""

import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import groupby
from multiprocessing import get_context
from types import TracebackType

from jishi.actions.consult.opening import Electorate
from jishi.actions.consult.printing import laid_out
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.presswork import LANGUAGE, write
from jishi.actions.together import end_with
from jishi.ballotbox.intake.pages import translator
from jishi.core.errors import sentence

# So much of a unit's code is its township's.
_TOWNSHIP = 5


class Press:
    """Takes slips while it is open; when it is left, every sheet lies in the folder ``sample/slips``."""

    def __init__(self, ground: Ground) -> None:
        self._progress = ground.progress
        self._fonts = ground.home.fonts
        self._folder = ground.home.path / "sample" / "slips"
        self._folder.mkdir(parents=True, exist_ok=True)
        # A fresh process: this one has threads and connections that a copy must not share.
        self._pool = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=end_with, initargs=(os.getpid(),)
        )
        self._waiting: list[Future[int]] = []

    def take(self, made: Sequence[tuple[Electorate, Sequence[str]]]) -> None:
        """Print the slips of electorates: each has pages of its own in the file of its township."""
        say = translator(LANGUAGE)
        for (township, ask), some in groupby(sorted(made, key=_place), key=_place):
            groups = laid_out(list(some), _until(made[0][0].consultation.until), say)
            stem = self._folder / f"{township}-{ask}"
            self._waiting.append(self._pool.submit(write, stem, groups, self._fonts))

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for done, each in enumerate(self._waiting if fault is None else (), 1):
                each.result()
                self._progress(sentence("Printing slips"), done, len(self._waiting))
        finally:
            self._pool.shutdown(cancel_futures=True)


def _place(made: tuple[Electorate, Sequence[str]]) -> tuple[str, str]:
    asked, _codes = made
    return asked.unit.code[:_TOWNSHIP], asked.ask


def _until(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
