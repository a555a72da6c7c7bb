"""What a pack says of problems and remedies, as the core decides on it."""

from decimal import Decimal

from jishi.core.improve.ladder import Rung
from jishi.core.improve.promotion import Gate
from jishi.packs.pack import Pack
from jishi.packs.schema.improvement import PlanTemplate


def ladder(pack: Pack) -> tuple[Rung, ...]:
    """Return how what is overdue climbs; nothing where the pack does not say."""
    return tuple(Rung(rung.days, rung.level) for rung in pack.improvement.ladder) if pack.improvement else ()


def low_share(pack: Pack) -> int:
    """Return under which share an indicator is low, in basis points; 0 = none ever is."""
    return basis_points(pack.improvement.low_share) if pack.improvement else 0


def gate(pack: Pack) -> Gate | None:
    """Return the gate of promotion; None = there is none."""
    promotion = pack.improvement.promotion if pack.improvement else None
    return Gate(basis_points(promotion.satisfied_at_least), promotion.grades_at_once) if promotion else None


def template_for(pack: Pack, rank: int | None) -> PlanTemplate | None:
    """Return the plan that units of a grade begin with (1 = best); None = there is none, or no grade."""
    if rank is None or pack.improvement is None:
        return None
    wanted = pack.grade_at(rank).class_
    return next((each for each in pack.improvement.templates if each.class_ == wanted), None)


def basis_points(percent: Decimal) -> int:
    """Return per cent as basis points."""
    return int(percent * 100)
