"""Bring a ledger in: problems and remedies, checked row by row. What is known already stays; nothing is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.ledger_form import ledger_form
from jishi.actions.imports.ledger_known import Key, Known, known_ledger
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.room import told_of_no_room
from jishi.actions.improve.ground import digest_of, improvement, round_now
from jishi.core.errors import sentence
from jishi.core.improve.plans import too_many
from jishi.packs.pack import Pack
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.workbook import Remark
from jishi.store import clock
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.searching import fold
from jishi.store.transact import action


@dataclass(frozen=True)
class Line:
    """One row of a ledger, read.

    Attributes:
        unit: code of the unit.
        remedy: empty = only the problem stands there.
    """

    unit: str
    kind: str
    problem: str
    source: str
    severity: int
    urgency: int
    found: date
    goal: str
    remedy: str
    responsible: str
    due: date | None

    @property
    def key(self) -> Key:
        """What tells its problem from others: the unit, and the words without blanks, in one script."""
        return self.unit, fold(self.problem)


@dataclass
class Plan:
    """What an import would do.

    Attributes:
        problems: new ones, by key.
        remedies: new ones.
        changed: remedies that are drafts and now say more.
    """

    problems: dict[Key, Line] = field(default_factory=dict)
    remedies: list[Line] = field(default_factory=list)
    changed: list[tuple[Remedy, Line]] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)

    @property
    def added(self) -> list[Line]:
        """Return what is new: one line for each problem, one for each remedy."""
        return [*self.problems.values(), *self.remedies]


def check(asked: Asked, pack: Pack) -> Outcome:
    """Read a ledger and say what bringing it in would do; nothing is written.

    Raises:
        Refusal: the file is no ledger, or the pack says nothing of problems.
    """
    improvement(pack)
    sheets = asked.staged(ledger_form(pack))
    return Outcome.of("ledger", asked, sheets, plan(asked, pack, sheets.staged))


def run(asked: Asked, pack: Pack) -> Outcome:
    """Bring a ledger in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    Raises:
        Refusal: the file is no ledger, another import is running, or there is no room.
    """
    improvement(pack)
    with alone("ledger"), told_of_no_room():
        sheets = asked.staged(ledger_form(pack))
        found = plan(asked, pack, sheets.staged)
        outcome = Outcome.of("ledger", asked, sheets, found)
        written = [*found.added, *(line for _row, line in found.changed)]
        if not written:
            return outcome
        with action(asked.actor, "ledger.import", content=asked.name) as event:
            kept = record("ledger", asked, outcome.counts, outcome.errors)
            _write(found, known_ledger(asked.scope, pack, {line.unit for line in written}))
            event.about(kept)
            root = root_of([line.unit, line.problem, line.remedy, line.responsible, line.due] for line in written)
            event.note(root=root, file=kept.file.digest, **outcome.counts)
        return Outcome.of("ledger", asked, sheets, found, kept.pk)


def plan(asked: Asked, pack: Pack, staged: Staged) -> Plan:
    """Check the rows of a ledger against what is known."""
    known = known_ledger(asked.scope, pack, {row.text("code") for row in staged.rows})
    found = Plan(errors=list(staged.errors))
    bad = {(error.spot.sheet, error.spot.row) for error in staged.errors}
    lines: list[Line] = []
    cap = _Cap(improvement(pack).open_most, known)
    for row in staged.rows:
        line = _line(row, pack)
        errors = [*_complaints(row, line, known), *cap.passed(row, line)]
        found.errors += errors
        if not errors and (row.sheet, row.row) not in bad:
            lines.append(line)
    if asked.mode == "rows" or not found.errors:
        seen: set[tuple[Key, str]] = set()
        for line in lines:
            _sort(line, known, found, seen)
    return found


class _Cap:
    """How many problems each unit would work on with the rows of a file: never more than the pack allows (D30)."""

    def __init__(self, most: int, known: Known) -> None:
        self._most, self._known = most, known
        self._new: dict[str, set[Key]] = {}

    def passed(self, row: StagedRow, line: Line) -> Iterator[Remark]:
        """Yield the complaint where the problem of a row is one too many."""
        new = self._new.setdefault(line.unit, set())
        if line.key in self._known.problems or line.key in new:
            return
        complaint = too_many(line.unit, self._known.running.get(line.unit, 0) + len(new), self._most)
        if complaint is None:
            new.add(line.key)
        else:
            yield Remark(row.spot("problem"), complaint.what, complaint.fix)


def _line(row: StagedRow, pack: Pack) -> Line:
    said = improvement(pack)
    severities = [str(degree.id) for degree in said.severities]
    urgencies = [str(degree.id) for degree in said.urgencies]
    return Line(
        unit=row.text("code"),
        kind=row.text("kind"),
        problem=row.text("problem").strip(),
        source=row.text("source") or Problem.Source.OTHER,
        severity=_degree(severities, row.text("severity")),
        urgency=_degree(urgencies, row.text("urgency")),
        found=_day(row, "found") or clock.today(),
        goal=row.text("goal").strip(),
        remedy=row.text("remedy").strip(),
        responsible=row.text("responsible").strip()[:100],
        due=_day(row, "due"),
    )


def _degree(named: list[str], said: str) -> int:
    return named.index(said) + 1 if said in named else 1


def _day(row: StagedRow, name: str) -> date | None:
    value = row.values.get(name)
    return date.fromordinal(value) if isinstance(value, int) else None


def _complaints(row: StagedRow, line: Line, known: Known) -> Iterator[Remark]:
    if line.unit and line.unit not in known.units:
        yield Remark(
            row.spot("code"),
            sentence("No unit has the code %(code)s.", code=line.unit),
            sentence("Compare with the register of units, or bring the unit in first."),
        )
    elif known.allowed is not None and line.unit not in known.allowed:
        yield Remark(
            row.spot("code"),
            sentence("This unit lies outside what you may change."),
            sentence("Ask the office above to bring it in."),
        )
    if line.found > clock.today():
        yield Remark(
            row.spot("found"),
            sentence("It cannot have been found in the future."),
            sentence("Choose today or an earlier day."),
        )
    new = (line.key, fold(line.remedy)) not in known.remedies
    if line.remedy and new and line.due is not None and line.due < clock.today():
        yield Remark(
            row.spot("due"),
            sentence("The deadline lies in the past."),
            sentence("Choose a day that is still to come."),
        )
    if not line.remedy and (line.responsible or line.due):
        yield Remark(
            row.spot("remedy"),
            sentence("The remedy is missing."),
            sentence("Write what is to be done."),
        )


def _sort(line: Line, known: Known, found: Plan, seen: set[tuple[Key, str]]) -> None:
    new = line.key not in known.problems and line.key not in found.problems
    if new:
        found.problems[line.key] = line
    if not line.remedy:
        found.same += 0 if new else 1
        return
    key = (line.key, fold(line.remedy))
    before = known.remedies.get(key)
    if before is None:
        if key not in seen:
            found.remedies.append(line)
            seen.add(key)
        return
    says_more = (
        (line.responsible and line.responsible != before.responsible)
        or (line.due and line.due != before.due_on)
        or (line.goal and line.goal != before.goal)
    )
    if before.state == Remedy.State.PLANNED and says_more:
        found.changed.append((before, line))
    else:
        found.same += 1


def _write(found: Plan, known: Known) -> None:
    units, round_ = known.units, round_now()
    rows = {key: _problem(line, units[line.unit], round_) for key, line in found.problems.items()}
    Problem.objects.bulk_create(rows.values(), batch_size=500)
    rows = {**known.problems, **rows}
    Remedy.objects.bulk_create(
        (
            Remedy(
                unit=units[line.unit],
                problem=rows[line.key],
                text=line.remedy,
                goal=line.goal,
                responsible=line.responsible,
                since=clock.today(),
                due_on=line.due,
                digest=digest_of(line.remedy, units[line.unit]),
            )
            for line in found.remedies
        ),
        batch_size=500,
    )
    for row, line in found.changed:
        row.responsible, row.due_on = line.responsible or row.responsible, line.due or row.due_on
        row.goal, row.version = line.goal or row.goal, row.version + 1
    changed = [row for row, _line_ in found.changed]
    Remedy.objects.bulk_update(changed, ["responsible", "due_on", "goal", "version"], batch_size=150)


def _problem(line: Line, unit: Unit, round_: object) -> Problem:
    return Problem(
        unit=unit,
        round=round_,
        kind=line.kind,
        source=line.source,
        severity=line.severity,
        urgency=line.urgency,
        priority=line.severity * line.urgency,
        text=line.problem,
        found_on=line.found,
        digest=digest_of(line.problem, unit),
    )
