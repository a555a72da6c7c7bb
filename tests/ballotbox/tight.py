"""A program of its own, whose files may not grow beyond a bound: a disk that is full in earnest."""

import asyncio
import json
import resource
import signal
import sys
from pathlib import Path

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.counting import Counting
from jishi.core.consult import codes as reading
from tests.ballotbox.ground import DAY


async def count(folder: Path, codes: list[str]) -> list[str]:
    """Hand answers in as the intake does, all at once, and return what was said of each."""
    box = Boxes(folder).box("first")
    counting = Counting(box, lambda: DAY)
    told = await asyncio.gather(*(counting.count(reading.read(code), {"wish": "一间活动室"}) for code in codes))
    await counting.end(mix=False)
    return [outcome.what for outcome in told]


if __name__ == "__main__":
    # The system then says "file too large", as it says "no space left" on a full disk.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    print(json.dumps(asyncio.run(count(Path(sys.argv[1]), json.loads(sys.stdin.read())))))
