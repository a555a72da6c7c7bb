"""Bring in facts of one round: check them, or check and write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.actions.imports import values
from jishi.actions.imports.alone import alone
from jishi.actions.imports.forms import facts_form, tall_form
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.outcome import Asked, Outcome, Sheets
from jishi.actions.imports.room import told_of_no_room
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.staging import stage
from jishi.store import facts as stored
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.transact import action

_BATCH = 5000


@dataclass(frozen=True)
class Target:
    """Where facts go.

    Attributes:
        round: the round.
        pack: the pack of its cycle.
        source: who says them, for sheets without a column of sources; empty = the first that each fact names.
        on: the date of values without one; None = the round's.
    """

    round: Round
    pack: Pack
    source: str = ""
    on: date | None = None


@dataclass(frozen=True)
class _Read(Sheets):
    """Sheets of facts; ``tall`` = a row for each value, otherwise a row for each unit."""

    tall: bool


def check(asked: Asked, target: Target) -> Outcome:
    """Read facts and say what bringing them in would do; nothing is written.

    Raises:
        Refusal: the file is no sheet of facts that can be read, or the round is locked.
    """
    read = _read(asked, target)
    return Outcome.of("facts", asked, read, _plan(asked, target, read))


def run(asked: Asked, target: Target) -> Outcome:
    """Bring facts in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    The same file a second time changes nothing. Everything is written in one transaction with one event that holds
    the root of its values.

    Raises:
        Refusal: the file is no sheet of facts, the round is locked, another import is running, or there is no room.
    """
    with alone("facts"), told_of_no_room():
        read = _read(asked, target)
        plan = _plan(asked, target, read)
        outcome = Outcome.of("facts", asked, read, plan)
        said = [*plan.added, *plan.changed]
        if not said:
            return outcome
        with action(asked.actor, "facts.import", content=asked.name) as event:
            kept = record("facts", asked, outcome.counts, outcome.errors, target.round)
            ids = dict(Unit.objects.values_list("code", "id"))
            for start in range(0, len(said), _BATCH):
                entries = [_entry(one, ids) for one in said[start : start + _BATCH]]
                stored.write(target.round, entries, kept)
                asked.progress(min(start + _BATCH, len(said)), len(said))
            event.about(kept)
            rows = ([*one.key, one.value, one.on] for one in said)
            event.note(root=root_of(rows), file=kept.file.digest, round=str(target.round), **outcome.counts)
        return Outcome.of("facts", asked, read, plan, kept.pk)


def _entry(one: values.Said, ids: Mapping[str, int]) -> stored.Entry:
    return stored.Entry(ids[one.unit], one.fact, one.source, one.value, one.on, one.sheet[:64], one.row + 1)


def _read(asked: Asked, target: Target) -> _Read:
    if target.round.locked_at:
        raise refuse(
            str(target.round),
            sentence("The facts of this round are locked."),
            sentence("Enter them in a round that is open."),
        )
    workbook = asked.workbook()
    try:
        return _Read(workbook, stage(workbook, tall_form(target.pack.facts), asked.progress), tall=True)
    except Refusal:
        # Not one value in each row: then one unit in each row, and its complaints are the ones to tell.
        staged = stage(workbook, facts_form(target.pack.facts), asked.progress)
    if not any(set(row.places) - {"code", "name"} for row in staged.rows[:1]):
        raise refuse(
            asked.name,
            sentence("No column of the sheet is a fact of the pack %(pack)s.", pack=target.pack.id),
            sentence(
                "Name the columns as in the template, to be had"
                " on the page Imports or with: jishi template facts FILE"
            ),
        )
    return _Read(workbook, staged, tall=False)


def _plan(asked: Asked, target: Target, read: _Read) -> values.Plan:
    codes = dict(Unit.objects.values_list("id", "code"))
    allowed, privacy = _reach(asked.scope, codes)
    grounds = values.Grounds(
        facts=target.pack.fact_by_id,
        units=frozenset(codes.values()),
        known=_known(target.round, codes),
        allowed=allowed,
        privacy=privacy,
        source=target.source,
        on=target.on,
    )
    return values.plan(read.staged, grounds, tall=read.tall, good_rows=asked.mode == "rows")


def _known(round_: Round, codes: Mapping[int, str]) -> dict[values.Key, tuple[int | None, date | None]]:
    rows = FactValue.objects.filter(round=round_).values_list("unit_id", "fact__code", "source", "value", "on")
    return {
        (codes[unit], fact, source): (value, on)
        for unit, fact, source, value, on in rows.iterator(chunk_size=20_000)
    }


def _reach(scope: Scope, codes: Mapping[int, str]) -> tuple[frozenset[str] | None, int]:
    """Return the codes about which the scope may bring in facts (None = all), and how private they may be."""
    if scope.everything:
        return None, 3
    axis = str(Axis.MANAGEMENT)
    paths = UnitPath.objects.filter(axis=axis).values_list("unit_id", "path")
    inside = {unit: path for unit, path in paths if scope.may("import", axis, path)}
    privacy = max((scope.reads(axis, path) for path in inside.values()), default=-1)
    return frozenset(codes[unit] for unit in inside), privacy
