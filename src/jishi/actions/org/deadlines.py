"""Until when a unit must be founded where one is missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from jishi.actions.org.order import Order
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.org import Axis, Unit, Workplace
from jishi.store.queries import coverage
from jishi.store.queries.units import path_of
from jishi.store.transact import action


@dataclass(frozen=True)
class Deadline:
    """The deadline that is set.

    Attributes:
        due: the last day.
        anew: also where one was set before; otherwise only where none is.
    """

    due: date
    anew: bool = False


def set_deadline(order: Order, unit: Unit, deadline: Deadline) -> int:
    """Set the deadline for every workplace at or below a unit that should have a unit and has none.

    Returns:
        How many got it.

    Raises:
        Refusal: the role does not act there, or the day is past.
    """
    if not order.scope.may("import", Axis.MANAGEMENT, path_of(unit)):
        raise refuse(
            unit.name,
            sentence("Your role does not set deadlines here."),
            sentence("Ask the committee that stands above all units concerned."),
        )
    if deadline.due < clock.today():
        raise refuse(
            str(deadline.due), sentence("This day is past."), sentence("Choose a day that leaves time to act.")
        )
    content = {"unit": unit.pk, "due": deadline.due, "anew": deadline.anew}
    with action(order.actor, "coverage.deadline", f"unit:{unit.pk}", key=order.key, content=content) as event:
        if event.repeated:
            return int(event.result["set"])
        wanted = coverage.lacking(order.scope, order.on, unit, order.pack.vocabulary.least_full_members)
        if not deadline.anew:
            wanted = wanted.filter(formation_due__isnull=True)
        chosen = list(wanted.values_list("pk", flat=True))
        Workplace.objects.filter(pk__in=chosen).update(formation_due=deadline.due, version=F("version") + 1)
        event.note(due=deadline.due, workplaces=len(chosen))
        event.result = {"set": len(chosen)}
    return len(chosen)
