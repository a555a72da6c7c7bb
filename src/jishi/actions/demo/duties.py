"""What the county sets itself and gives to others: targets, broken down to the townships."""

from jishi.actions.demo.ground import Ground
from jishi.actions.posts.holding import By
from jishi.actions.targets.ground import Asked
from jishi.actions.targets.setting import Wish, break_down, set_target
from jishi.core.access import OPERATOR
from jishi.core.errors import sentence
from jishi.sample.life.calendar import SENT_ON
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.store.transact import action

_TOP = "001"
_NEW = "new-organisations"
#: So many new organisations each township is to found in turn; one more is given to nobody yet.
_PARTS = (2, 1, 3, 1, 2)


def tell(ground: Ground) -> None:
    """Set the year's targets, one day after helpers were sent."""
    ground.progress(sentence("Setting targets …"), 0, 1)
    with ground.on(SENT_ON), action(None, "demo.duties", "demo"):
        _set_targets(Asked(OPERATOR, ground.this.cycle, ground.pack, SENT_ON))


def _set_targets(about: Asked) -> None:
    county = Unit.objects.get(code=_TOP)
    towns = list(units.children(OPERATOR, county))
    wishes = {town.pk: Wish(_NEW, _PARTS[at % len(_PARTS)]) for at, town in enumerate(towns)}
    whole = sum(wish.number or 0 for wish in wishes.values()) + 1
    set_target(By(), about, county, Wish(_NEW, whole, document="组发〔2012〕8号"))
    break_down(By(), about, county, wishes)
