"""Move, convert, dissolve a unit, or give it another code."""

from dataclasses import replace

from jishi.actions.org import carrying
from jishi.actions.org.found import Wish, standing
from jishi.actions.org.order import Order, ground_of, keep, refuse_below, refuse_outside, standing_of, words_of
from jishi.core.org import changes
from jishi.store import placing, searching
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Succession, Unit, UnitPath, UnitTrait
from jishi.store.transact import action, change


def move(order: Order, unit: Unit, version: int, parent: Unit) -> Unit:
    """Let a unit stand below another from a day on; its members and everything below go with it.

    Raises:
        Refusal: the role, the day, the kinds or a circle do not allow it, or somebody changed the unit meanwhile.
    """
    content = {"unit": unit.pk, "parent": parent.pk, "on": order.on}
    with action(order.actor, "unit.move", key=order.key, content=content) as event:
        if event.repeated:
            return unit
        placing.hold()
        refuse_outside(order, unit)
        refuse_below(order, parent)
        before = standing_of(unit, order)
        changes.move(before, standing_of(parent, order), ground_of(order))
        change(unit, version)
        placing.move(unit, parent, order.on)
        moved = placing.shift(unit, parent)
        keep(order, Succession.Kind.MOVE, unit, unit, members=before.members)
        event.about(unit)
        event.note(was=before.parent, parent=parent.pk, on=order.on, units=moved)
        event.result = {"unit": unit.pk}
    return unit


def convert(order: Order, unit: Unit, version: int, wish: Wish) -> Unit:
    """Give a unit another kind, level, domain or name; it stays the same unit (village → community, branch →
    general branch).

    Raises:
        Refusal: the role or the kinds above and below do not allow it, or somebody changed the unit meanwhile.
    """
    wanted = standing(order, replace(wish, code=unit.code), unit.level)
    content = {"unit": unit.pk, "on": order.on, **words_of(wanted)}
    with action(order.actor, "unit.convert", key=order.key, content=content) as event:
        if event.repeated:
            return unit
        refuse_outside(order, unit)
        before = standing_of(unit, order)
        after = changes.convert(before, wanted, _around(unit, order), ground_of(order))
        pinyin, search = searching.keys(after.name, unit.short_name, unit.code)
        words = {name: word for name, word in words_of(after).items() if name != "code"}
        change(unit, version, pinyin=pinyin, search=search, **words)
        _turn(order, unit, before.domain)
        keep(order, Succession.Kind.CONVERT, unit, unit, was=words_of(before), members=before.members)
        event.about(unit)
        event.note(was=words_of(before), became=words_of(unit), on=order.on)
        event.result = {"unit": unit.pk}
    return unit


def dissolve(order: Order, unit: Unit, version: int) -> Unit:
    """Dissolve a unit that is empty; its posts end, and it stays in every tree of the time before.

    Raises:
        Refusal: members, units below it or open matters are left, or somebody changed the unit meanwhile.
    """
    content = {"unit": unit.pk, "on": order.on}
    with action(order.actor, "unit.dissolve", key=order.key, content=content) as event:
        if event.repeated:
            return unit
        placing.hold()
        refuse_outside(order, unit)
        before = standing_of(unit, order)
        changes.dissolve(before, ground_of(order))
        change(unit, version, dissolved_on=order.on)
        carrying.end(unit, order.on)
        leave_tree(order, unit)
        superior = Unit.objects.filter(pk=before.parent).first()
        keep(order, Succession.Kind.DISSOLVE, unit, superior, members=0)
        event.about(unit)
        event.note(on=order.on)
        event.result = {"unit": unit.pk}
    return unit


def recode(order: Order, unit: Unit, version: int, code: str) -> Unit:
    """Give a unit another code; everything that is known of it stays with it.

    Raises:
        Refusal: the code is taken, or somebody changed the unit meanwhile.
    """
    code = code.strip()
    content = {"unit": unit.pk, "code": code, "on": order.on}
    with action(order.actor, "unit.recode", key=order.key, content=content) as event:
        if event.repeated:
            return unit
        refuse_outside(order, unit)
        before = standing_of(unit, order)
        changes.recode(before, code, ground_of(order, [code]))
        pinyin, search = searching.keys(unit.name, unit.short_name, code)
        change(unit, version, code=code, pinyin=pinyin, search=search)
        keep(order, Succession.Kind.RECODE, unit, unit, was=words_of(before))
        event.about(unit)
        event.note(was=before.code, code=code, on=order.on)
        event.result = {"unit": unit.pk}
    return unit


def leave_tree(order: Order, unit: Unit) -> None:
    """End a unit's places on every axis from the day of the order; call it inside an action."""
    for link in Link.objects.filter(in_force(order.on), unit=unit):
        if link.from_on == order.on:
            # It never stood there for a day.
            link.delete()
        else:
            change(link, link.version, to_on=order.on)
    for place in list(UnitPath.objects.filter(unit=unit)):
        placing.uproot(unit, place.axis)


def _around(unit: Unit, order: Order) -> list[changes.Standing]:
    links = Link.objects.filter(in_force(order.on), axis=Axis.MANAGEMENT)
    superior = list(Unit.objects.filter(child_links__in=links.filter(unit=unit)))
    below = Unit.objects.filter(links__in=links.filter(parent=unit))
    # One of each kind below is enough to say whether the kinds fit.
    kinds = {child.kind: child for child in below.only("id", "code", "name", "kind", "level", "domain")}
    return [_bare(each) for each in (*superior, *kinds.values())]


def _bare(unit: Unit) -> changes.Standing:
    return changes.Standing(unit.pk, unit.code, unit.name, unit.kind, unit.level, unit.domain)


def _turn(order: Order, unit: Unit, domain: str) -> None:
    """Keep in mind what the unit was: a village turned community has cares of its own (D112)."""
    if domain and domain != unit.domain:
        value = f"{domain}-turned"
        if not UnitTrait.objects.filter(in_force(order.on), unit=unit, kind="subtype", value=value).exists():
            UnitTrait.objects.create(unit=unit, kind="subtype", value=value, from_on=order.on)
