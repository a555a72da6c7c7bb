"""What can be wrong with the rows of a register: words, dates, places in the tree."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from jishi.actions.imports.forms import named
from jishi.actions.imports.known import Entry, Known
from jishi.actions.imports.places import looped
from jishi.actions.people.finding import Found, Named
from jishi.core.errors import Sentence, sentence
from jishi.packs.schema.vocabulary import Kind, Vocabulary
from jishi.sheets.staging import StagedRow
from jishi.sheets.workbook import Remark

Who = Callable[[Sequence[Named]], Sequence[Found]]
LeftBehind = Callable[[Collection[str]], Mapping[str, list[tuple[Sentence, Sentence]]]]


def nobody(codes: Collection[str]) -> Mapping[str, list[tuple[Sentence, Sentence]]]:
    """Return that nobody and nothing is left in any unit."""
    return {}


def strangers(named: Sequence[Named]) -> Sequence[Found]:
    """Return that nobody is known yet."""
    return [Found() for _each in named]


@dataclass(frozen=True)
class Rules:
    """What rows are checked against.

    Attributes:
        vocabulary: kinds, levels and domains of the pack.
        known: the register that stands.
        allowed: codes below which rows may lie; None = anywhere.
        emptying: whether a unit may lose the last unit below it.
        on: the day of the import; new places begin on it.
        left_behind: codes → why units of these cannot be dissolved yet.
        who: names at units → which persons of the register these are.
    """

    vocabulary: Vocabulary
    known: Known
    on: date
    allowed: Collection[str] | None = None
    emptying: bool = False
    left_behind: LeftBehind = nobody
    who: Who = strangers


Rows = Mapping[str, StagedRow]
Entries = Mapping[str, Entry]


def check_words(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """Kinds under kinds, and a level for everybody; unknown words were refused in reading."""
    kinds: dict[str, Kind] = {kind.id: kind for kind in rules.vocabulary.kinds}
    for code, row in rows.items():
        entry = entries[code]
        kind = kinds.get(entry.kind)
        if kind is None:
            continue
        if kind.level and entry.level != kind.level:
            yield remark(
                row,
                "level",
                sentence("A unit of the kind %(kind)s always has one and the same level.", kind=named(kind.names)),
                sentence("Leave the level empty: the kind says it."),
            )
        elif not entry.level and "level" not in row.unread:
            yield remark(
                row,
                "level",
                sentence("The level is missing."),
                sentence("Fill it in; the kind %(kind)s has no level of its own.", kind=named(kind.names)),
            )
        above = entries.get(entry.parent) or rules.known.get(entry.parent)
        fits = above is None or entry.parent == code or not kind.parents or above.kind in kind.parents
        if above and not fits and above.kind in kinds:
            yield remark(
                row,
                "kind",
                sentence(
                    "%(kind)s cannot stand below %(above)s.",
                    kind=named(kind.names),
                    above=named(kinds[above.kind].names),
                ),
                sentence("Correct the kind of one of the two, or the code of the unit above."),
            )


def check_dates(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """Dates that contradict each other, the future, or the past that stands."""
    for code, row in rows.items():
        entry = entries[code]
        if entry.founded and entry.dissolved and entry.dissolved < entry.founded:
            yield remark(
                row,
                "dissolved",
                sentence(
                    "The unit was dissolved on %(dissolved)s, before it was founded on %(founded)s.",
                    dissolved=entry.dissolved.isoformat(),
                    founded=entry.founded.isoformat(),
                ),
                sentence("Correct one of the two dates."),
            )
        if entry.founded and entry.founded > rules.on:
            yield remark(
                row,
                "founded",
                sentence("The unit is founded in the future, on %(founded)s.", founded=entry.founded.isoformat()),
                sentence("Correct the date, or bring the unit in when it exists."),
            )
        before = rules.known.get(code)
        if before and before.since and entry.since and before.parent != entry.parent and entry.since < before.since:
            yield remark(
                row,
                "since",
                sentence(
                    "The new place would begin on %(since)s, before the present one began on %(before)s.",
                    since=entry.since.isoformat(),
                    before=before.since.isoformat(),
                ),
                sentence("Write a later day; the past is not rewritten."),
            )


def check_places(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """Places in the tree: nobody above, below itself, in a circle, outside, below what is dissolved."""
    tops = {code for code, known in rules.known.items() if not known.parent and code not in entries}
    parents = {code: entry.parent for code, entry in chain(rules.known.items(), entries.items())}
    in_loop = looped(parents)
    free = {kind.id for kind in rules.vocabulary.kinds if not kind.parents}
    for code, row in rows.items():
        entry = entries[code]
        if "parent" in row.unread or _as_it_stands(code, entry, entries, rules):
            continue
        if not entry.parent and entry.kind not in free:
            if tops:
                yield remark(
                    row,
                    "parent",
                    sentence("The unit above is missing; %(top)s stands at the top already.", top=min(tops)),
                    sentence("Write the code of the unit above."),
                )
            tops.add(code)
        elif entry.parent == code:
            yield remark(
                row,
                "parent",
                sentence("The unit stands below itself."),
                sentence("Write the code of the unit above."),
            )
        elif entry.parent and entry.parent not in parents:
            yield remark(row, "parent", *_unknown_parent(entry.parent, parents))
        elif code in in_loop:
            yield remark(
                row,
                "parent",
                sentence("These units stand below one another in a circle: %(codes)s.", codes=in_loop[code]),
                sentence("Correct the unit above in one of the rows."),
            )
        elif rules.allowed is not None and not _inside(code, entry, rules, entries):
            yield remark(
                row,
                "code",
                sentence("This unit lies outside what you may change."),
                sentence("Ask the office above to bring it in."),
            )
        yield from _dissolved_above(row, entry, entries, rules)


def _as_it_stands(code: str, entry: Entry, entries: Entries, rules: Rules) -> bool:
    """Say whether a unit keeps its place, and what stands above keeps standing: a known wrong is no row's fault."""
    above = rules.known.get(entry.parent)
    if rules.known.get(code) != entry:
        return False
    return above is None or entries.get(entry.parent, above).dissolved == above.dissolved


