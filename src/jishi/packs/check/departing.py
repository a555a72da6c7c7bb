"""Where a local pack departs from procedures, publications and papers of the pack it extends, and whether it may.

A local pack may add gates, lengthen the time in which people can speak, and ask for more. It may not take a
gate away, shorten a notice, let somebody else decide, find a way around a step, or hand out more commendations.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jishi.core.errors import Complaint, sentence
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.schema.forms import PaperForm
from jishi.packs.schema.procedures import Award, CaseStep, Gate, Move, Procedure, Term
from jishi.packs.schema.publications import Publication

_NOTHING = "—"


@dataclass(frozen=True)
class Departing:
    """One field that a local pack says otherwise.

    Attributes:
        spot: where it says so.
        path: which field: ``procedures › grading › notice › term``.
        before: as the extended pack has it.
        after: as the local pack has it.
        allowed: it is at least as strict.
    """

    spot: Spot
    path: str
    before: str
    after: str
    allowed: bool


def departing(pack: Pack) -> tuple[Departing, ...]:
    """Return every such field of a local pack, in the order of the extended pack; a pack of its own has none."""
    parent = pack.parent
    if parent is None:
        return ()
    found = _Comparing(pack, parent)
    return (*found.procedures(), *found.publications(), *found.forms())


def check_departing(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every field that a local pack loosens: from what, to what, and what to do."""
    for each in departing(pack):
        if not each.allowed:
            told = {"path": each.path, "before": each.before, "after": each.after}
            yield each.spot.complaint(
                sentence(
                    '%(path)s goes from "%(before)s" to "%(after)s", which "%(pack)s" does not allow.',
                    pack=pack.heading.extends or "",
                    **told,
                ),
                sentence("Only tighten it here; loosen it in the pack that declares it, with its approval."),
            )


@dataclass(frozen=True)
class _Comparing:
    pack: Pack
    parent: Pack

    def procedures(self) -> Iterator[Departing]:
        for old in self.parent.procedures:
            path, new = f"procedures › {old.id}", self.pack.procedure_by_id.get(str(old.id))
            if new is None:
                yield self._gone(path, str(old.id))
                continue
            yield from _steps(path, old, new)
            yield from _moves(path, old, new)
            if old.award and new.award:
                yield from _award(f"{path} › award", old.award, new.award)

    def publications(self) -> Iterator[Departing]:
        for old in self.parent.publications:
            path, new = f"publications › {old.id}", self.pack.publication_by_id.get(str(old.id))
            if new is None:
                yield self._gone(path, str(old.id))
            else:
                yield from _publication(path, old, new)

    def forms(self) -> Iterator[Departing]:
        for old in self.parent.forms:
            new = self.pack.form_by_id.get(str(old.id))
            # Every county prints papers of its own; what must be handed up is not its own to drop.
            if new is None and old.up:
                yield self._gone(f"forms › {old.id}", str(old.id))
            elif new is not None:
                yield from _form(f"forms › {old.id}", old, new)

    def _gone(self, path: str, name: str) -> Departing:
        return Departing(self.pack.heading.position.of("extends"), path, name, _NOTHING, False)


def _steps(path: str, old: Procedure, new: Procedure) -> Iterator[Departing]:
    by_id: Mapping[str, CaseStep] = {str(step.id): step for step in new.steps}
    for step in old.steps:
        found = by_id.get(str(step.id))
        if found is None:
            yield Departing(new.position.spot, f"{path} › {step.id}", str(step.id), _NOTHING, False)
            continue
        here = f"{path} › {step.id}"
        yield from _term(f"{here} › term", (step.term, found.term), found.position.of("term"), longer=True)
        yield from _plain(f"{here} › final", (step.final, found.final), found.position.of("final"), _never)


def _moves(path: str, old: Procedure, new: Procedure) -> Iterator[Departing]:
    before: Mapping[str, Move] = {str(move.id): move for move in old.moves}
    known = {str(step.id) for step in old.steps}
    for move in new.moves:
        here, was = f"{path} › {move.id}", before.get(str(move.id))
        if was is not None:
            yield from _move(here, was, move)
            continue
        wanted = _guards(old, move.to) if move.to in known else frozenset()
        missing = sorted(wanted - {str(gate.id) for gate in move.gates})
        after = f"{', '.join(move.sources)} → {move.to}"
        before_ = f"{move.to}: {', '.join(sorted(wanted))}" if missing else _NOTHING
        yield Departing(move.position.spot, here, before_, after, not missing)
    kept = {str(move.id) for move in new.moves}
    for name, move in before.items():
        if name not in kept:
            yield Departing(new.position.spot, f"{path} › {name}", name, _NOTHING, not move.gates)


def _guards(old: Procedure, step: str) -> frozenset[str]:
    """Return the gates that every way to a step has."""
    sets = [frozenset(str(gate.id) for gate in move.gates) for move in old.moves if move.to == step]
    return frozenset.intersection(*sets) if sets else frozenset()


def _move(path: str, old: Move, new: Move) -> Iterator[Departing]:
    spot = new.position.of
    yield from _plain(f"{path} › from", (old.sources, new.sources), spot("from"), _subset)
    yield from _plain(f"{path} › to", (old.to, new.to), spot("to"), _never)
    yield from _plain(f"{path} › by", (old.by, new.by), spot("by"), _never)
    yield from _plain(f"{path} › reason", (old.reason, new.reason), spot("reason"), _only_on)
    yield from _plain(f"{path} › evidence", (old.evidence, new.evidence), spot("evidence"), _only_on)
    gates: dict[str, Gate] = {str(gate.id): gate for gate in new.gates}
    for gate in old.gates:
        found = gates.pop(str(gate.id), None)
        if found is None:
            yield Departing(new.position.spot, f"{path} › {gate.id}", str(gate.id), _NOTHING, False)
        else:
            yield from _gate(f"{path} › {gate.id}", gate, found)
    for name, gate in gates.items():
        yield Departing(gate.position.spot, f"{path} › {name}", _NOTHING, name, True)


