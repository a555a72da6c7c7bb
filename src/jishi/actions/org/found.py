"""Found a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.actions.org.order import Order, ground_of, keep, refuse_below, standing_of
from jishi.core.errors import refuse, sentence
from jishi.core.org import founding
from jishi.core.org.standing import Standing
from jishi.store import placing, searching
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Formation, Link, Succession, Unit, UnitWorkplace, Workplace
from jishi.store.paths import ids
from jishi.store.queries.units import path_of
from jishi.store.transact import action


@dataclass(frozen=True)
class Wish:
    """The unit that is wanted.

    Attributes:
        level: empty = the one that the pack gives its kind, else the lowest.
        hosts: the workplaces that it covers.
        industry: the unit of the industry that sets it up; None = none.
    """

    code: str
    name: str
    kind: str
    level: str = ""
    domain: str = ""
    mode: founding.Mode = "alone"
    hosts: tuple[Workplace, ...] = ()
    industry: Unit | None = None


def found(order: Order, parent: Unit, wish: Wish) -> Unit:
    """Found a unit below another; its workplaces are covered from that day on.

    Raises:
        Refusal: the role, the day, the code, the kind, the mode or the workplaces do not allow it.
    """
    content = {"parent": parent.pk, "code": wish.code, "name": wish.name, "kind": wish.kind, "on": order.on}
    with action(order.actor, "unit.found", key=order.key, content=content) as event:
        if event.repeated:
            return Unit.objects.get(pk=event.result["unit"])
        placing.hold()
        refuse_below(order, parent)
        _decide(order, parent, wish)
        unit = create(order, parent, standing(order, wish))
        Formation.objects.create(unit=unit, mode=wish.mode, from_on=order.on, document=order.document[:200])
        _cover(order, unit, wish)
        if wish.industry:
            placing.stand(unit, wish.industry, order.on, Axis.INDUSTRY)
        keep(order, Succession.Kind.FOUND, None, unit)
        event.about(unit)
        event.note(parent=parent.pk, mode=wish.mode, workplaces=[host.pk for host in wish.hosts], on=order.on)
        event.result = {"unit": unit.pk}
    return unit


def create(order: Order, parent: Unit | None, wanted: Standing) -> Unit:
    """Write a unit with its place in the tree; call it inside an action, after the decision."""
    pinyin, search = searching.keys(wanted.name, "", wanted.code)
    unit = Unit.objects.create(
        code=wanted.code,
        name=wanted.name,
        kind=wanted.kind,
        level=wanted.level,
        domain=wanted.domain,
        founded_on=order.on,
        pinyin=pinyin,
        search=search,
    )
    Link.objects.create(unit=unit, parent=parent, from_on=order.on)
    placing.shift(unit, parent)
    return unit


def standing(order: Order, wish: Wish, level: str = "") -> Standing:
    """Return the wanted unit as decisions see it; ``level`` = where neither wish nor kind says one.

    Raises:
        Refusal: the pack knows no such kind or domain.
    """
    vocabulary = order.pack.vocabulary
    kind = next((each for each in vocabulary.kinds if each.id == wish.kind), None)
    if kind is None or (wish.domain and wish.domain not in order.pack.domain_by_id):
        raise refuse(
            f"{wish.name} ({wish.code})",
            sentence("The pack has no such kind or domain."),
            sentence("Choose one of its kinds: %(kinds)s.", kinds=", ".join(each.id for each in vocabulary.kinds)),
        )
    level = wish.level or kind.level or level or vocabulary.levels[-1].id
    return Standing(0, wish.code.strip(), wish.name.strip(), kind.id, level, wish.domain)


def _decide(order: Order, parent: Unit, wish: Wish) -> None:
    founding.found(
        founding.Founding(
            unit=standing(order, wish),
            parent=standing_of(parent, order),
            mode=wish.mode,
            hosts=tuple(_hosts(order, wish.hosts)),
            industry=wish.industry.pk if wish.industry else 0,
        ),
        ground_of(order, [wish.code.strip()]),
    )


def _hosts(order: Order, workplaces: Sequence[Workplace]) -> list[founding.Host]:
    joint = UnitWorkplace.objects.filter(in_force(order.on), workplace__in=[place.pk for place in workplaces])
    covered = set(joint.values_list("workplace_id", flat=True))
    return [
        founding.Host(
            id=place.pk,
            name=place.name,
            full_members=place.full_members,
            covered=place.unit_id is not None or place.pk in covered,
            above=tuple(ids(path_of(place.place))) if place.place else (),
        )
        for place in workplaces
    ]


def _cover(order: Order, unit: Unit, wish: Wish) -> None:
    UnitWorkplace.objects.bulk_create(
        UnitWorkplace(unit=unit, workplace=host, from_on=order.on) for host in wish.hosts
    )
    if wish.mode == "alone" and wish.hosts:
        host = wish.hosts[0]
        host.unit, host.version = unit, host.version + 1
        host.save(update_fields=["unit", "version"])
