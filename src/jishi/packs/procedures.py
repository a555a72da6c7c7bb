"""Procedures and calendars of a pack → what the core decides by."""

from datetime import date

from jishi.core import cases
from jishi.core.calendar import WorkCalendar, work_calendar
from jishi.core.names import Named
from jishi.packs.pack import Pack
from jishi.packs.schema import procedures as written
from jishi.packs.schema.fields import Texts


def calendar_of(pack: Pack) -> WorkCalendar:
    """Return which days are worked; without a calendar Monday to Friday are, and no holiday is known.

    Raises:
        Refusal: the calendar contradicts itself.
    """
    found = pack.calendar
    if found is None:
        return WorkCalendar(date(1900, 1, 1), date(2199, 12, 31), frozenset(), frozenset())
    return work_calendar(found.first, found.last, found.holidays, found.make_up)


def procedure_of(found: written.Procedure) -> cases.Procedure:
    """Return a procedure as the core knows it."""
    return cases.Procedure(
        id=found.id,
        names=_named(found.names),
        steps=tuple(
            cases.Step(step.id, _named(step.names), term_of(step.term) if step.term else None, step.final)
            for step in found.steps
        ),
        moves=tuple(
            cases.Move(
                id=move.id,
                sources=move.sources,
                to=move.to,
                by=move.by,
                names=_named(move.names),
                gates=tuple(_gate(gate) for gate in move.gates),
                reason=move.reason,
                evidence=move.evidence,
            )
            for move in found.moves
        ),
    )


def term_of(term: written.Term) -> cases.Term:
    """Return a term as the core knows it."""
    return cases.Term(term.days, term.count == "working")


def share_of(gate: written.Gate) -> tuple[int, int] | None:
    """Return the part that a gate asks for, as two whole numbers; None = it is not written as one."""
    parts, slash, whole = (gate.more_than or gate.at_least or "").partition("/")
    if not slash or not parts.isdecimal() or not whole.isdecimal() or int(whole) == 0:
        return None
    return int(parts), int(whole)


def _gate(gate: written.Gate) -> cases.Gate:
    parts, whole = share_of(gate) or (1, 1)
    return cases.Gate(
        id=gate.id,
        kind=gate.kind,
        names=_named(gate.names),
        of=gate.of or "",
        among=gate.among or "",
        parts=parts,
        whole=whole,
        over=gate.more_than is not None,
        step=gate.step or "",
        months=gate.months or 0,
        days=gate.days or 0,
    )


def _named(texts: Texts) -> Named:
    return Named({"zh-Hans": texts.zh_hans, "zh-Hant": texts.zh_hant, "en": texts.en})
