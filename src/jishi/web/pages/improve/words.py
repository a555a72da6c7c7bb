"""What problems and remedies are called on pages, and how one row of each is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.packs.schema.improvement import Improvement
from jishi.packs.schema.standards import Indicator
from jishi.store import clock
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import improve, privacy, units
from jishi.web.pages.standing import called
from jishi.web.programme import Programme
from jishi.web.wording import day, percent, text_of, until_when

GRAVE = 6
PRESSING = 3


@dataclass(frozen=True)
class ProblemRow:
    """A problem as a list shows it."""

    number: int
    address: str
    unit: str
    unit_address: str
    text: str
    about: str
    state: str
    tone: str
    priority: int
    priority_tone: str
    found: date
    is_open: bool
    is_proposed: bool
    version: int
    remedies: tuple["RemedyRow", ...] = ()


@dataclass(frozen=True)
class RemedyRow:
    """A remedy as a list shows it."""

    number: int
    address: str
    unit: str
    text: str
    problem: str
    responsible: str
    due: str
    late: bool
    state: str
    tone: str
    share: int


def pack_says(words: Programme) -> Improvement | None:
    """Return what the pack says of problems; None = nothing."""
    return words.pack.improvement if words.pack else None


def kinds(words: Programme) -> dict[str, str]:
    """Return kind of problem → its name."""
    said = pack_says(words)
    return {str(kind.id): text_of(kind.names) for kind in said.kinds} if said else {}


def degrees(words: Programme, which: str) -> list[tuple[int, str]]:
    """Return (1 to 3, name) of ``severities`` or ``urgencies``."""
    said = pack_says(words)
    named = getattr(said, which) if said else ()
    return [(place, text_of(degree.names)) for place, degree in enumerate(named, 1)]


def sources() -> dict[str, str]:
    """Return where problems come from."""
    return {
        "indicator": _("low indicator"),
        "consultation": _("consultation"),
        "visit": _("visit"),
        "feedback": _("feedback"),
        "inspection": _("inspection"),
        "other": _("elsewhere"),
    }


def problem_states() -> dict[str, tuple[str, str]]:
    """Return state of a problem → its name and its tone."""
    return {
        "proposed": (_("proposed"), "fair"),
        "open": (_("being solved"), "plain"),
        "rejected": (_("rejected"), "none"),
        "solved": (_("solved"), "good"),
    }


def remedy_states() -> dict[str, tuple[str, str]]:
    """Return state of a remedy → its name and its tone."""
    return {
        "planned": (_("draft"), "none"),
        "published": (_("under way"), "plain"),
        "done": (_("waits to be verified"), "fair"),
        "verified": (_("verified"), "good"),
        "dropped": (_("dropped"), "none"),
    }


def indicator_of(pack: Pack | None, name: str) -> Indicator | None:
    """Return an indicator of any standard by its id."""
    standards = pack.standards if pack else ()
    return next((row for standard in standards for row in standard.indicators if row.id == name), None)


def said_of(words: Programme, problem: Problem | None) -> str:
    """Return a problem in words; one from a low indicator is named by it."""
    if problem is None:
        return ""
    if problem.text:
        return problem.text
    row = indicator_of(words.pack, problem.indicator)
    share = problem.evidence.get("share")
    name = text_of(row.names) if row else problem.indicator
    return _("%(indicator)s: %(share)s of the points won") % {"indicator": name, "share": percent(share)}


def problem_row(words: Programme, row: Problem, remedies: Iterable[RemedyRow] = ()) -> ProblemRow:
    """Return a problem for a list."""
    state, tone = problem_states()[row.state]
    kind = kinds(words).get(row.kind, row.kind)
    return ProblemRow(
        number=row.pk,
        address=reverse("problem", args=[row.pk]),
        unit=called(row.unit),
        unit_address=reverse("improve-unit", args=[row.unit_id]),
        text=said_of(words, row),
        about=f"{kind} · {sources()[row.source]}",
        state=state,
        tone=tone,
        priority=row.priority,
        priority_tone="poor" if row.priority >= GRAVE else "plain" if row.priority >= PRESSING else "none",
        found=row.found_on,
        is_open=row.state == Problem.State.OPEN,
        is_proposed=row.state == Problem.State.PROPOSED,
        version=row.version,
        remedies=tuple(remedies),
    )


def remedy_row(words: Programme, row: Remedy, *, named: bool) -> RemedyRow:
    """Return a remedy for a list.

    Args:
        named: whether the reader reads names of persons there; what is published names its person anyway.
    """
    state, tone = remedy_states()[row.state]
    today = clock.today()
    running = row.state in improve.RUNNING
    late = running and row.due_on is not None and row.due_on < today
    due = day(row.due_on) if row.due_on else _("no deadline")
    return RemedyRow(
        number=row.pk,
        address=reverse("remedy", args=[row.pk]),
        unit=called(row.unit),
        text=row.text,
        problem=said_of(words, row.problem),
        responsible=row.responsible if named or row.published_on else "",
        due=until_when(row.due_on, today, short=False) if running and row.due_on else due,
        late=late,
        state=_("overdue") if late else state,
        tone="poor" if late else tone,
        share=row.share,
    )


def reads_names(scope: Scope, unit: Unit) -> bool:
    """Say whether the reader reads names of persons at a unit."""
    return privacy.reads(scope, unit)


def may_enter(scope: Scope, unit: Unit) -> bool:
    """Say whether the reader enters anything at a unit."""

    return any(scope.may("enter", axis, path) for axis, path in units.seers(unit))
