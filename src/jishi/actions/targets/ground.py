"""What everything about targets asks first: the cycle, which targets a reader may be told, who may set them."""

from dataclasses import dataclass
from datetime import date

from jishi.actions.programme import pack_of
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.targets import TargetKind
from jishi.store import clock
from jishi.store.models.assess import Cycle
from jishi.store.models.org import Axis, Unit
from jishi.store.paths import STEP
from jishi.store.queries import rounds
from jishi.store.queries.units import path_of


@dataclass(frozen=True)
class Asked:
    """For whom, of which cycle, on which day.

    Attributes:
        pack: the one that the cycle pins.
    """

    scope: Scope
    cycle: Cycle
    pack: Pack
    on: date

    def kinds(self, place: Unit | None = None) -> tuple[TargetKind, ...]:
        """Return the targets that the reader may be told at a place, or everywhere in the scope."""
        if place is not None:
            reads = self.scope.reads(Axis.MANAGEMENT, path_of(place))
        else:
            classes = [holding.field_class for holding in self.scope.holdings]
            reads = MOST_PRIVATE if self.scope.everything else min(classes, default=-1)
        return tuple(kind for kind in self.pack.targets if kind.privacy <= reads)


def asked(scope: Scope) -> Asked | None:
    """Return what is asked today; None = no cycle was ever opened."""
    found = rounds.current(scope)
    return Asked(scope, found.cycle, pack_of(found.cycle), clock.today()) if found else None


def kind_of(pack: Pack, id: str) -> TargetKind:
    """Return a target of the pack.

    Raises:
        Refusal: the pack has none of that name.
    """
    found = next((kind for kind in pack.targets if str(kind.id) == id), None)
    if found is None:
        raise refuse(
            id or "—",
            sentence("The pack has no such target."),
            sentence("Choose one of: %(known)s.", known=", ".join(str(kind.id) for kind in pack.targets) or "-"),
        )
    return found


def may_set(scope: Scope, path: str) -> bool:
    """Say whether somebody sets the targets of the unit at a path: the unit above does, of the topmost itself."""
    above = path[:-STEP] or path
    return bool(path) and scope.may("enter", Axis.MANAGEMENT, above)
