"""A box is mixed in a quiet moment, and nobody is turned away meanwhile."""

import asyncio
import threading
from pathlib import Path

from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.counting import Counting
from jishi.ballotbox.sqlite import SqliteTables
from jishi.core.consult import codes as reading
from tests.ballotbox.ground import DAY, opened

HOUR = 3_600.0


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Slow(SqliteTables):
    """Tables whose mixing lasts until it may end."""

    begun = threading.Event()
    may_end = threading.Event()

    def mix(self) -> None:
        self.begun.set()
        assert self.may_end.wait(30)
        super().mix()

    def again(self) -> "Slow":
        return Slow(self.path, self.patience)


def test_a_box_is_mixed_an_hour_after_the_last_time_when_nobody_answers(tmp_path: Path) -> None:
    box, codes = opened(Boxes(tmp_path), 3)
    clock, seen = Clock(), []

    async def run() -> None:
        counting = Counting(box, lambda: DAY, clock)
        clock.now = 2 * HOUR
        seen.append(("nobody has answered", counting.must_mix()))
        await counting.count(reading.read(codes[0]), {})
        seen.append(("somebody has just answered", counting.must_mix()))
        clock.now += 10
        seen.append(("a quiet moment", counting.must_mix()))
        await counting.mix()
        seen.append(("just mixed", counting.must_mix()))
        clock.now += 2 * HOUR
        await counting.count(reading.read(codes[1]), {})
        clock.now += HOUR
        await counting.count(reading.read(codes[2]), {})
        seen.append(("no quiet moment for three hours", counting.must_mix()))
        await counting.end(mix=False)

    asyncio.run(run())
    assert seen == [
        ("nobody has answered", False),
        ("somebody has just answered", False),
        ("a quiet moment", True),
        ("just mixed", False),
        ("no quiet moment for three hours", True),
    ]


def test_whoever_answers_while_a_box_is_mixed_waits_and_is_counted(tmp_path: Path) -> None:
    box, codes = opened(Boxes(tmp_path), 5)
    slow = Box("first", Slow(box.tables.path, patience=0.1), box.key)

    async def run() -> list[str]:
        counting = Counting(slow, lambda: DAY)
        mixing = asyncio.create_task(counting.mix())
        await asyncio.to_thread(Slow.begun.wait, 30)
        waiting = [asyncio.create_task(counting.count(reading.read(code), {})) for code in codes]
        await asyncio.sleep(0.5)
        assert not any(each.done() for each in waiting)
        Slow.may_end.set()
        await mixing
        outcomes = [(await each).what for each in waiting]
        await counting.end(mix=False)
        return outcomes

    assert asyncio.run(run()) == ["counted"] * 5
    assert box.issued()[0].used == 5