def _gate(path: str, old: Gate, new: Gate) -> Iterator[Departing]:
    for key in ("kind", "of", "among", "step"):
        yield from _plain(f"{path} › {key}", (getattr(old, key), getattr(new, key)), new.position.of(key), _never)
    yield from _part(path, old, new)
    for key in ("months", "days"):
        pair = (getattr(old, key), getattr(new, key))
        yield from _plain(f"{path} › {key}", pair, new.position.of(key), _more)


def _part(path: str, old: Gate, new: Gate) -> Iterator[Departing]:
    """Compare which part is asked for, however it is said: more than 2/3 is more than at least 1/2."""
    was, now = _asked(old), _asked(new)
    if was == now:
        return
    same = was[0] == now[0]
    before, after = (said[1] if same else f"{said[0]} {said[1]}" for said in (was, now))
    key = now[0] if same else "share"
    yield Departing(
        new.position.of(now[0]), f"{path} › {key}", before or _NOTHING, after or _NOTHING, _asks_more(was, now)
    )


def _asked(gate: Gate) -> tuple[str, str]:
    """Return how a part is asked for, and which; an empty one = none is."""
    return ("more_than", gate.more_than) if gate.more_than is not None else ("at_least", gate.at_least or "")


def _asks_more(old: tuple[str, str], new: tuple[str, str]) -> bool:
    try:
        was, now = ((Fraction(part), said == "more_than") for said, part in (old, new))
    except (ValueError, ZeroDivisionError):
        return bool(new[1]) and not old[1]
    return now > was


def _award(path: str, old: Award, new: Award) -> Iterator[Departing]:
    spot = new.position.of
    yield from _plain(f"{path} › share", (old.share, new.share), spot("share"), _less)
    yield from _plain(f"{path} › least", (old.least, new.least), spot("least"), _less)
    yield from _plain(f"{path} › grades", (old.grades, new.grades), spot("grades"), _subset)
    yield from _plain(f"{path} › notice", (old.notice, new.notice), spot("notice"), _never)
    yield from _plain(f"{path} › published", (old.published, new.published), spot("published"), _never)


def _publication(path: str, old: Publication, new: Publication) -> Iterator[Departing]:
    spot = new.position.of
    yield from _plain(f"{path} › kind", (old.kind, new.kind), spot("kind"), lambda was, _now: was == "disclosure")
    yield from _plain(f"{path} › what", (old.what, new.what), spot("what"), _never)
    yield from _plain(f"{path} › to", (old.to, new.to), spot("to"), lambda was, _now: was == "members")
    yield from _plain(f"{path} › where", (old.where, new.where), spot("where"), _superset)
    yield from _plain(f"{path} › fields", (old.fields, new.fields), spot("fields"), _superset)
    yield from _term(f"{path} › term", (old.term, new.term), spot("term"), longer=True)
    yield from _term(f"{path} › answer", (old.answer, new.answer), spot("answer"), longer=False)


def _form(path: str, old: PaperForm, new: PaperForm) -> Iterator[Departing]:
    spot = new.position.of
    yield from _plain(f"{path} › up", (old.up, new.up), spot("up"), _only_on)
    yield from _plain(f"{path} › stamped", (old.stamped, new.stamped), spot("stamped"), _only_on)
    yield from _term(f"{path} › due", (old.due, new.due), spot("due"), longer=False)


def _plain(
    path: str, values: tuple[Any, Any], spot: Spot, stricter: Callable[[Any, Any], bool]
) -> Iterator[Departing]:
    old, new = values
    if old != new:
        yield Departing(spot, path, _written(old), _written(new), stricter(old, new))


def _term(path: str, terms: tuple[Term | None, Term | None], spot: Spot, *, longer: bool) -> Iterator[Departing]:
    old, new = terms
    was, now = (_length(term) for term in terms)
    if was == now:
        return
    before, after = (_said(term) for term in terms)
    if old is None or new is None:
        # A term where there was none binds; where it is taken away, nothing binds any more.
        yield Departing(spot, path, before, after, old is None)
        return
    same_days = old.count == new.count
    days = new.days >= old.days if longer else new.days <= old.days
    # Working days are never fewer than as many days of the calendar.
    counts = same_days or (new.count == "working") == longer
    yield Departing(spot, path, before, after, days and counts)


def _length(term: Term | None) -> tuple[int, str] | None:
    return (term.days, term.count) if term else None


def _said(term: Term | None) -> str:
    return f"{term.days} {term.count}" if term else _NOTHING


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or _NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOTHING if value is None else str(value)


def _never(_old: Any, _new: Any) -> bool:
    return False


def _only_on(old: bool, new: bool) -> bool:
    return new and not old


def _subset(old: Sequence[str], new: Sequence[str]) -> bool:
    """Say whether only what was there is left; an empty list means any."""
    return bool(new) and (not old or set(new) <= set(old))


def _superset(old: Sequence[str], new: Sequence[str]) -> bool:
    """Say whether everything that was there still is; an empty list means nothing."""
    return set(old) <= set(new)


def _more(old: int | None, new: int | None) -> bool:
    return new is not None and (old is None or new > old)


def _less(old: Any, new: Any) -> bool:
    return bool(new < old)