def _unknown_parent(parent: str, codes: Collection[str]) -> tuple[Sentence, Sentence]:
    padded = next((code for code in codes if code.lstrip("0") == parent and code != parent), "")
    if padded:
        return (
            sentence(
                "The unit above, %(code)s, is not known, but %(padded)s is: the zeros at the beginning were lost.",
                code=parent,
                padded=padded,
            ),
            sentence("Set the column to text and type the code with its zeros."),
        )
    return (
        sentence("The unit above, %(code)s, is neither in this file nor in the register.", code=parent),
        sentence("Add its row, or correct the code."),
    )


def _inside(code: str, entry: Entry, rules: Rules, entries: Entries) -> bool:
    allowed = rules.allowed or ()
    if code in rules.known and code not in allowed:
        return False
    for _ in range(100):
        if entry.parent in allowed:
            return True
        above = entries.get(entry.parent) or rules.known.get(entry.parent)
        if above is None:
            return code in allowed
        entry = above
    return False


def _dissolved_above(row: StagedRow, entry: Entry, entries: Entries, rules: Rules) -> Iterable[Remark]:
    above = entries.get(entry.parent) or rules.known.get(entry.parent)
    if above and above.dissolved and (entry.dissolved is None or entry.dissolved > above.dissolved):
        yield remark(
            row,
            "parent",
            sentence(
                "The unit above, %(code)s, was dissolved on %(on)s.",
                code=above.code,
                on=above.dissolved.isoformat(),
            ),
            sentence("Place the unit below one that exists, or say when it was dissolved too."),
        )


def check_workplaces(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """One workplace has one unit; a unit may have several workplaces."""
    owner = {entry.workplace_code: code for code, entry in rules.known.items() if entry.workplace_code}
    for code, row in rows.items():
        workplace = entries[code].workplace_code
        other = owner.setdefault(workplace, code) if workplace else code
        if other != code:
            yield remark(
                row,
                "workplace_code",
                sentence(
                    "The workplace %(workplace)s has the unit %(code)s already.", workplace=workplace, code=other
                ),
                sentence("Correct the code of the workplace, or leave it empty."),
            )


def check_recoded(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """New codes for units that stand there already: a code that changed would found the unit a second time."""
    standing = {
        (entry.name, entry.parent): code
        for code, entry in rules.known.items()
        if entry.dissolved is None and code not in entries
    }
    for code, row in rows.items():
        entry = entries[code]
        before = standing.get((entry.name, entry.parent))
        if code not in rules.known and before is not None:
            yield remark(
                row,
                "code",
                sentence(
                    "%(name)s stands below the same unit already, with the code %(code)s.",
                    name=entry.name,
                    code=before,
                ),
                sentence(
                    "If its code changed, give it the new one first (page: New code); else tell the names apart."
                ),
            )


def check_left(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """Units that are dissolved while members, units below them, workplaces or open matters would be left."""
    going = [
        code
        for code, entry in entries.items()
        if entry.dissolved and code in rules.known and rules.known[code].dissolved is None
    ]
    below = Counter(
        entry.parent for entry in chain.from_iterable(_merged(entries, rules)) if entry.dissolved is None
    )
    left = rules.left_behind(going) if going else {}
    for code in going:
        reasons = list(left.get(code, ()))
        if below[code]:
            reasons.append(
                (
                    sentence("%(count)s units still stand below it.", count=below[code]),
                    sentence("Move or dissolve them first."),
                )
            )
        for what, fix in reasons:
            yield remark(rows[code], "dissolved", what, fix)


def _merged(entries: Entries, rules: Rules) -> tuple[Iterable[Entry], Iterable[Entry]]:
    return entries.values(), (entry for code, entry in rules.known.items() if code not in entries)


def check_emptied(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """Units that would lose the last unit below them; a slip of a column does that to a whole township."""
    if rules.emptying:
        return
    before = {entry.parent for entry in rules.known.values() if entry.dissolved is None}
    merged = {**rules.known, **entries}
    after = {entry.parent for entry in merged.values() if entry.dissolved is None}
    for code in sorted(before - after - {""}):
        if code not in merged or merged[code].dissolved is not None:
            continue
        leaver = next(
            c
            for c, e in entries.items()
            if (c in rules.known and rules.known[c].parent == code and e.parent != code)
            or (c in rules.known and rules.known[c].parent == code and e.dissolved)
        )
        yield remark(
            rows[leaver],
            "parent" if entries[leaver].parent != code else "dissolved",
            sentence("Nothing would be left below %(name)s (%(code)s).", name=merged[code].name, code=code),
            sentence("Check the column; if it is meant, confirm it on the page or with --confirm-emptied."),
        )


def remark(row: StagedRow, column: str, what: Sentence, fix: Sentence) -> Remark:
    """Return a remark about a cell of a row."""
    return Remark(row.spot(column), what, fix)
