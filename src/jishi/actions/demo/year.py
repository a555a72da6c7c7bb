"""Last chapter: the branches are graded in spring, mend what is weak over summer, and rise in autumn."""

from datetime import date
from functools import partial

from jishi.actions import rules
from jishi.actions.assess import Order, assess
from jishi.actions.cases.ground import opened
from jishi.actions.cases.opening import open_proposals
from jishi.actions.demo import autumn, everyday, organising
from jishi.actions.demo.grading import Committees
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.rectifying import rectify
from jishi.actions.people.ground import By
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence

OPENED_ON = date(2012, 4, 11)
#: Townships that mend every problem of their weakest branches and are visited again in autumn; the first is that of
#: the demo's township clerk, who decides on it. The others mend what is most pressing.
THOROUGH = ("00104", "00103", "00105")
LOCKED = THOROUGH[1:]


def tell(ground: Ground) -> None:
    """Tell the year from the first grades to the movement between the rounds."""
    with ground.on(ground.this.tree_on):
        rules.check()
    run = assess(Order(ground.this), ground.progress)
    open_proposals(By(on=OPENED_ON), run)
    found = Committees(opened(OPERATOR, ground.this))
    found.review(found.all, partial(ground.progress, sentence("Committees decide on grades …")))
    found.lock(found.put_up(found.all))
    rectify(ground, THOROUGH)
    organising.tell(ground)
    autumn.tell(ground, THOROUGH, LOCKED)
    organising.convert(ground)
    everyday.tell(ground)
    ground.progress(sentence("Checking every rule …"), 0, 1)
    rules.check()
