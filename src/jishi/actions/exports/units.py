"""The register as a file that can be brought in again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.forms import register_form
from jishi.actions.imports.known import ALWAYS, Entry, known_units
from jishi.core.access import Scope
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.queries import units

# What names people; empty cells leave what is known when the sheet comes in again.
_NAMES = ("secretary", "secretary_since")


def export(scope: Scope, vocabulary: Vocabulary, style: Style, *, names: bool = True) -> Sheet:
    """Return the units that a scope sees, dissolved ones included, in the order of the tree."""
    form = register_form(vocabulary)
    known = known_units(clock.today())
    if not scope.everything:
        seen = set(units.visible(scope).values_list("pk", flat=True))
        known = {code: entry for code, entry in known.items() if entry.id in seen}
    columns = [column.id for column in form.columns]
    shown = {name for name in columns if names or name not in _NAMES}
    rows = ([_value(entry, name) if name in shown else None for name in columns] for entry in in_tree_order(known))
    return style.sheet(form, rows)


def in_tree_order(known: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield entries in preorder, siblings by code; units whose superior is not among them come as tops."""
    below: dict[str, list[str]] = {}
    for code, entry in known.items():
        below.setdefault(entry.parent if entry.parent in known else "", []).append(code)
    waiting = sorted(below.get("", ()), reverse=True)
    while waiting:
        code = waiting.pop()
        yield known[code]
        waiting.extend(sorted(below.get(code, ()), reverse=True))


def rank_by_code(known: Iterable[Entry]) -> dict[str, int]:
    """Return each code's place in the order of the tree."""
    return {entry.code: place for place, entry in enumerate(in_tree_order({e.code: e for e in known}))}


def _value(entry: Entry, name: str) -> Value:
    value: object = getattr(entry, name)
    if isinstance(value, date):
        return None if name == "since" and value == (entry.founded or ALWAYS) else value.toordinal()
    return str(value) if value else None
