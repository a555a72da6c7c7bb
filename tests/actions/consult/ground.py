"""Who acts in a consultation."""

from jishi.actions.consult.ground import By
from jishi.store import clock
from jishi.store.access import scope_of
from tests.web.ground import World


def as_(world: World, reader: str) -> By:
    """Return a reader of the made-up county, as actions take who acts."""
    account = world.accounts[reader]
    return By(account, scope_of(account, clock.today()))
