"""Where a unit stands besides its managing body: in a territory, or in an industry (D92, D96, D123).

On each axis a unit has at most one place on a day. Management is not decided here: there exactly one body manages,
and a move is a change of the tree.
"""

from dataclasses import dataclass

from jishi.core.errors import sentence
from jishi.core.org.standing import Ground, Standing, not_there, one, raise_all, wrong_day

#: The axes beside management.
AXES = ("territory", "industry")


@dataclass(frozen=True)
class Place:
    """A place on an axis that somebody wants a unit to have.

    Attributes:
        unit: ``above``, ``children`` and ``since`` are those of this axis, since the last change of its own place.
        parent: the unit above, ``above`` on this axis; None = no place any more.
        placed: whether the unit has a place there now.
    """

    axis: str
    unit: Standing
    parent: Standing | None
    placed: bool


def stand(place: Place, ground: Ground) -> None:
    """Decide whether a unit may stand there from a day on.

    Raises:
        Refusal: there is no such axis, the unit would stand below itself, it stands there already or nowhere, one
            of the two is dissolved, or the day does not fit.
    """
    unit, parent = place.unit, place.parent
    complaints = wrong_day(unit.called, ground, unit.since) + not_there(unit, ground)
    if place.axis not in AXES:
        complaints += one(
            unit.called,
            sentence("“%(axis)s” is no axis beside management.", axis=place.axis),
            sentence("Choose territory or industry; the managing body is changed by a move."),
        )
    if parent is None:
        if not place.placed:
            complaints += one(
                unit.called,
                sentence("It has no place on this axis."),
                sentence("Nothing needs to be done."),
            )
        if unit.children:
            complaints += one(
                unit.called,
                sentence("%(count)s units still stand below it.", count=unit.children),
                sentence("Let them stand elsewhere first."),
            )
        raise_all(complaints)
        return
    if parent.id == unit.id or unit.id in parent.above:
        complaints += one(
            unit.called,
            sentence("%(parent)s is this unit itself or stands below it.", parent=parent.called),
            sentence("Choose a unit outside its own subtree."),
        )
    elif place.placed and unit.parent == parent.id:
        complaints += one(
            unit.called,
            sentence("It stands below %(parent)s already.", parent=parent.called),
            sentence("Nothing needs to be done."),
        )
    raise_all(complaints + not_there(parent, ground))
