"""What every chapter of the demo stands on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.errors import Sentence, sentence
from jishi.packs.pack import Pack
from jishi.sample.county import County, Sheets
from jishi.store import clock
from jishi.store.home import Home
from jishi.store.models.assess import Round

Progress = Callable[[Sentence, int, int], None]


def silent(what: Sentence, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Ground:
    """The demo while it is set up.

    Attributes:
        home: its folder.
        pack: whose year it is.
        this, before: the first round of the year, and the round of the year before.
        county: who lives there.
        sheets: the files of its office, in the folder ``sample``.
        progress: is told (what, done, total).
    """

    home: Home
    pack: Pack
    this: Round
    before: Round
    county: County
    sheets: Sheets
    progress: Progress = silent

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """Let it be ten in the morning of a day inside."""
        with clock.at(timezone.make_aware(datetime.combine(day, time(10)))):
            yield

    def bring(self, file: Path, into: Callable[[Asked], Outcome]) -> None:
        """Bring a sheet in by an import action.

        Raises:
            Refusal: it has errors; the demo's own sheets have none.
        """
        said = sentence("Importing %(file)s …", file=file.name)
        self.progress(said, 0, 1)
        outcome = into(Asked.of_file(file, progress=lambda done, total: self.progress(said, done, total)))
        if outcome.errors:
            raise outcome.refusal()
