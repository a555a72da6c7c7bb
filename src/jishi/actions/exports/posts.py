"""Posts and their holders as a file that can be brought in again."""

from datetime import date

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.imports.post_form import post_form
from jishi.actions.imports.posts import known_posts
from jishi.core.access import Scope
from jishi.packs.pack import Pack
from jishi.sheets.values import Value
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.queries import units


def export(scope: Scope, pack: Pack, style: Style, unit: Unit | None = None) -> Sheet:
    """Return the posts that a scope sees (at or below a unit), by code; vacant ones have no holder."""
    form = post_form(pack)
    names = dict(Unit.objects.values_list("code", "name"))
    known = known_posts(clock.today())
    if not (scope.everything and unit is None):
        seen = units.visible(scope) if unit is None else units.subtree(scope, unit)
        inside = set(seen.values_list("code", flat=True))
        known = {key: entry for key, entry in known.items() if entry.unit in inside}
    rows: list[list[Value]] = [
        [
            entry.unit,
            names.get(entry.unit),
            entry.kind,
            entry.holder or None,
            _day(entry.since),
            _day(entry.term_end),
            entry.channel or None,
            *(None,) * 3,
        ]
        for entry in known.values()
    ]
    return style.sheet(form, rows)


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None
