"""Move, merge, split, convert, dissolve a unit, or give it another code.

State, wish and date in; the new state out, or a Refusal with every reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from jishi.core.errors import Complaint, sentence
from jishi.core.org.standing import (
    Ground,
    Standing,
    misfit,
    not_there,
    one,
    raise_all,
    taken,
    wrong_code,
    wrong_day,
)


def move(unit: Standing, parent: Standing, ground: Ground) -> Standing:
    """Return the unit below its new superior; members and everything below go with it.

    Raises:
        Refusal: it would stand below itself, stands there already, the kinds do not fit, or the day is too early.
    """
    complaints = wrong_day(unit.called, ground, max(unit.since, parent.since))
    if unit.id == parent.id or unit.id in parent.above:
        complaints += one(
            unit.called,
            sentence("%(parent)s is this unit itself or stands below it.", parent=parent.called),
            sentence("Choose a superior outside its own subtree."),
        )
    elif unit.parent == parent.id:
        complaints += one(
            unit.called,
            sentence("It stands below %(parent)s already.", parent=parent.called),
            sentence("Nothing needs to be done."),
        )
    else:
        complaints += not_there(parent, ground) + misfit(unit, parent, ground)
    raise_all(complaints + not_there(unit, ground))
    return replace(unit, above=(*parent.above, parent.id), since=ground.on)


def merge(units: Sequence[Standing], into: Standing, ground: Ground) -> Standing:
    """Return the unit that stays, with the members of all; the others are dissolved into it.

    Args:
        units: those that go, without the one that stays.
        into: the one that stays.
        ground: the day and the pack.

    Raises:
        Refusal: they are of different kinds or graded by different committees, or something stands below one that
            goes.
    """
    complaints = wrong_day(into.called, ground, max((u.since for u in (*units, into)), default=into.since))
    complaints += not_there(into, ground)
    if not units or into.id in {unit.id for unit in units} or len({unit.id for unit in units}) < len(units):
        complaints += one(
            into.called,
            sentence("A merge needs two different units."),
            sentence("Name the units that go and the one that stays, each once."),
        )
    for unit in units:
        complaints += not_there(unit, ground) + _mergeable(unit, into)
    raise_all(complaints)
    return replace(
        into,
        members=into.members + sum(unit.members for unit in units),
        full_members=into.full_members + sum(unit.full_members for unit in units),
        since=ground.on,
    )


def split(unit: Standing, parts: Sequence[Standing], ground: Ground) -> tuple[Standing, ...]:
    """Return the unit with the members that stay, then the parts that leave it; lineage says where they came from.

    Args:
        unit: the unit; it stays, with its id and its code.
        parts: the new ones, with how many members and full members go to each.
        ground: the day and the pack.

    Raises:
        Refusal: there is no part, a code is taken, or somebody is left with fewer full members than a unit needs.
    """
    complaints = wrong_day(unit.called, ground, unit.since) + not_there(unit, ground)
    if not parts:
        complaints += one(
            unit.called, sentence("A split needs at least one new unit."), sentence("Name it, with its members.")
        )
    rest = replace(
        unit,
        members=unit.members - sum(part.members for part in parts),
        full_members=unit.full_members - sum(part.full_members for part in parts),
        since=ground.on,
    )
    for part in parts:
        complaints += wrong_code(part, ground)
        if sum(other.code == part.code for other in parts) > 1:
            complaints += taken(part)
    for side in (rest, *parts):
        complaints += _enough(side, ground.least) if unit.members else []
    raise_all(complaints)
    return rest, *(replace(part, above=unit.above, since=ground.on) for part in parts)


def convert(unit: Standing, wanted: Standing, around: Sequence[Standing], ground: Ground) -> Standing:
    """Return the unit with another kind, level, domain or name; it stays the same unit with the same history.

    Args:
        unit: as it stands.
        wanted: as it shall be.
        around: the unit above it, if there is one, then those directly below.
        ground: the day and the pack.

    Raises:
        Refusal: nothing would change, or the new kind fits neither above nor below.
    """
    complaints = wrong_day(unit.called, ground, unit.since) + not_there(unit, ground)
    if _words(unit) == _words(wanted):
        complaints += one(
            unit.called, sentence("Nothing would change."), sentence("Choose another kind, level, domain or name.")
        )
    for other in around:
        complaints += misfit(wanted, other, ground) if other.id == unit.parent else misfit(other, wanted, ground)
    raise_all(complaints)
    return replace(
        unit, kind=wanted.kind, level=wanted.level, domain=wanted.domain, name=wanted.name, since=ground.on
    )


def dissolve(unit: Standing, ground: Ground) -> Standing:
    """Return the unit as dissolved from the day on.

    Raises:
        Refusal: it has members, units below it, workplaces, or something still open; every reason is told.
    """
    complaints = wrong_day(unit.called, ground, unit.since) + not_there(unit, ground)
    for count, what, fix in (
        (
            unit.members,
            sentence("It still has %(count)s members.", count=unit.members),
            sentence("Merge it into another unit, or transfer its members first."),
        ),
        (
            unit.children,
            sentence("%(count)s units still stand below it.", count=unit.children),
            sentence("Move or dissolve them first."),
        ),
        (
            unit.tasks,
            sentence(
                "%(count)s matters are open there: people sent, transfers, tasks, problems, reminders.",
                count=unit.tasks,
            ),
            sentence("Close them first."),
        ),
        (
            unit.joining,
            sentence("%(count)s people are on the way to become members there.", count=unit.joining),
            sentence("Transfer them to another branch, or enter that they left."),
        ),
        (
            unit.received,
            sentence("%(count)s members of other branches are received there.", count=unit.received),
            sentence("Name another branch that receives them."),
        ),
        (
            unit.workplaces,
            sentence("%(count)s workplaces lie in its area.", count=unit.workplaces),
            sentence("Say in the sheet of workplaces which unit answers for them."),
        ),
    ):
        complaints += one(unit.called, what, fix) if count else []
    raise_all(complaints)
    return replace(unit, dissolved_on=ground.on)


def recode(unit: Standing, code: str, ground: Ground) -> Standing:
    """Return the unit with another code; its id, and so its history, stays.

    Raises:
        Refusal: the code is taken, empty, or the one that it has.
    """
    wanted = replace(unit, code=code)
    complaints = wrong_day(unit.called, ground, date.min) + not_there(unit, ground) + wrong_code(wanted, ground)
    if code == unit.code:
        complaints = one(unit.called, sentence("Nothing would change."), sentence("Enter another code."))
    raise_all(complaints)
    return wanted


def _mergeable(unit: Standing, into: Standing) -> list[Complaint]:
    complaints: list[Complaint] = []
    if unit.kind != into.kind:
        complaints += one(
            unit.called,
            sentence("It is of another kind than %(into)s.", into=into.called),
            sentence("Convert one of them first."),
        )
    if unit.grader != into.grader or (not unit.grader and unit.parent != into.parent):
        complaints += one(
            unit.called,
            sentence("Another committee answers for it than for %(into)s.", into=into.called),
            sentence("Move it below that committee first; both committees must agree."),
        )
    if unit.children:
        complaints += one(
            unit.called,
            sentence("%(count)s units still stand below it.", count=unit.children),
            sentence("Move or dissolve them first."),
        )
    return complaints


def _enough(side: Standing, least: int) -> list[Complaint]:
    if side.full_members >= least:
        return []
    return one(
        side.called,
        sentence("It would have %(count)s full members.", count=max(side.full_members, 0)),
        sentence("A unit needs at least %(least)s; divide the members otherwise.", least=least),
    )


def _words(unit: Standing) -> tuple[str, str, str, str]:
    return unit.kind, unit.level, unit.domain, unit.name
