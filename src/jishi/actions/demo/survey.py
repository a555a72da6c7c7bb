"""Third chapter: what every source says of every branch, in this round and in the one before."""

from functools import partial

from jishi.actions.demo.ground import Ground
from jishi.actions.imports import facts


def tell(ground: Ground) -> None:
    """Bring in the facts of both rounds, a workbook for each source."""
    sheets = ground.sheets
    for round_, books in ((ground.before, sheets.last_round), (ground.this, sheets.facts)):
        for source, path in books.items():
            ground.bring(path, partial(facts.run, target=facts.Target(round_, ground.pack, source)))
