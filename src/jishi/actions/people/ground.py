"""What every action about a person asks first: who may, which row, how far the member has come."""

from dataclasses import dataclass
from datetime import date

from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.people.stages import Way
from jishi.store import clock
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.queries import privacy

DATES = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_on")


@dataclass(frozen=True)
class By:
    """Who acts.

    Attributes:
        actor: the account; None = the command line.
        scope: what they may see and do.
        key: the asker's own key of the request; the same key acts once.
        on: the day of what happened; None = today.
    """

    actor: Account | None = None
    scope: Scope = OPERATOR
    key: str = ""
    on: date | None = None

    @property
    def day(self) -> date:
        """Return the day of what happened."""
        return self.on or clock.today()


def keeps(by: By, unit: Unit) -> None:
    """Let only who keeps the records of a unit change them.

    Raises:
        Refusal: the role reads them at most.
    """
    if not privacy.may(by.scope, unit):
        raise not_allowed(unit)


def keeps_close(by: By, unit: Unit) -> None:
    """Let only the branch and the unit right above it change what is of class 3.

    Raises:
        Refusal: it is kept elsewhere.
    """
    keeps(by, unit)
    if not privacy.is_close(by.scope, unit):
        raise not_allowed(unit)


def not_allowed(unit: Unit) -> Refusal:
    """Return the refusal for a unit whose records somebody else keeps."""
    return refuse(
        unit.name,
        sentence("Your role does not keep the records of persons here."),
        sentence("Ask the branch's secretary, or the clerk of the committee above."),
    )


def way_of(member: Member) -> Way:
    """Return how far a member has come."""
    dates = {name: getattr(member, name) for name in DATES}
    return Way(
        member.status,
        member.from_on,
        member.to_on,
        born_on=member.person.born_on,
        left_how=member.left_how,
        **dates,
    )


def not_mirrored(member: Member) -> None:
    """Let nobody retype what the national register decides.

    Raises:
        Refusal: joining and transfer of this member are read from there.
    """
    if member.mirrored:
        raise refuse(
            member.person.name,
            sentence("Joining and transfer of this member are read from the national register."),
            sentence("Enter it there, then bring in its new export: jishi members compare FILE --apply"),
        )
