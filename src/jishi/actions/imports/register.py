"""The rows of a register against the register that stands: what is added, what changes, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from jishi.actions.imports.checks import (
    Entries,
    Rules,
    check_dates,
    check_emptied,
    check_left,
    check_places,
    check_recoded,
    check_words,
    check_workplaces,
    remark,
)
from jishi.actions.imports.known import ALWAYS, Entry, Known
from jishi.actions.imports.places import depths
from jishi.actions.imports.secretaries import check_secretaries
from jishi.core.errors import sentence
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.workbook import Remark

TEXTS = (
    "name",
    "short_name",
    "kind",
    "level",
    "domain",
    "parent",
    "workplace_code",
    "workplace",
    "workplace_kind",
    "secretary",
)
DATES = ("founded", "dissolved", "since", "secretary_since")
KEPT = (*TEXTS, *DATES)
_CHECKS = (check_words, check_dates, check_places, check_workplaces, check_recoded, check_left)


@dataclass
class Plan:
    """What an import of the register would do.

    Attributes:
        added: new units, those above before those below.
        changed: (as it is, as it will be).
        same: rows that say what is known already.
        errors: why rows cannot be taken.
    """

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)


def plan(staged: Staged, rules: Rules, *, good_rows: bool) -> Plan:
    """Check the rows and say what would change.

    Args:
        staged: the rows, read.
        rules: what they are checked against.
        good_rows: leave out what is wrong and everything that hangs below it; otherwise one error refuses all.
    """
    found = Plan(errors=list(staged.errors))
    rows = _by_code(staged.rows, found)
    entries = {code: _entry(row, rules) for code, row in rows.items()}
    for check in (*_CHECKS, check_secretaries):
        found.errors.extend(check(rows, entries, rules))
    if good_rows:
        _drop_bad(rows, entries, rules, found)
    # Which of the rows that leave is the slip cannot be told, so none of the file is taken.
    emptied = list(check_emptied(rows, entries, rules))
    found.errors.extend(emptied)
    if not emptied and (good_rows or not found.errors):
        _sort_out(entries, rules.known, found)
    return found


def _by_code(rows: Iterable[StagedRow], found: Plan) -> dict[str, StagedRow]:
    first: dict[str, StagedRow] = {}
    for row in rows:
        code = row.text("code")
        if not code or "code" in row.unread:
            continue
        if code in first:
            found.errors.append(
                Remark(
                    row.spot("code"),
                    sentence(
                        "The code %(code)s stands in row %(row)s already.", code=code, row=first[code].row + 1
                    ),
                    sentence("Give each unit its own code, or delete one of the rows."),
                )
            )
        else:
            first[code] = row
    return first


def _entry(row: StagedRow, rules: Rules) -> Entry:
    """Lay the row over what is known; an empty cell leaves what is known."""
    entry = rules.known.get(row.text("code"), Entry(row.text("code")))
    given: dict[str, object] = {name: row.text(name) for name in TEXTS if row.text(name)}
    for name in DATES:
        value = row.values.get(name)
        if isinstance(value, int):
            given[name] = date.fromordinal(value)
    if "level" not in given and "kind" in given:
        fixed = next((kind.level for kind in rules.vocabulary.kinds if kind.id == given["kind"]), None)
        given["level"] = fixed or entry.level
    moved = "parent" in given and given["parent"] != entry.parent
    entry = replace(entry, **given)  # type: ignore[arg-type]
    if "secretary" in row.values and entry.dissolved is None:
        entry = replace(entry, has_post=True)
    return _completed(entry, rules, moved=moved and "since" not in given)


def _completed(entry: Entry, rules: Rules, *, moved: bool) -> Entry:
    if entry.workplace and not entry.workplace_code:
        entry = replace(entry, workplace_code=entry.code)
    if moved and entry.id:
        entry = replace(entry, since=rules.on)
    if entry.since is None:
        entry = replace(entry, since=entry.founded or ALWAYS)
    if entry.secretary and entry.secretary_since is None:
        entry = replace(entry, secretary_since=rules.on)
    before = rules.known.get(entry.code)
    if before and before.secretary and entry.secretary != before.secretary:
        entry = replace(entry, secretary_since=max(entry.secretary_since or rules.on, rules.on))
    return entry


def _drop_bad(rows: dict[str, StagedRow], entries: dict[str, Entry], rules: Rules, found: Plan) -> None:
    """Leave out rows with errors, and then what would hang below a unit that was left out."""
    bad = {(error.spot.sheet, error.spot.row) for error in found.errors}
    for code in [code for code, row in rows.items() if (row.sheet, row.row) in bad]:
        del rows[code], entries[code]
    while True:
        hanging = [
            c for c, e in entries.items() if e.parent and e.parent not in entries and e.parent not in rules.known
        ]
        if not hanging:
            return
        for code in hanging:
            found.errors.append(
                remark(
                    rows[code],
                    "parent",
                    sentence("The row of the unit above, %(code)s, was left out.", code=entries[code].parent),
                    sentence("Correct that row first."),
                )
            )
            del rows[code], entries[code]


def _sort_out(entries: Entries, known: Known, found: Plan) -> None:
    deep = depths({code: entry.parent for code, entry in chain(known.items(), entries.items())})
    for code, entry in sorted(entries.items(), key=lambda pair: (deep[pair[0]], pair[0])):
        if code not in known:
            found.added.append(entry)
        elif entry != known[code]:
            found.changed.append((known[code], entry))
        else:
            found.same += 1
