"""Does a local pack leave blocking rules and limits at least as strict as it found them?"""

from collections.abc import Iterator, Mapping
from typing import Any

from jishi.core.errors import Complaint, Sentence, sentence
from jishi.packs.build import schema_fields
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask, Quorum
from jishi.packs.schema.fields import written_key
from jishi.packs.schema.improvement import Promotion
from jishi.packs.schema.rules import Rule
from jishi.packs.strictness import Judge


def check_tightening(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every blocking rule, limit or privacy class that a local pack loosens or removes."""
    parent = pack.parent
    if parent is None:
        return
    judge = Judge(parent, pack)
    blocking: dict[str, Rule] = {rule.id: rule for rule in parent.rules if rule.severity == "block"}
    yield from _kept(pack, sentence("blocking rule"), blocking, pack.rule_by_id)
    yield from _kept(pack, sentence("limit"), parent.limit_by_id, pack.limit_by_id)
    gates = _gates(parent), _gates(pack)
    yield from _kept(pack, sentence("gate"), *gates)
    asks, quorums = (_asks(parent), _asks(pack)), (_quorums(parent), _quorums(pack))
    yield from _kept(pack, sentence("electorate"), *asks)
    yield from _kept(pack, sentence("quorum"), *quorums)
    for old_by_id, new_by_id in (
        (blocking, pack.rule_by_id),
        (parent.limit_by_id, pack.limit_by_id),
        (parent.fact_by_id, pack.fact_by_id),
        asks,
        quorums,
        gates,
    ):
        for name in old_by_id:
            if name in new_by_id:
                yield from _loosened(judge, name, old_by_id[name], new_by_id[name])
    yield from _raising(pack, parent)
    if pack.heading.approved_by is None:
        yield pack.heading.position.spot.complaint(
            sentence("A pack that extends another is approved one level up, and this one names nobody."),
            sentence("Add approved_by: {name, decided, minute}."),
        )


def _asks(pack: Pack) -> dict[str, Ask]:
    return {f"{each.id}/{ask.id}": ask for each in pack.consultations for ask in each.asks}


def _gates(pack: Pack) -> dict[str, Promotion]:
    promotion = pack.improvement.promotion if pack.improvement else None
    return {"promotion": promotion} if promotion else {}


def _quorums(pack: Pack) -> dict[str, Quorum]:
    return {name: ask.quorum for name, ask in _asks(pack).items() if ask.quorum is not None}


def _kept(pack: Pack, what: Sentence, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Complaint]:
    for name in old:
        if name not in new:
            yield pack.heading.position.of("extends").complaint(
                sentence('The %(what)s "%(id)s" is removed; a local pack may only tighten it.', what=what, id=name),
                sentence("Keep it; loosen it in the pack that declares it, with its approval."),
            )


def _loosened(judge: Judge, name: str, old: Any, new: Any) -> Iterator[Complaint]:
    for spec in schema_fields(type(new)):
        before, after = getattr(old, spec.name), getattr(new, spec.name)
        if before == after or judge.direction(spec, before, after) != "loosens":
            continue
        yield new.position.of(written_key(spec)).complaint(
            sentence(
                '"%(key)s" of "%(id)s" is not seen to be stricter than before.', key=written_key(spec), id=name
            ),
            sentence("Only tighten it here, or add a rule of your own beside it."),
        )


def _raising(pack: Pack, parent: Pack) -> Iterator[Complaint]:
    worst = len(pack.grades.grades)
    for limit in pack.grades.limits:
        if limit.id in parent.limit_by_id or limit.exactly is None:
            continue
        if pack.rank_by_grade.get(limit.exactly, worst) != worst:
            yield limit.position.of("exactly").complaint(
                sentence('The new limit "%(id)s" could raise a grade.', id=limit.id),
                sentence("A local pack may add caps (at_most) and determinations of the worst grade."),
            )
