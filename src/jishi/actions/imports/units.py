"""Bring in a register: check it, or check and write it."""

from jishi.actions.imports import apply, leaving, register
from jishi.actions.imports.alone import alone
from jishi.actions.imports.checks import Rules
from jishi.actions.imports.forms import register_form
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.known import Entry, known_units
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.room import told_of_no_room
from jishi.actions.people import finding
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.staging import Staged
from jishi.store import clock
from jishi.store.queries.units import codes_where
from jishi.store.transact import action


def check(asked: Asked, vocabulary: Vocabulary) -> Outcome:
    """Read a register and say what bringing it in would do; nothing is written.

    Raises:
        Refusal: the file is no register that can be read.
    """
    sheets = asked.staged(register_form(vocabulary))
    return Outcome.of("units", asked, sheets, _plan(asked, vocabulary, sheets.staged))


def run(asked: Asked, vocabulary: Vocabulary) -> Outcome:
    """Bring a register in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    The same file a second time changes nothing. Everything is written in one transaction with one event that holds
    the root of its rows.

    Raises:
        Refusal: the file is no register, another import is running, the register changed
            meanwhile, or there is no room.
    """
    with alone("units"), told_of_no_room():
        sheets = asked.staged(register_form(vocabulary))
        before = apply.seen()
        plan = _plan(asked, vocabulary, sheets.staged)
        outcome = Outcome.of("units", asked, sheets, plan)
        if not (plan.added or plan.changed):
            return outcome
        with action(asked.actor, "units.import", content=asked.name) as event:
            kept = record("units", asked, outcome.counts, outcome.errors)
            apply.apply(plan, before, clock.today(), asked.progress)
            ended = {
                after.code: after.dissolved
                for known, after in plan.changed
                if after.dissolved and known.dissolved is None
            }
            leaving.close(ended, ended)
            rows = [_written(after) for after in (*plan.added, *(after for _before, after in plan.changed))]
            event.about(kept)
            event.note(root=root_of(rows), file=kept.file.digest, **outcome.counts)
        return Outcome.of("units", asked, sheets, plan, kept.pk)


def _plan(asked: Asked, vocabulary: Vocabulary, staged: Staged) -> register.Plan:
    today = clock.today()
    known = known_units(today)
    rules = Rules(
        vocabulary,
        known,
        today,
        codes_where(asked.scope, "import"),
        asked.confirmed,
        lambda codes: leaving.left_behind(codes, today),
        finding.find,
    )
    return register.plan(staged, rules, good_rows=asked.mode == "rows")


def _written(entry: Entry) -> list[object]:
    return [entry.code, *(getattr(entry, name) for name in register.KEPT)]
