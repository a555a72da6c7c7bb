"""Do the worked examples come out as they say?"""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from jishi.core.errors import Complaint, sentence
from jishi.core.formulas import Fact
from jishi.packs.amounts import hundredths, to_text
from jishi.packs.check.references import unknown
from jishi.packs.lower import core_rules
from jishi.packs.pack import Pack, active
from jishi.packs.schema.fields import Amount
from jishi.packs.schema.worked import Example
from jishi.packs.worked import Run

_POINTS = re.compile(r"-?\d+(\.\d{1,2})?")
_NOTHING = ("not-scored", "none")
NOT_KNOWN = "not-known"
_LISTS = ("limits", "violations", "refuses")


def check_examples(pack: Pack, runs: Iterable[Run]) -> Iterator[Complaint]:
    """Yield a complaint for every expectation that is not met, and for a pack without examples."""
    if not pack.worked:
        yield pack.heading.position.spot.complaint(
            sentence("The pack has no worked examples."),
            sentence("Write worked/*.yaml: units with known facts and what must come of them."),
        )
    for run in runs:
        wrong = list(_facts(pack, run))
        yield from wrong or _expectations(pack, run)


def _facts(pack: Pack, run: Run) -> Iterator[Complaint]:
    spots = {**run.example.facts, **run.example.last}
    for name in run.unknown:
        yield unknown(spots[name].position.spot, name, "facts", pack.fact_by_id)
    expected = _listed(run.example, "refuses")
    for name, unfit in run.refused.items():
        if name not in expected:
            yield spots[name].position.spot.complaint(unfit.what, unfit.fix)
    for name in set(expected) - set(run.refused):
        yield run.example.position.of("expect").complaint(
            sentence(
                'The example "%(name)s" expects "%(fact)s" to be refused, but it is taken.',
                name=run.example.name,
                fact=name,
            ),
            sentence("Correct the value, or the range of the fact."),
        )


def _listed(example: Example, key: str) -> tuple[str, ...]:
    value = example.expect.get(key, ())
    return value if isinstance(value, tuple) else (value.text,)


def _expectations(pack: Pack, run: Run) -> Iterator[Complaint]:
    for key, wanted in run.example.expect.items():
        if key == "refuses":
            continue
        if key in _LISTS:
            yield from _list(pack, run, key)
        elif isinstance(wanted, Amount) and _is_followed(pack, run.example, key):
            yield from _followed(pack, run, key, wanted)
        elif isinstance(wanted, Amount):
            yield from _value(pack, run, key, wanted)
        else:
            yield _unreadable(run, key, ", ".join(wanted))


def _list(pack: Pack, run: Run, key: str) -> Iterator[Complaint]:
    day = run.example.day or pack.starts
    if key == "limits":
        prefix, ids = "limit", [str(limit.id) for limit in active(pack.grades.limits, day)]
    else:
        prefix, ids = "rule", [rule.id for rule in core_rules(pack, day)]
    wanted = _listed(run.example, key)
    found = [name for name in ids if run.value(f"{prefix}:{name}") == 1]
    for name in set(wanted) - set(ids):
        yield unknown(run.example.position.of("expect"), name, key, ids)
    if set(wanted) & set(ids) != set(found):
        yield _missed(run, key, ", ".join(wanted) or "none", ", ".join(found) or "none")


def _is_followed(pack: Pack, example: Example, key: str) -> bool:
    """Say whether an expectation is about a fact that follows from others, rather than about a row of that name."""
    fact = pack.fact_by_id.get(key)
    return fact is not None and bool(fact.follows) and formula_of(pack, example, key) is None


def _followed(pack: Pack, run: Run, key: str, wanted: Amount) -> Iterator[Complaint]:
    fact, value = pack.fact_by_id[key], run.evaluator.value(Fact(key))
    found = NOT_KNOWN if value is None else to_text(fact, value)
    known = [*(str(choice.id) for choice in fact.choices), NOT_KNOWN]
    if wanted.text not in known:
        yield unknown(wanted.position.spot, wanted.text, sentence("answers of %(fact)s", fact=key), known)
    elif found != wanted.text:
        yield _missed(run, key, wanted.text, found)


def _value(pack: Pack, run: Run, key: str, wanted: Amount) -> Iterator[Complaint]:
    formula = formula_of(pack, run.example, key)
    if formula is None:
        yield unknown(
            wanted.position.spot, key, sentence("things that an example can expect"), expectable(pack, run.example)
        )
        return
    if key in ("grade", "band"):
        yield from _grade(pack, run, (key, formula), wanted)
        return
    if wanted.text not in _NOTHING and not _POINTS.fullmatch(wanted.text):
        yield _unreadable(run, key, wanted.text)
        return
    value = run.value(formula)
    asked = None if wanted.text in _NOTHING else int(Decimal(wanted.text) * 100)
    if value != asked:
        yield _missed(run, key, wanted.text, "not-scored" if value is None else hundredths(value))


def _grade(pack: Pack, run: Run, what: tuple[str, str], wanted: Amount) -> Iterator[Complaint]:
    key, formula = what
    rank = run.value(formula)
    found = "none" if rank is None else pack.grade_at(rank).id
    if wanted.text not in (*pack.rank_by_grade, "none"):
        yield unknown(wanted.position.spot, wanted.text, "grades", [*pack.rank_by_grade, "none"])
    elif found != wanted.text:
        yield _missed(run, key, wanted.text, found)


def formula_of(pack: Pack, example: Example, key: str) -> str | None:
    """Return the formula that an expectation is about; None when there is none of this name."""
    if key == "grade":
        return "proposal"
    if key in ("score", "scoreable", "band"):
        return key
    standard = pack.standard_for(example.domain)
    if standard is None:
        return None
    if key in [indicator.id for indicator in standard.indicators]:
        return f"indicator:{key}"
    if key in [dimension.id for dimension in standard.dimensions]:
        return f"dimension:{key}"
    parts = [f"view:{view.id}:{part.id}" for view in standard.views for part in view.dimensions]
    return key if key in parts else None


def expectable(pack: Pack, example: Example) -> Collection[str]:
    """Return the keys that an example of this domain may expect."""
    standard = pack.standard_for(example.domain)
    rows = [row.id for row in standard.indicators] if standard else []
    dimensions = [dimension.id for dimension in standard.dimensions] if standard else []
    return ["score", "scoreable", "band", "grade", *_LISTS, *rows, *dimensions]


def _missed(run: Run, key: str, wanted: str, found: str) -> Complaint:
    expected = run.example.expect[key]
    spot = expected.position.spot if isinstance(expected, Amount) else run.example.position.of("expect")
    return spot.complaint(
        sentence(
            'The example "%(name)s" expects %(key)s %(wanted)s, but it is %(found)s.',
            name=run.example.name,
            key=key,
            wanted=wanted,
            found=found,
        ),
        sentence("Correct the rule or the example, whichever is wrong."),
    )


def _unreadable(run: Run, key: str, text: str) -> Complaint:
    return run.example.position.of("expect").complaint(
        sentence('"%(value)s" cannot be expected of %(key)s.', value=text, key=key),
        sentence("Write points with two decimals, not-scored, or the id of a grade."),
    )
