"""What the register was taken over with: branches that a reform of the year before left without a managing body."""

from jishi.actions.demo.ground import Ground
from jishi.actions.org.change import leave_tree
from jishi.actions.org.found import Wish, found
from jishi.actions.org.order import Order
from jishi.actions.posts.holding import By, appoint, open_post
from jishi.actions.posts.holding import Wish as Holder
from jishi.core.access import OPERATOR
from jishi.sample.life.calendar import KEPT_ON
from jishi.sample.life.leftovers import ENTERED_ON, LEFT_ON, Leftover
from jishi.store import placing
from jishi.store.models.org import Axis, Unit
from jishi.store.transact import action, change


def tell(ground: Ground) -> None:
    """Enter the leftovers as they once stood, then let their managing bodies be gone."""
    with ground.on(KEPT_ON), action(None, "demo.inherited", "demo"):
        for each in ground.county.life.leftovers:
            _leave(ground, each)


def _leave(ground: Ground, one: Leftover) -> None:
    entered, left = (Order(OPERATOR, ground.pack, on) for on in (ENTERED_ON, LEFT_ON))
    above = Unit.objects.get(code=one.above)
    body = found(entered, above, Wish(one.body, one.body_name, "general-branch")) if one.body else None
    unit = found(entered, body or above, Wish(one.code, one.name, "branch"))
    post = open_post(By(), unit, "secretary", first=True)
    appoint(By(), post, Holder(ENTERED_ON, one.secretary))
    if body is None:
        leave_tree(left, unit)
        return
    # Written past the actions, which refuse to dissolve a body with branches below it.
    change(body, body.version, dissolved_on=LEFT_ON)
    leave_tree(left, body)
    placing.uproot(unit, Axis.MANAGEMENT)
