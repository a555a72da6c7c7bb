"""Third chapter: what every source says of every branch, in this round and in the one before.

Registers, branches and superiors send their sheets. People are asked on slips, on paper and with phones; survey
teams visit, meetings are held, discipline inspection answers its lists.
"""

from datetime import timedelta
from functools import partial

from jishi.actions.demo import asking, visiting
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.press import Press
from jishi.actions.imports import facts

# Days before the end of the round.
_ASKED, _VISITED, _CLOSED = 25, 14, 3


def tell(ground: Ground) -> None:
    """Bring in the facts of both rounds, a workbook for each source; ask people; visit; close the survey."""
    sheets = ground.sheets
    for round_, books in ((ground.before, sheets.last_round), (ground.this, sheets.facts)):
        for source, path in books.items():
            ground.bring(path, partial(facts.run, target=facts.Target(round_, ground.pack, source)))
    last = ground.this.closes_on
    with Press(ground) as press:
        with ground.on(last - timedelta(days=_ASKED)):
            survey = asking.ask(ground, press)
        with ground.on(last - timedelta(days=_VISITED)):
            visiting.go(ground, ground.this)
    with ground.on(last - timedelta(days=_CLOSED)):
        asking.end(ground, survey)
