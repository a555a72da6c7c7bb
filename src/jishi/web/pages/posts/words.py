"""What posts, channels and helpers are called."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.core.dispatch import FEWEST_JUDGING, UNITS_OF_A_TEAM
from jishi.store.queries import privacy
from jishi.web.programme import Programme
from jishi.web.wording import text_of

#: Terms that end within so many days are listed.
AHEAD_DAYS = 90


def reader(scope: Scope) -> None:
    """Let only those in who read names somewhere.

    Raises:
        PermissionDenied: the reader does not.
    """
    if not scope.everything and all(holding.field_class < privacy.PERSONAL for holding in scope.holdings):
        raise PermissionDenied


def posts(words: Programme) -> dict[str, str]:
    """Return kind of post → its name."""
    found = words.pack.posts.kinds if words.pack and words.pack.posts else ()
    return {str(kind.id): text_of(kind.names) for kind in found}


def channels(words: Programme) -> dict[str, str]:
    """Return channel → its name."""
    found = words.pack.posts.channels if words.pack and words.pack.posts else ()
    return {str(channel.id): text_of(channel.names) for channel in found}


def sending(words: Programme) -> frozenset[str]:
    """Return the channels by which somebody is sent from elsewhere, for which a search is recorded first (D137)."""
    found = words.pack.posts.channels if words.pack and words.pack.posts else ()
    return frozenset(str(channel.id) for channel in found if channel.sent_to)


def helpers(words: Programme) -> dict[str, str]:
    """Return kind of helper → its name."""
    found = words.pack.posts.helpers if words.pack and words.pack.posts else ()
    return {str(helper.id): text_of(helper.names) for helper in found}


def units_of_a_team(words: Programme) -> int:
    """Return how many units a survey team looks at."""
    return words.pack.posts.units_of_a_team if words.pack and words.pack.posts else UNITS_OF_A_TEAM


def fewest_judging(words: Programme) -> int:
    """Return how many people must be there when a village judges its helper."""
    return words.pack.posts.fewest_judging if words.pack and words.pack.posts else FEWEST_JUDGING


def states() -> dict[str, tuple[str, str]]:
    """Return state of a post → its name and its tone."""
    return {
        "held": (_("in office"), "good"),
        "vacant": (_("vacant"), "poor"),
        "over": (_("term over"), "poor"),
        "ending": (_("term ends soon"), "plain"),
    }
