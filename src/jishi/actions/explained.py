"""One unit's grade with everything that it rests on, cut to what a reader may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jishi.actions.consult.tallied import Tallied, tallies
from jishi.actions.people.reading import Purpose
from jishi.actions.private_facts import noted, private_among
from jishi.actions.programme import pack_of
from jishi.actions.results import NOWHERE, Results
from jishi.core.access import MOST_PRIVATE, Scope
from jishi.core.explain import Explanation, Provenance, Recorded, explain
from jishi.core.scorecard import Scorecard, ScoredRow
from jishi.packs.amounts import scaled
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.store.models.assess import FactValue
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.queries import facts, units

PERSONAL = 2


@dataclass(frozen=True)
class Explained:
    """A unit, explained from a run.

    Attributes:
        unit: the unit.
        row: its row in the run.
        pack: the pack of the run.
        explanation: grade ← limits ← dimensions ← indicators ← facts.
        said: what every source says of its facts today, inside the reader's class of fields.
        changed: ids of facts that count otherwise today than when the run was computed.
        tallies: what the close of a consultation told of its facts, also of those that it could not tell.
        hidden: ids of facts whose values the reader's class of fields does not let through.
    """

    unit: Unit
    row: int
    pack: Pack
    explanation: Explanation
    said: Sequence[FactValue]
    changed: frozenset[str]
    hidden: frozenset[str]
    tallies: Mapping[str, Tallied] = field(default_factory=dict)


@dataclass(frozen=True)
class Looking:
    """Why somebody looks at the private facts of a unit, too.

    Attributes:
        actor: who; None = the command line.
        purpose: what for; it is kept with the event.
    """

    actor: Account | None
    purpose: Purpose


def explained(scope: Scope, results: Results, unit: Unit, looking: Looking | None = None) -> Explained:
    """Compute one unit again from what the run read, keeping every step.

    Args:
        looking: facts of the most private class are told too, and that they were read is an event;
            None = they are kept back.

    Raises:
        Unit.DoesNotExist: the unit is outside, or was not in the tree of the run.
        Refusal: the pack is gone, or no purpose is stated.
    """
    row = results.row_of.get(unit.pk, NOWHERE)
    if row == NOWHERE:
        raise Unit.DoesNotExist
    pack = pack_of(results.run.round.cycle)
    on = results.run.tree_on
    most = whole_class(scope, unit) if looking else open_class(scope, unit)
    said = _within(most, pack, list(facts.of_unit(scope, unit, results.run.round)))
    by_fact = chosen(pack, said)
    recorded = Recorded(run=results.result, said={fact: _provenance(each) for fact, each in by_fact.items()})
    found = explain(lower(pack, on=on), results.snapshot, row, cards(pack, on), recorded)
    changed = frozenset(
        fact for fact, used in found.facts.items() if fact in by_fact and used.value != by_fact[fact][0].value
    )
    hidden = frozenset(fact for fact in found.facts if pack.fact_by_id[fact].privacy > most)
    if looking:
        told = (set(found.facts) - hidden) | {each.fact.code for each in said}
        noted(looking.actor, unit, private_among(pack, told), looking.purpose)
    told_of = tallies(unit, results.run.round, pack, set(found.facts) - hidden)
    return Explained(unit, row, pack, found, said, changed, hidden, told_of)


def cards(pack: Pack, on: date) -> Mapping[str, Scorecard]:
    """Return the rows of the standard of every domain, as they count on a day."""
    found = {}
    for domain in pack.domain_by_id:
        standard = pack.standard_for(domain)
        rows = tuple(
            ScoredRow(row.id, row.dimension, scaled(row.weight, 100), row.effort)
            for row in pack.indicators_for(domain, on)
        )
        if standard is not None:
            found[domain] = Scorecard(standard.id, rows)
    return found


def open_class(scope: Scope, unit: Unit) -> int:
    """Return the most private class of fields that a page shows of a unit without asking for a purpose.

    Sensitive fields (class 3) are read only for a stated purpose, each reading an event; a long page has none.
    """
    return min(whole_class(scope, unit), PERSONAL)


def whole_class(scope: Scope, unit: Unit) -> int:
    """Return the most private class of fields that may be read of a unit at all, for a stated purpose."""
    if scope.everything:
        return MOST_PRIVATE
    return max((scope.reads(axis, path) for axis, path in units.seers(unit)), default=-1)


def readable(scope: Scope, unit: Unit, pack: Pack, said: Sequence[FactValue]) -> list[FactValue]:
    """Return what the reader's class of fields lets through; a fact that the pack does not know is kept back."""
    return _within(open_class(scope, unit), pack, said)


def _within(most: int, pack: Pack, said: Sequence[FactValue]) -> list[FactValue]:
    known = pack.fact_by_id
    return [each for each in said if each.fact.code in known and known[each.fact.code].privacy <= most]


def chosen(pack: Pack, said: Sequence[FactValue]) -> dict[str, list[FactValue]]:
    """Return fact → what was said of it, the value that counts first."""
    found: dict[str, list[FactValue]] = {}
    for each in said:
        if each.source in pack.fact_by_id[each.fact.code].sources:
            found.setdefault(each.fact.code, []).append(each)
    for fact, values in found.items():
        order = list(pack.fact_by_id[fact].sources)
        values.sort(key=lambda each, order=order: (each.value is None, order.index(each.source)))  # type: ignore[misc]
    return found


def _provenance(values: Sequence[FactValue]) -> tuple[Provenance, ...]:
    return tuple(
        Provenance(each.source, each.value, each.on.toordinal() if each.on else None, each.sheet, place == 0)
        for place, each in enumerate(values)
    )
