"""Derivations as written → the nouns of :mod:`jishi.core.derivations`."""

import re
from collections.abc import Iterator, Mapping

from jishi.core.derivations import (
    Count,
    CountDistinct,
    Derivation,
    Exists,
    Filter,
    GapDays,
    Maximum,
    Minimum,
    PerPeriodMinimum,
    Rows,
    Sum,
    Window,
)
from jishi.core.errors import Complaint, sentence
from jishi.packs.amounts import YES_NO
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Condition
from jishi.packs.schema.facts import Derivation as Written
from jishi.packs.scopes import scopes

_WITH_FIELD: Mapping[str, type] = {
    "count-distinct": CountDistinct,
    "sum": Sum,
    "minimum": Minimum,
    "maximum": Maximum,
}
_ALONE: Mapping[str, type] = {"count": Count, "exists": Exists, "gap-days": GapDays}
_FIGURES = ("count", "count-distinct", "sum")
_WINDOWED = ("gap-days", "per-period-minimum")


def derivations(pack: Pack) -> Mapping[str, Derivation]:
    """Return fact id → how it is gathered, for the facts that are gathered and for the scopes of rules."""
    gathered = {str(fact.id): _derived(fact.derivation) for fact in pack.facts if fact.derivation is not None}
    return {**gathered, **scopes(pack)}


def derivation_of(written: Written) -> Derivation:
    """Return the noun that a derivation means."""
    return _derived(written)


def check_derivations(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about derivations that lack a field, a period or a window, or have one too many."""
    for fact in pack.facts:
        if fact.derivation is not None:
            yield from _check(fact.derivation)
    for kind in pack.targets:
        yield from _check(kind.derivation)
    for figure in pack.register_figures:
        yield from _check(figure.derivation)
        if figure.derivation.noun not in _FIGURES or figure.derivation.axis != "own":
            yield figure.derivation.position.spot.complaint(
                sentence("A figure of the registers is a %(nouns)s on its own axis.", nouns=", ".join(_FIGURES)),
                sentence("Write one of these; the page adds up what lies below."),
            )


def _check(written: Written) -> Iterator[Complaint]:
    spot = written.position.spot
    if (written.noun in _WITH_FIELD) != (written.field is not None):
        yield spot.complaint(
            sentence("Exactly the nouns %(nouns)s take a field.", nouns=", ".join(_WITH_FIELD)),
            sentence("Add field:, or delete it."),
        )
    if (written.noun == "per-period-minimum") != (written.period is not None) or written.least < 1:
        yield spot.complaint(
            sentence("Exactly per-period-minimum takes a period, and at least 1 is due in it."),
            sentence("Add period:, or delete it; write least: 1 or more."),
        )
    if (written.window == "days") != (written.days is not None) or (written.days or 1) < 1:
        yield spot.complaint(
            sentence("Exactly the window days takes a number of days, at least 1."),
            sentence("Write window: days and days: 180."),
        )
    if written.noun in _WINDOWED and written.window in ("on", "ever"):
        yield spot.complaint(
            sentence("%(noun)s needs a window with a first day.", noun=written.noun),
            sentence("Write window: year, cycle or days."),
        )
    for condition in written.where:
        yield from _check_condition(condition)


def _check_condition(condition: Condition) -> Iterator[Complaint]:
    count = len(condition.values)
    wanted = count == 0 if condition.compared in ("known", "unknown") else count == 1 or condition.compared == "in"
    if not wanted or (condition.compared == "in" and count == 0):
        yield condition.position.spot.complaint(
            sentence('The condition "%(is)s" has %(count)s values.', **{"is": condition.compared, "count": count}),
            sentence("known and unknown take none, in takes several, the others one."),
        )


def _derived(written: Written) -> Derivation:
    rows = Rows(
        written.register,
        written.subject,
        tuple(_filter(condition) for condition in written.where),
        Window(written.window, written.days),
        written.axis,
    )
    if written.noun in _ALONE:
        alone: Derivation = _ALONE[written.noun](rows)
        return alone
    if written.noun in _WITH_FIELD:
        with_field: Derivation = _WITH_FIELD[written.noun](rows, written.field)
        return with_field
    return PerPeriodMinimum(rows, written.period or "year", written.least, written.tell)


def _filter(condition: Condition) -> Filter:
    return Filter(condition.field, condition.compared, tuple(_value(text) for text in condition.values))


def _value(text: str) -> str | int:
    if text in ("yes", "no"):
        return YES_NO[text]
    return int(text) if re.fullmatch(r"-?\d+", text) else text
