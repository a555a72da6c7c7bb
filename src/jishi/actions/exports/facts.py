"""The facts of a round as a file that can be brought in again: one row for each value."""

from collections.abc import Iterator
from datetime import date

from jishi.actions.exports.sheet import Sheet, Style
from jishi.actions.exports.units import rank_by_code
from jishi.actions.imports.forms import fact_column, tall_form
from jishi.actions.imports.known import known_units
from jishi.actions.private_facts import EXPORT
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.packs.pack import Pack
from jishi.sheets.columns import said
from jishi.sheets.showing import show
from jishi.sheets.writing import Written
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.office import Account
from jishi.store.models.org import Axis, UnitPath
from jishi.store.queries import facts
from jishi.store.transact import action

_Row = tuple[int, str, str, int, date | None]


def export(scope: Scope, pack: Pack, round_: Round, style: Style, actor: Account | None = None) -> Sheet:
    """Return the values that a scope may read, by unit in the order of the tree, then by fact.

    Reading values of the most private class is an event.
    """
    readable = _readable(scope, pack)
    values = facts.of_round(scope, round_).filter(value__isnull=False)
    rows: list[_Row] = [
        row
        for row in values.values_list("unit_id", "fact__code", "source", "value", "on").iterator(chunk_size=20_000)
        if row[1] in readable.get(row[0], readable[0])
    ]
    private = [row[1] for row in rows if pack.fact_by_id[row[1]].privacy == MOST_PRIVATE]
    if private:
        with action(actor, EXPORT, f"round:{round_.pk}") as event:
            event.note(values=len(rows), private=len(private), fields=sorted(set(private)), round=str(round_))
            event.note(purpose="other", words="jishi export")
            # Every unit below these places can tell that it was among them.
            event.note(roots=[""] if scope.everything else list(scope.roots(str(Axis.MANAGEMENT))))
    form = tall_form(pack.facts)
    heads = [style.head(column) for column in form.columns]
    return Sheet(said(form.names, style.language), heads, _written(rows, pack, style))


def _readable(scope: Scope, pack: Pack) -> dict[int, frozenset[str]]:
    """Return unit → the facts that may be read of it; 0 = of every other unit."""
    by_class = [
        frozenset(str(fact.id) for fact in pack.facts if fact.privacy <= least) for least in range(MOST_PRIVATE + 1)
    ]
    if scope.everything:
        return {0: by_class[MOST_PRIVATE]}
    axis = str(Axis.MANAGEMENT)
    classes = {
        unit: scope.reads(axis, path)
        for unit, path in UnitPath.objects.filter(axis=axis).values_list("unit_id", "path")
    }
    return {0: frozenset()} | {unit: by_class[found] for unit, found in classes.items() if found >= 0}


def _written(rows: list[_Row], pack: Pack, style: Style) -> Iterator[list[Written]]:
    known = known_units(clock.today())
    place = rank_by_code(known.values())
    codes = {entry.id: entry.code for entry in known.values()}
    columns = {str(fact.id): fact_column(fact) for fact in pack.facts}
    form = tall_form(pack.facts)
    fact_name, source_name = form.column("fact"), form.column("source")
    order = {name: number for number, name in enumerate(columns)}
    for unit, fact, source, value, on in sorted(rows, key=lambda r: (place[codes[r[0]]], order[r[1]], r[2])):
        yield [
            codes[unit],
            show(fact_name, fact, style.words),
            show(columns[fact], value, style.words),
            show(source_name, source, style.words),
            on.isoformat() if on else None,
        ]
