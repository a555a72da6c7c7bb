"""Found a unit: alone in one workplace, jointly in an area, or by an industry (D90-D92)."""

from dataclasses import dataclass, replace
from typing import Literal

from jishi.core.errors import Complaint, sentence
from jishi.core.org.standing import (
    Ground,
    Standing,
    misfit,
    one,
    raise_all,
    wrong_code,
    wrong_day,
)

Mode = Literal["alone", "area", "industry"]


@dataclass(frozen=True)
class Host:
    """A workplace that is to be covered.

    Attributes:
        full_members: null = not known.
        covered: whether a unit covers it already.
        above: ids of the units in whose area it lies, the highest first.
    """

    id: int
    name: str
    full_members: int | None = None
    covered: bool = False
    above: tuple[int, ...] = ()


@dataclass(frozen=True)
class Founding:
    """A unit that is to be founded.

    Attributes:
        unit: as it will be, without id.
        parent: the unit above.
        mode: alone in one workplace, jointly in an area, or by an industry.
        hosts: the workplaces that it covers; none = none is known, as for a village that needs no other host.
        industry: id of the industry's unit; 0 = none.
    """

    unit: Standing
    parent: Standing
    mode: Mode = "alone"
    hosts: tuple[Host, ...] = ()
    industry: int = 0


def found(wish: Founding, ground: Ground) -> Standing:
    """Return the new unit.

    Raises:
        Refusal: the day, the code, the kind, the mode or the workplaces do not allow it.
    """
    where = wish.unit.called
    complaints = wrong_day(where, ground, wish.parent.since)
    complaints += wrong_code(wish.unit, ground) + misfit(wish.unit, wish.parent, ground)
    complaints += _hosts(wish, ground.least)
    raise_all(complaints)
    return replace(wish.unit, above=(*wish.parent.above, wish.parent.id), since=ground.on)


def _hosts(wish: Founding, least: int) -> list[Complaint]:
    where, hosts = wish.unit.called, wish.hosts
    complaints: list[Complaint] = []
    for host in hosts:
        if host.covered:
            complaints += one(
                host.name, sentence("A unit covers this workplace already."), sentence("Leave it out.")
            )
    total = sum(host.full_members or 0 for host in hosts)
    if hosts and total < least:
        complaints += one(
            where,
            sentence("Its workplaces have %(count)s full members together.", count=total),
            sentence(
                "A unit needs at least %(least)s: add a neighbour, or send an instructor until there are.",
                least=least,
            ),
        )
    return complaints + _mode(wish)


def _mode(wish: Founding) -> list[Complaint]:
    where, hosts = wish.unit.called, wish.hosts
    if wish.mode == "alone" and len(hosts) > 1:
        return one(
            where,
            sentence("Alone means one workplace; %(count)s are named.", count=len(hosts)),
            sentence("Found it jointly in the area, or name one workplace."),
        )
    if wish.mode == "area" and len(hosts) < 2:
        return one(
            where,
            sentence("A joint unit of an area covers at least two workplaces."),
            sentence("Name them, or found the unit alone."),
        )
    if wish.mode == "area":
        # The committee above the new unit: what it answers for is the area.
        away = [host.name for host in hosts if host.above and wish.parent.id not in host.above]
        return (
            one(
                where,
                sentence("These workplaces lie in another area: %(names)s.", names="、".join(away)),
                sentence("Choose workplaces below %(parent)s.", parent=wish.parent.called),
            )
            if away
            else []
        )
    if wish.mode == "industry" and not wish.industry:
        return one(
            where,
            sentence("No industry body is named."),
            sentence("Choose the unit of the industry that sets it up."),
        )
    return []
