"""How a score or a condition came about, in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from jishi.core.dependencies import facts_read
from jishi.core.errors import Sentence, sentence
from jishi.core.formulas import Compare, Const, Deduct, Expression, Fact, IfNull, Lookup, Not, Previous, Table
from jishi.core.meaning import Value
from jishi.core.replay import Step


@dataclass(frozen=True)
class Words:
    """How a reader is told of facts and values, in the reader's language.

    Attributes:
        fact: fact id → what it is called.
        value: fact id and a value of it → the value in the fact's unit of measure.
        result: a result (hundredths of a row) → how it is written, e.g. as percent.
    """

    fact: Callable[[str], str]
    value: Callable[[str, int], str]
    result: Callable[[int], str]


def tell(step: Step, words: Words) -> Sentence:
    """Return how a step came to its value.

    Bands, look-ups, deductions and facts are told with their numbers; anything more involved by the facts that it
    read, with what they were.

    Args:
        step: the steps of an indicator (its value are hundredths of the row).
        words: how to say facts and values.
    """
    if isinstance(step.node, IfNull):
        return _first_known(step, words)
    if step.value is None:
        return sentence("Not known: %(facts)s.", facts=_facts(step, words))
    result = words.result(step.value)
    match step.node:
        case Fact() | Previous():
            return sentence("%(fact)s is itself the score: %(result)s.", fact=_known(step, words), result=result)
        case Lookup():
            return sentence("%(fact)s counts as %(result)s.", fact=_known(step.args[0], words), result=result)
        case Deduct(_, start, each):
            return sentence(
                "%(fact)s; each takes %(each)s off %(start)s, which leaves %(result)s.",
                fact=_known(step.args[0], words),
                each=words.result(each),
                start=words.result(start),
                result=result,
            )
        case Table():
            return _band(step.node, step.args[0], words, result)
    return sentence("%(facts)s: this gives %(result)s.", facts=_facts(step, words), result=result)


def tell_condition(step: Step, words: Words) -> Sentence:
    """Return what a condition found: what was compared, or the facts that it read.

    Args:
        step: the steps of a limit or a rule (its value is 1, 0 or null).
        words: how to say facts and values.
    """
    if step.value is not None and isinstance(step.node, Compare):
        left, right = step.args
        unit = _unit(left.node) or _unit(right.node)
        return sentence(
            "%(left)s, compared with %(right)s (%(operator)s).",
            left=_known(left, words),
            operator=step.node.operator,
            right=_written(right, unit, words),
        )
    if isinstance(step.node, Not):
        return tell_condition(step.args[0], words)
    if step.value is None:
        return sentence("Not known: %(facts)s.", facts=_facts(step, words))
    return sentence("Looked at: %(facts)s.", facts=_facts(step, words))


def _first_known(step: Step, words: Words) -> Sentence:
    used = next((arg for arg in step.args if arg.value is not None), None)
    if used is None:
        return sentence("Not known: %(facts)s.", facts=_facts(step, words))
    if isinstance(used.node, Const) and used is not step.args[0]:
        return sentence(
            "Not known: %(facts)s; that counts as %(result)s.",
            facts=_facts(step, words),
            result=words.result(used.value or 0),
        )
    return tell(used, words)


def _band(table: Table, value: Step, words: Words, result: str) -> Sentence:
    unit = _unit(value.node)
    reached = [line for line, _ in table.steps if value.value is not None and value.value >= line]
    if reached:
        line = _number(reached[0], unit, words)
        return sentence(
            "%(fact)s reaches %(line)s, which counts as %(result)s.",
            fact=_known(value, words),
            line=line,
            result=result,
        )
    lowest = _number(table.steps[-1][0], unit, words) if table.steps else ""
    return sentence(
        "%(fact)s stays under %(line)s, which counts as %(result)s.",
        fact=_known(value, words),
        line=lowest,
        result=result,
    )


def _known(step: Step, words: Words) -> object:
    """Return a value with the name of its fact: 'meetings missed 2', or from the round before."""
    node = step.node
    if isinstance(node, IfNull) and step.value is not None:
        return _known(next(arg for arg in step.args if arg.value is not None), words)
    if isinstance(node, Fact) and step.value is not None:
        return sentence("%(fact)s %(value)s", fact=words.fact(node.id), value=words.value(node.id, step.value))
    if isinstance(node, Previous) and step.value is not None:
        return sentence(
            "%(fact)s %(value)s (round before)",
            fact=words.fact(node.id),
            value=words.value(node.id, step.value),
        )
    return _facts(step, words)


def _facts(step: Step, words: Words) -> object:
    """Return the facts that were read with their values, as one text."""
    found: dict[str, Value] = {}
    _gather(step, found)
    told = [
        f"{words.fact(fact)} {words.value(fact, value)}" if value is not None else words.fact(fact)
        for fact, value in found.items()
    ]
    return " · ".join(told) or "–"


def _gather(step: Step, found: dict[str, Value]) -> None:
    if isinstance(step.node, Fact | Previous) and found.get(step.node.id) is None:
        found[step.node.id] = step.value
    for arg in step.args:
        _gather(arg, found)


def _unit(node: Expression) -> str | None:
    """Return the fact whose unit of measure an expression has: its only fact, read as it is."""
    read = facts_read(node)
    return read[0] if len(read) == 1 and isinstance(node, Fact | Previous | IfNull) else None


def _written(step: Step, unit: str | None, words: Words) -> object:
    if isinstance(step.node, Const) and step.value is not None:
        return _number(step.value, unit, words)
    return _known(step, words)


def _number(value: int, unit: str | None, words: Words) -> str:
    return str(value) if unit is None else words.value(unit, value)
