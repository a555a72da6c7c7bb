"""Sets the demo up: makes the county's sheets, opens the rounds and lets the chapters tell their parts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from jishi.actions.demo import asking, duties, life, paperwork, register, survey, year
from jishi.actions.demo.county import county_for, sample_pack
from jishi.actions.demo.ground import Ground, Progress, silent
from jishi.actions.demo.home import mark_ready
from jishi.actions.programme import RoundDates, open_cycle, rounds_of
from jishi.core.errors import sentence
from jishi.packs.pack import Pack
from jishi.store.home import Home
from jishi.store.models.assess import Round

CHAPTERS: tuple[Callable[[Ground], None], ...] = (
    register.tell,
    life.tell,
    duties.tell,
    survey.tell,
    year.tell,
    paperwork.tell,
    asking.begin_again,
)


def set_up(home: Home, progress: Progress = silent) -> None:
    """Let the year be told in an empty demo home."""
    ground = begin(home, progress)
    for tell in CHAPTERS:
        tell(ground)
    progress(sentence("Done."), 1, 1)
    mark_ready(home)


def begin(home: Home, progress: Progress = silent, folder: Path | None = None) -> Ground:
    """Make up the county, write its sheets and open its rounds.

    Args:
        home: an empty demo home.
        progress: is told what goes on.
        folder: where the sheets go; None = the folder ``sample`` of the home.
    """
    progress(sentence("Checking the pack …"), 0, 1)
    pack = sample_pack()
    this, before = open_rounds(pack)
    county = county_for(pack)
    sheets = county.write(
        folder or home.path / "sample",
        lambda done, total: progress(sentence("Making up the county …"), done, total),
    )
    return Ground(home, pack, this, before, county, sheets, progress)


def open_rounds(pack: Pack) -> tuple[Round, Round]:
    """Open the pack's year, and the year before for last year's figures; return the first round of each."""
    rounds = rounds_of(pack)
    last_year = RoundDates(date(rounds[0].opens_on.year - 1, 1, 1), date(rounds[0].opens_on.year - 1, 12, 31))
    earlier = open_cycle(None, str(last_year.opens_on.year), pack, (last_year,))
    cycle = open_cycle(None, str(rounds[0].cutoff.year), pack, rounds)
    return cycle.rounds.get(number=1), earlier.rounds.get(number=1)
