"""What helped others with the rows that lose most: practices of the library, and units that improved."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.actions.explained import Explained
from jishi.actions.improve.examples import examples
from jishi.actions.results import Results
from jishi.core.access import Scope
from jishi.core.errors import Refusal
from jishi.web.pages.improve.words import indicator_of
from jishi.web.pages.standing import called
from jishi.web.wording import percent, text_of

ROWS = 3


@dataclass(frozen=True)
class Help:
    """What helps with one indicator: (title, address, where from) and (unit, address, how much more it won)."""

    name: str
    practices: tuple[tuple[str, str, str], ...]
    improved: tuple[tuple[str, str, str], ...]


def helps(scope: Scope, results: Results, found: Explained) -> list[Help]:
    """Return what helped others with the first rows that would lift the unit."""
    weak = [mend.row.id for mend in found.explanation.lift.mends[:ROWS]]
    try:
        told = examples(scope, results, found.unit, weak)
    except Refusal:
        # Files of an earlier run are gone; this grade is explained all the same.
        return []
    shown = []
    for example in told:
        row = indicator_of(found.pack, example.indicator)
        shown.append(
            Help(
                name=text_of(row.names) if row else example.indicator,
                practices=tuple(
                    (each.title, reverse("practice", args=[each.pk]), called(each.unit))
                    for each in example.practices
                ),
                improved=tuple(
                    (called(unit), reverse("why", args=[unit.pk]), _("+%(share)s") % {"share": percent(more)})
                    for unit, more in example.improved
                ),
            )
        )
    return shown
