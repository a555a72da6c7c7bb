"""What every record about a unit asks first: who may keep it, and which fact it makes true."""

from collections.abc import Sequence

from jishi.actions.posts.holding import By
from jishi.core.access import Scope
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.access import in_force
from jishi.store.models.assess import Round, Source
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.queries import units

_BATCH = 500
#: So many complaints are told at once.
_TOLD = 20

__all__ = ["By", "hears", "leads", "mark", "refuse_absent", "refuse_deaf"]


def hears(scope: Scope, unit: Unit) -> bool:
    """Say whether somebody may write down what was heard about a unit: they enter facts there, from above.

    Who stands for the unit itself never writes down what others say of it.
    """
    if scope.everything:
        return True
    above = tuple(held for held in scope.holdings if held.unit != unit.pk)
    return any(Scope(above).may("enter", axis, path) for axis, path in units.seers(unit))


def leads(scope: Scope) -> bool:
    """Say whether somebody opens and closes consultations: they ask the whole tree, so it is a duty at its top."""
    if scope.everything:
        return True
    tops = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT, parent__isnull=True).values("unit")
    places = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit__in=tops).values_list("path", flat=True)
    found = list(places)
    return bool(found) and all(scope.may("assess", Axis.MANAGEMENT, path) for path in found)


def refuse_deaf(by: By, unit: Unit) -> None:
    """Refuse who may not write down what was heard about a unit.

    Raises:
        Refusal: the role does not enter facts from above.
    """
    if not hears(by.scope, unit):
        raise refuse(
            f"{unit.name} ({unit.code})",
            sentence("What others say of a unit is written down by the committee above, never by the unit itself."),
            sentence("Hand the paper to the township clerk or the survey team."),
        )


def refuse_absent(round_: Round, units: Sequence[Unit]) -> None:
    """Refuse units that did not stand in the tree on the round's day: what was said of them could never be told.

    Raises:
        Refusal: there are some; the first twenty are named.
    """
    stood: set[int] = set()
    links = Link.objects.filter(in_force(round_.tree_on), axis=Axis.MANAGEMENT)
    for start in range(0, len(units), _BATCH):
        part = [unit.pk for unit in units[start : start + _BATCH]]
        stood.update(links.filter(unit__in=part).values_list("unit", flat=True))
    absent = {unit.pk: unit for unit in units if unit.pk not in stood}
    if absent:
        raise Refusal(
            Complaint(
                f"{unit.name} ({unit.code})",
                sentence(
                    "This unit did not stand in the tree on the day of the round, %(day)s.",
                    day=round_.tree_on.isoformat(),
                ),
                sentence("It is asked about in the next round."),
            )
            for unit in list(absent.values())[:_TOLD]
        )


def mark(pack: Pack, round_: Round, unit: Unit, channel: str) -> None:
    """Let the record of a channel say its fact: the pack names it, or nothing is said. Call it inside an action."""
    channels = pack.programme.channels if pack.programme else ()
    for each in channels:
        if each.id == channel:
            stored.write(round_, [stored.Entry(unit.pk, each.fact, Source.VISIT.value, 1)])
