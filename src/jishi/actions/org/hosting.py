"""Enter a workplace, or correct what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from jishi.actions.org.order import Order
from jishi.core.errors import Complaint, refuse, sentence
from jishi.core.org.hosts import faults
from jishi.core.org.standing import raise_all
from jishi.store.models.org import Axis, Unit, Workplace
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Said:
    """What is said of a workplace.

    Attributes:
        fields: those of :class:`Workplace` that are no link to a unit; None = not known.
        place: the unit that answers for its area.
        unit: the unit of its own; None = it has none.
    """

    code: str
    name: str
    fields: Mapping[str, object] = field(default_factory=dict)
    place: Unit | None = None
    unit: Unit | None = None


def keep(order: Order, workplace: Workplace | None, version: int, said: Said) -> Workplace:
    """Enter a workplace (None = a new one), or correct it as it was seen in a version.

    Raises:
        Refusal: the role does not act there, code or name is missing or taken, or something cannot be true.
    """
    content = {"code": said.code, "name": said.name, "version": version, **said.fields}
    with action(order.actor, "workplace.keep", key=order.key, content=content) as event:
        if event.repeated:
            return Workplace.objects.get(pk=event.result["workplace"])
        _may(order, said.place or said.unit, said.name)
        if workplace is not None:
            _may(order, workplace.place or workplace.unit, workplace.name)
        raise_all(_wrong(said))
        kept = _write(workplace, version, said)
        event.about(kept)
        event.result = {"workplace": kept.pk}
    return kept


def _may(order: Order, home: Unit | None, name: str) -> None:
    if home is None and order.scope.everything:
        return
    if home is None or not order.scope.may("import", Axis.MANAGEMENT, path_of(home)):
        raise refuse(
            name or "—",
            sentence("Your role does not bring in workplaces here."),
            sentence("Name a unit of your own area, or send the file to the office above."),
        )


def _wrong(said: Said) -> list[Complaint]:
    found = [Complaint(said.name or "—", fault.what, fault.fix) for fault in faults(said.fields)]
    if not said.code or not said.name:
        found.append(
            Complaint(said.name or "—", sentence("A workplace needs a code and a name."), sentence("Enter both."))
        )
    return found


def _write(workplace: Workplace | None, version: int, said: Said) -> Workplace:
    fields = {"code": said.code, "name": said.name, "place": said.place, "unit": said.unit, **said.fields}
    try:
        with transaction.atomic():
            if workplace is None:
                return Workplace.objects.create(**fields)
            change(workplace, version, **fields)
            return workplace
    except IntegrityError:
        raise refuse(
            said.name,
            sentence("Another workplace has the code %(code)s.", code=said.code),
            sentence("Correct the code."),
        ) from None
