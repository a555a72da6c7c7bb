"""One home, filled by one way in a process of its own; asked over its standard input, answers line by line.

``turn WAY HOME REGISTER ROSTER`` brings both in and says the seconds of each and what the home then holds.
``whole HOME`` reads the path of one workbook after another, brings it in, and says how long it took.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jishi.store.home import Home


def main(words: list[str]) -> None:
    """Do what is asked."""
    Home.open(Path(words[1] if words[0] == "whole" else words[2]))
    warm_up()
    if words[0] == "whole":
        for line in sys.stdin:
            say(bring(Path(line.strip())))
        return
    say(turn(words[1], Path(words[3]), Path(words[4])))


def say(document: dict[str, Any]) -> None:
    """Answer with one line."""
    print(json.dumps(document), flush=True)


def warm_up() -> None:
    """Load what is loaded once in a process, so that nobody is charged for it."""
    import openpyxl  # noqa: F401
    import python_calamine  # noqa: F401
    from django.db import connection

    from jishi.store import searching

    searching.keys("甲子村党支部", "甲子", "1")
    connection.ensure_connection()


def turn(way: str, register: Path, roster: Path) -> dict[str, Any]:
    """Bring a register and a roster in; say how long each took and what there is now."""
    from jishi.cli.bench.imports.seen import seen
    from jishi.cli.units import pack_for
    from jishi.store.vault import keys

    vocabulary = pack_for("year-2012").vocabulary
    both: tuple[Callable[[], object], ...]
    if way == "ours":
        both = (lambda: bring(register)), (lambda: bring(roster))
    else:
        from jishi.cli.bench.imports import rival

        both = (lambda: rival.units(register, vocabulary)), (lambda: rival.members(roster, keys()))
    times = [timed(each) for each in both]
    return {"units": times[0], "members": times[1], "seen": seen(), "peak": peak()}


def bring(file: Path) -> dict[str, Any]:
    """Bring one workbook in our way."""
    from jishi.actions.imports import units
    from jishi.actions.imports.members import bring as members
    from jishi.actions.imports.outcome import Asked
    from jishi.cli.units import pack_for

    vocabulary = pack_for("year-2012").vocabulary
    found: dict[str, int] = {}

    def go() -> None:
        of_members = file.name.startswith("members")
        asked = Asked.of_file(file)
        outcome = members.run(asked) if of_members else units.run(asked, vocabulary)
        found.update(outcome.counts)
        if outcome.errors:
            raise outcome.refusal()

    seconds = timed(go)
    return {"file": file.name, "seconds": seconds, "peak": peak(), **found}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds by the wall and those of this process's processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def peak() -> float:
    """Return the most memory that this process ever held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__":
    main(sys.argv[1:])
