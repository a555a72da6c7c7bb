"""Last chapter: the branches are graded, the rules are checked, and the year goes on from there."""

from jishi.actions import rules
from jishi.actions.assess import Order, assess
from jishi.actions.demo.ground import Ground
from jishi.core.errors import sentence


def tell(ground: Ground) -> None:
    """Assess the round and check every rule."""
    assess(Order(ground.this), ground.progress)
    ground.progress(sentence("Checking every rule …"), 0, 1)
    rules.check()
