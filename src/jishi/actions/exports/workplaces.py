"""Workplaces as a file that can be brought in again."""

from datetime import date

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.workplace_form import workplace_form
from jishi.actions.imports.workplaces import Entry, known_workplaces
from jishi.core.access import Scope
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.queries import units

_PLACES = ("code", "place", "unit")


def export(
    scope: Scope,
    vocabulary: Vocabulary,
    style: Style,
    unit: Unit | None = None,
    only: frozenset[str] | None = None,
) -> Sheet:
    """Return the workplaces that a scope sees (at or below a unit), closed ones included, by code.

    Args:
        scope: who looks.
        vocabulary: whose words count.
        style: how it is written.
        unit: only those at or below it; None = all.
        only: codes that are wanted; None = all.
    """
    form = workplace_form(vocabulary)
    known = known_workplaces(clock.today())
    if not (scope.everything and unit is None):
        seen = units.visible(scope) if unit is None else units.subtree(scope, unit)
        codes = set(seen.values_list("code", flat=True))
        known = {code: entry for code, entry in known.items() if (entry.place or entry.unit) in codes}
    if only is not None:
        known = {code: entry for code, entry in known.items() if code in only}
    names = [column.id for column in form.columns]
    rows = ([_value(known[code], name) for name in names] for code in sorted(known))
    return style.sheet(form, rows)


def _value(entry: Entry, name: str) -> Value:
    if name in _PLACES:
        return str(getattr(entry, name)) or None
    if name == "joint":
        return "、".join(entry.joint) or None
    value = entry.fields.get(name)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int) else str(value) if value else None
