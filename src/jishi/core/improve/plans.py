"""The plan of a unit: orphans both ways (R09), what a unit of the lowest grade must have (R12), the cap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jishi.core.errors import Complaint, Refusal, sentence


@dataclass(frozen=True)
class Orphans:
    """What stands alone.

    Attributes:
        problems: open problems without a remedy.
        remedies: remedies without a problem.
    """

    problems: tuple[int, ...]
    remedies: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.problems or self.remedies)


def orphans(problems: Iterable[int], remedies: Iterable[tuple[int, int | None]]) -> Orphans:
    """Return problems without a remedy and remedies without a problem (R09).

    Args:
        problems: ids of open problems.
        remedies: (id, id of its problem or None), without those that were dropped.

    Example:
        >>> orphans([1, 2], [(10, 1), (11, None)])
        Orphans(problems=(2,), remedies=(11,))
    """
    pairs = list(remedies)
    answered = {problem for _remedy, problem in pairs}
    alone = tuple(problem for problem in problems if problem not in answered)
    return Orphans(alone, tuple(remedy for remedy, problem in pairs if problem is None))


@dataclass(frozen=True)
class Support:
    """What a unit of the lowest grade has.

    Attributes:
        has_plan: a plan with a goal and at least one remedy.
        contact: the leader above who answers for it; empty = none.
        helpers: kinds of helpers that are there.
        named: kinds of helpers that the pack names for its domain; any one of them will do.
    """

    has_plan: bool
    contact: str
    helpers: frozenset[str]
    named: frozenset[str]


def lacks(support: Support) -> tuple[str, ...]:
    """Return what a unit of the lowest grade still lacks (R12): ``plan``, ``contact``, ``helper``.

    Where the pack names no helper for the domain, none is asked for.

    Example:
        >>> lacks(Support(True, "", frozenset({"liaison"}), frozenset({"work-team"})))
        ('contact', 'helper')
    """
    missing = (
        ("plan", not support.has_plan),
        ("contact", not support.contact.strip()),
        ("helper", bool(support.named) and not support.helpers & support.named),
    )
    return tuple(name for name, is_missing in missing if is_missing)


def days_open(since: date, today: date) -> int:
    """Return for how many days something has been open; the first day counts as none."""
    return max(0, (today - since).days)


def too_many(where: str, running: int, most: int) -> Complaint | None:
    """Return the complaint about one project more than a unit may carry at once (D30); None = it may.

    Args:
        running: how many problems of the unit are open.
        most: the pack's cap; 0 = none.
    """
    if not most or running < most:
        return None
    return Complaint(
        where,
        sentence("This unit works on %(count)s problems, the most that the pack allows.", count=running),
        sentence("Solve or reject one of them first: few and useful."),
    )


def refuse_too_many(where: str, running: int, most: int) -> None:
    """Refuse one project more than a unit may carry at once.

    Raises:
        Refusal: the cap is reached; see :func:`too_many`.
    """
    complaint = too_many(where, running, most)
    if complaint is not None:
        raise Refusal([complaint])
