"""Area types and tier of a unit, and its grids: counts and a team, no households."""

from collections.abc import Collection
from dataclasses import dataclass

from jishi.actions.org.order import Order, ground_of, refuse_outside, standing_of
from jishi.core.errors import refuse, sentence
from jishi.core.org.standing import raise_all, wrong_day
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Grid, Unit, UnitTrait
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change

KINDS = (UnitTrait.Kind.AREA, UnitTrait.Kind.TIER)


def set_traits(order: Order, unit: Unit, version: int, traits: Collection[tuple[str, str]]) -> int:
    """Let a unit have exactly these area types and tier from a day on; return how many changed.

    Args:
        order: the order.
        unit: the unit; what stands below it lies there too.
        version: as it was seen.
        traits: (``area`` or ``tier``, word).

    Raises:
        Refusal: a word is not known, there are two tiers, the role does not act here, or somebody changed it.
    """
    wanted = {(kind, value) for kind, value in traits if value}
    words = order.pack.vocabulary
    known = {("area", area.id) for area in words.areas} | {("tier", tier.id) for tier in words.tiers}
    unknown = wanted - known
    if unknown or sum(kind == UnitTrait.Kind.TIER for kind, _value in wanted) > 1:
        raise refuse(
            unit.name,
            sentence("These words do not fit: %(words)s.", words=", ".join(sorted(v for _k, v in wanted))),
            sentence("Choose area types and at most one tier from the list."),
        )
    content = {"unit": unit.pk, "traits": sorted(wanted), "on": order.on}
    with action(order.actor, "unit.traits", key=order.key, content=content) as event:
        if event.repeated:
            return int(event.result["changed"])
        refuse_outside(order, unit)
        raise_all(wrong_day(unit.name, ground_of(order), standing_of(unit, order).since))
        change(unit, version)
        changed = _replace(order, unit, wanted)
        event.about(unit)
        event.note(traits=sorted(wanted), on=order.on)
        event.result = {"changed": changed}
    return changed


def _replace(order: Order, unit: Unit, wanted: set[tuple[str, str]]) -> int:
    held = UnitTrait.objects.filter(in_force(order.on), unit=unit, kind__in=KINDS)
    have = {(row.kind, row.value): row for row in held}
    for key in set(have) - wanted:
        row = have[key]
        if row.from_on == order.on:
            row.delete()
        else:
            change(row, row.version, to_on=order.on)
    for kind, value in sorted(wanted - set(have)):
        UnitTrait.objects.create(unit=unit, kind=kind, value=value, from_on=order.on)
    return len(set(have) ^ wanted)


@dataclass(frozen=True)
class Counts:
    """A grid as it is on a day.

    Attributes:
        households, residents: None = not known.
        team: who serves it, in words.
        ended: there is no such grid any more.
    """

    name: str
    households: int | None = None
    residents: int | None = None
    team: str = ""
    ended: bool = False


def set_grid(order: Order, unit: Unit, counts: Counts) -> Grid | None:
    """Let a unit have a grid with these counts from a day on; what was said before stays for the time before.

    Raises:
        Refusal: the grid has no name, the day does not fit, or the role enters nothing here.
    """
    if not order.scope.may("enter", Axis.MANAGEMENT, path_of(unit)):
        raise refuse(
            unit.name,
            sentence("Your role does not enter facts of this unit."),
            sentence("Ask its secretary, or the clerk of the committee above."),
        )
    if not counts.name.strip():
        raise refuse(unit.name, sentence("A grid needs a name."), sentence("Name it, for example: Grid 1."))
    content = {"unit": unit.pk, "grid": vars(counts), "on": order.on}
    with action(order.actor, "unit.grid", f"unit:{unit.pk}", key=order.key, content=content) as event:
        if event.repeated:
            return Grid.objects.filter(pk=event.result["grid"]).first()
        raise_all(wrong_day(unit.name, ground_of(order), unit.founded_on or order.on))
        kept = _set(order, unit, counts)
        event.note(grid=counts.name, on=order.on)
        event.result = {"grid": kept.pk if kept else None}
    return kept


def _set(order: Order, unit: Unit, counts: Counts) -> Grid | None:
    said = {"households": counts.households, "residents": counts.residents, "team": counts.team.strip()[:400]}
    held = Grid.objects.filter(in_force(order.on), unit=unit, name=counts.name.strip()).first()
    if held and held.from_on == order.on and not counts.ended:
        change(held, held.version, **said)
        return held
    if held and held.from_on == order.on:
        held.delete()
    elif held:
        change(held, held.version, to_on=order.on)
    if counts.ended:
        return None
    return Grid.objects.create(unit=unit, name=counts.name.strip(), from_on=order.on, **said)
