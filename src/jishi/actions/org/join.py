"""Merge units, and split one; members go along, lineage tells where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jishi.actions.org import carrying
from jishi.actions.org.change import leave_tree
from jishi.actions.org.found import create
from jishi.actions.org.order import COUNTED, FULL, Order, ground_of, keep, refuse_outside, standing_of, words_of
from jishi.core.errors import refuse, sentence
from jishi.core.org import changes
from jishi.core.org.standing import Standing
from jishi.store import placing
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Formation, Link, Succession, Unit
from jishi.store.models.people import Member
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Part:
    """A new unit that leaves another.

    Attributes:
        members: ids of the rows of the members that go there.
    """

    code: str
    name: str
    members: tuple[int, ...] = ()


def merge(order: Order, units: Sequence[Unit], into: Unit, version: int) -> Unit:
    """Merge units into one that stays; the others are dissolved, their members, workplaces and helpers go along.

    Args:
        order: the order.
        units: those that go.
        into: the one that stays.
        version: of the one that stays, as it was seen.

    Raises:
        Refusal: they are of different kinds, answer to different committees, or somebody changed one meanwhile.
    """
    content = {"units": [unit.pk for unit in units], "into": into.pk, "on": order.on}
    with action(order.actor, "unit.merge", key=order.key, content=content) as event:
        if event.repeated:
            return into
        placing.hold()
        refuse_outside(order, into, *units)
        changes.merge([standing_of(unit, order) for unit in units], standing_of(into, order), ground_of(order))
        change(into, version)
        went = {unit.pk: _absorb(order, unit, into) for unit in units}
        event.about(into)
        event.note(units=went, on=order.on)
        event.result = {"unit": into.pk}
    return into


def _absorb(order: Order, unit: Unit, into: Unit) -> int:
    was = words_of(unit)
    went = carrying.members(Member.objects.filter(unit=unit), into, order.on, "merged")
    carrying.everything(unit, into, order.on)
    change(unit, unit.version, dissolved_on=order.on)
    leave_tree(order, unit)
    keep(order, Succession.Kind.MERGE, unit, into, was=was, members=went)
    return went


def split(order: Order, unit: Unit, version: int, parts: Sequence[Part]) -> list[Unit]:
    """Split new units off one that stays, with some of its members; the figures of the time before stay with it.

    Raises:
        Refusal: a code is taken, a member is not in the unit or is named twice, a side would be too small, or
            somebody changed the unit meanwhile.
    """
    content = {"unit": unit.pk, "parts": [[part.code, part.name, part.members] for part in parts], "on": order.on}
    with action(order.actor, "unit.split", key=order.key, content=content) as event:
        if event.repeated:
            return list(Unit.objects.filter(pk__in=event.result["units"]).order_by("pk"))
        placing.hold()
        refuse_outside(order, unit)
        before = standing_of(unit, order)
        wanted = _wanted(before, parts, _rows(order, unit, parts))
        changes.split(before, wanted, ground_of(order, [part.code for part in parts]))
        change(unit, version)
        made = [_part(order, unit, *pair) for pair in zip(wanted, parts, strict=True)]
        event.about(unit)
        event.note(units={each.pk: len(part.members) for each, part in zip(made, parts, strict=True)}, on=order.on)
        event.result = {"units": [each.pk for each in made]}
    return made


def _rows(order: Order, unit: Unit, parts: Sequence[Part]) -> dict[int, str]:
    """Return member → status of everybody who goes.

    Raises:
        Refusal: somebody is no member of the unit on that day, or goes to two units.
    """
    asked = [member for part in parts for member in part.members]
    found = dict(Member.objects.filter(in_force(order.on), unit=unit, pk__in=asked).values_list("pk", "status"))
    if len(found) < len(asked):
        raise refuse(
            unit.name,
            sentence(
                "%(count)s of the members chosen are not in this unit, or were chosen twice.",
                count=len(asked) - len(found),
            ),
            sentence("Load the page again and choose each member once."),
        )
    return found


def _wanted(unit: Standing, parts: Sequence[Part], status: dict[int, str]) -> list[Standing]:
    return [
        replace(
            unit,
            id=0,
            code=part.code.strip(),
            name=part.name.strip(),
            members=sum(status[member] in COUNTED for member in part.members),
            full_members=sum(status[member] == FULL for member in part.members),
            children=0,
            tasks=0,
        )
        for part in parts
    ]


def _part(order: Order, unit: Unit, wanted: Standing, part: Part) -> Unit:
    parent = Link.objects.get(in_force(order.on), axis=Axis.MANAGEMENT, unit=unit).parent
    made = create(order, parent, wanted)
    formed = Formation.objects.filter(in_force(order.on), unit=unit).first()
    Formation.objects.create(
        unit=made, mode=formed.mode if formed else "alone", from_on=order.on, document=order.document[:200]
    )
    went = carrying.members(Member.objects.filter(pk__in=part.members), made, order.on, "split")
    keep(order, Succession.Kind.SPLIT, unit, made, members=went)
    return made
