"""Let a unit stand in a territory or in an industry besides its managing body, or stand there no more."""

from datetime import date

from jishi.actions.org.order import Order, ground_of, refuse_outside
from jishi.core.org import axes
from jishi.core.org.standing import Standing
from jishi.store import placing
from jishi.store.access import in_force
from jishi.store.models.org import Link, Unit
from jishi.store.paths import ids
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change


def stand(order: Order, unit: Unit, version: int, axis: str, parent: Unit | None) -> Unit:
    """Let a unit stand below another on an axis from a day on; None = nowhere any more.

    The committee above decides for its units; whose industry or territory it is need not lie inside its scope, for
    it only guides and never commands.

    Raises:
        Refusal: the role, the day or a circle does not allow it, or somebody changed the unit meanwhile.
    """
    content = {"unit": unit.pk, "axis": axis, "parent": parent.pk if parent else None, "on": order.on}
    with action(order.actor, "unit.stand", key=order.key, content=content) as event:
        if event.repeated:
            return unit
        placing.hold()
        refuse_outside(order, unit)
        held = Link.objects.filter(in_force(order.on), axis=axis, unit=unit).first()
        above = _on_axis(order, parent, axis) if parent else None
        axes.stand(axes.Place(axis, _on_axis(order, unit, axis), above, held is not None), ground_of(order))
        change(unit, version)
        if parent is None:
            _leave(held, order.on)
            placing.uproot(unit, axis)
        else:
            placing.stand(unit, parent, order.on, axis)
        event.about(unit)
        event.note(axis=axis, parent=parent.pk if parent else None, on=order.on)
        event.result = {"unit": unit.pk}
    return unit


def _on_axis(order: Order, unit: Unit, axis: str) -> Standing:
    last = Link.objects.filter(axis=axis, unit=unit).order_by("-from_on").values_list("from_on", flat=True).first()
    return Standing(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        domain=unit.domain,
        above=tuple(ids(path_of(unit, axis))[:-1]),
        since=last or date.min,
        dissolved_on=unit.dissolved_on,
        children=Link.objects.filter(in_force(order.on), axis=axis, parent=unit).count(),
    )


def _leave(held: Link | None, on: date) -> None:
    if held is None:
        return
    if held.from_on == on:
        # It never stood there for a day.
        held.delete()
    else:
        change(held, held.version, to_on=on)
