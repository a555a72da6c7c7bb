"""Written expressions → expressions of the core, with every unit of measure checked."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from jishi.core.errors import Sentence, sentence
from jishi.core.formulas import Compare as CompareNoun
from jishi.core.formulas import Comparison, Const, Expression, Fact, IfNull, Previous, Ref
from jishi.packs.build import Builder, Unreadable
from jishi.packs.kinds import (
    ANYTHING,
    CONDITION,
    GRADE,
    NUMBER,
    POINTS,
    Measured,
    agreed,
    fact_of,
    kind_of,
    literal,
    told,
)
from jishi.packs.marked import Marked, Scalar, Table
from jishi.packs.marked import Sequence as MarkedSequence
from jishi.packs.nouns import KEYED
from jishi.packs.schema.expressions import COMPARISONS, SPELLINGS, Spelling
from jishi.packs.schema.facts import Fact as PackFact
from jishi.packs.schema.fields import Written

_INTEGER = re.compile(r"-?\d+")
_WHOLE_UNIT_FORMULAS = {"score": POINTS, "scoreable": POINTS, "band": GRADE, "proposal": GRADE}
_PREFIXES = {
    "indicator": POINTS,
    "dimension": POINTS,
    "dimension-possible": POINTS,
    "view": POINTS,
    "limit": CONDITION,
    "rule": CONDITION,
}
_YES_NO = {"yes": 1, "no": 0}


class ExpressionReader:
    """Reads the expressions of one pack; complaints go to the builder that it was given.

    Args:
        facts: facts of the pack by id.
        grades: rank of each grade by id, 1 = best.
        builder: where complaints are noted.
        fact_as: what a fact reads as; for ``last-round`` a fact falls back on the round before.
    """

    def __init__(
        self,
        facts: Mapping[str, PackFact],
        grades: Mapping[str, int],
        builder: Builder,
        fact_as: Callable[[str], Expression] = Fact,
    ) -> None:
        self.facts = facts
        self.grades = grades
        self.builder = builder
        self._fact_as = fact_as

    def falling_back(self) -> "ExpressionReader":
        """Return a reader for which a missing fact is its value in the round before."""
        return ExpressionReader(self.facts, self.grades, self.builder, _this_round_else_last)

    def read(self, written: Written) -> Measured | None:
        """Read an expression; None when something in it was wrong (and noted)."""
        try:
            return self.measured(written.content)
        except Unreadable:
            return None

    def condition(self, written: Written) -> Expression | None:
        """Read a condition; None when something was wrong or it is no condition (and noted)."""
        try:
            return self.true_or_false(written.content).expression
        except Unreadable:
            return None

    def fail(self, marked: Marked, what: Sentence, fix: Sentence) -> Unreadable:
        """Note a complaint and return the signal to raise."""
        self.builder.note(marked.spot, what, fix)
        return Unreadable()

    def measured(self, marked: Marked) -> Measured:
        """Read any expression.

        Raises:
            Unreadable: something was wrong, and noted.
        """
        if isinstance(marked, Scalar):
            return self._scalar(marked)
        if isinstance(marked, Table) and len(marked.items) == 1:
            name, arguments = next(iter(marked.items.items()))
            if name in SPELLINGS:
                return self._noun(name, SPELLINGS[name], arguments)
            near = difflib.get_close_matches(name, SPELLINGS, n=1)
            raise self.fail(
                marked,
                sentence('There is no noun "%(name)s" in expressions.', name=name),
                _one_of(near),
            )
        raise self.fail(
            marked,
            sentence("An expression is a fact, a value or one noun with its arguments."),
            sentence("Write for instance: {add: [a, b]}, with exactly one noun in the braces."),
        )

    def true_or_false(self, marked: Marked) -> Measured:
        """Read a condition.

        Raises:
            Unreadable: something was wrong, or it is a number; noted.
        """
        read = self.measured(marked)
        if read.kind not in (CONDITION, ANYTHING):
            raise self.fail(
                marked,
                sentence("This is %(kind)s, not a condition.", kind=told(read.kind)),
                sentence('Compare it with something: {compare: [a, ">=", b]}.'),
            )
        return read

    def constant(self, marked: Marked, beside: str) -> int:
        """Read a fixed number that stands beside something of the kind ``beside``.

        Raises:
            Unreadable: not fixed, or of another kind; noted.
        """
        read = self.beside(marked, beside)
        if not isinstance(read.expression, Const) or read.expression.value is None:
            raise self.fail(
                marked, sentence("Here must stand a fixed value."), sentence("Write a number with its unit.")
            )
        self.together(marked, [beside, read.kind])
        return read.expression.value

    def beside(self, marked: Marked, kind: str) -> Measured:
        """Read an expression that stands beside something: there, names of choices and grades are values.

        Raises:
            Unreadable: something was wrong, and noted.
        """
        if isinstance(marked, Scalar) and (words := self._words(kind)):
            if marked.text in words:
                return Measured(Const(words[marked.text]), kind)
            if kind != CONDITION and not self._is_name(marked.text):
                raise self.fail(
                    marked,
                    sentence('"%(word)s" is not %(kind)s.', word=marked.text, kind=told(kind)),
                    sentence("Write one of: %(words)s.", words=", ".join(words)),
                )
        return self.measured(marked)

    def together(self, marked: Marked, kinds: Sequence[str]) -> str:
        """Return the common kind of values that are compared, added or chosen from.

        Raises:
            Unreadable: they do not fit together; noted.
        """
        common = agreed(kinds)
        if common is None:
            one, other, *_ = dict.fromkeys(kind for kind in kinds if kind != ANYTHING)
            raise self.fail(
                marked,
                sentence(
                    "Two measures stand together here: %(one)s and %(other)s.", one=told(one), other=told(other)
                ),
                sentence('Write values with their unit, for instance "95%", "60 points", "300 m2", "5000 yuan".'),
            )
        return common

    def _words(self, kind: str) -> Mapping[str, int]:
        if kind == CONDITION:
            return _YES_NO
        if kind == GRADE:
            return self.grades
        fact = self.facts.get(fact_of(kind))
        return {choice.id: place for place, choice in enumerate(fact.choices)} if fact else {}

    def _is_name(self, text: str) -> bool:
        return text in self.facts or text in _WHOLE_UNIT_FORMULAS or ":" in text or bool(_INTEGER.fullmatch(text))

    def _scalar(self, scalar: Scalar) -> Measured:
        text = scalar.text
        if scalar.reads_as == "int" and _INTEGER.fullmatch(text):
            return Measured(Const(int(text)), NUMBER if int(text) else ANYTHING)
        try:
            if (value := literal(text)) is not None:
                return value
        except ValueError:
            raise self.fail(
                scalar,
                sentence('"%(value)s" cannot be kept exactly.', value=text),
                sentence("Use at most two decimals and days that exist."),
            ) from None
        prefix = text.split(":")[0]
        if text in _WHOLE_UNIT_FORMULAS or (":" in text and prefix in _PREFIXES):
            return Measured(Ref(text), _WHOLE_UNIT_FORMULAS.get(text) or _PREFIXES[prefix])
        if text in self.facts:
            return Measured(self._fact_as(text), kind_of(self.facts[text]))
        if text in _YES_NO:
            return Measured(Const(_YES_NO[text]), CONDITION)
        raise self._unknown(scalar)

    def _unknown(self, scalar: Scalar) -> Unreadable:
        if re.fullmatch(r"-?\d+\.\d+", scalar.text):
            return self.fail(
                scalar,
                sentence("%(value)s has no unit.", value=scalar.text),
                sentence(
                    'Write it with its unit in quotes: "%(value)s%%" or "%(value)s points".', value=scalar.text
                ),
            )
        known = [*self.facts, *_WHOLE_UNIT_FORMULAS]
        near = difflib.get_close_matches(scalar.text, known, n=1)
        fix = (
            sentence('Did you mean "%(near)s"?', near=near[0])
            if near
            else sentence("Declare the fact under facts/, or correct the name.")
        )
        return self.fail(scalar, sentence('There is no fact "%(name)s".', name=scalar.text), fix)

    def _noun(self, name: str, spelling: Spelling, arguments: Marked) -> Measured:
        match spelling.arguments:
            case "keys":
                return KEYED[name](self, self._keys(name, spelling, arguments))
            case "one":
                return Measured(spelling.noun(self._one(name, arguments)), CONDITION)
            case "fact":
                return self._previous(arguments)
            case "comparison":
                return self._comparison(self._listed(name, arguments, 3))
            case "pair":
                return self._pair(name, spelling.noun, self._listed(name, arguments, 2))
            case "list":
                return self._list(name, spelling.noun, self._listed(name, arguments, None))

    def _one(self, name: str, argument: Marked) -> Expression:
        return (self.true_or_false(argument) if name == "not" else self.measured(argument)).expression

    def _listed(self, name: str, arguments: Marked, count: int | None) -> MarkedSequence:
        spelling = SPELLINGS[name]
        if not isinstance(arguments, MarkedSequence) or len(arguments.items) != (
            count or max(len(arguments.items), 1)
        ):
            raise self.fail(
                arguments,
                sentence('"%(name)s" has the wrong number of arguments.', name=name),
                sentence("Write it like this: %(example)s.", example=spelling.example),
            )
        return arguments

    def _keys(self, name: str, spelling: Spelling, arguments: Marked) -> Table:
        known = {key.rstrip("?") for key in spelling.keys}
        required = {key for key in spelling.keys if not key.endswith("?")}
        if isinstance(arguments, Table) and required <= set(arguments.items) <= known:
            return arguments
        raise self.fail(
            arguments,
            sentence('"%(name)s" needs the keys %(keys)s.', name=name, keys=", ".join(spelling.keys)),
            sentence("Write it like this: %(example)s.", example=spelling.example),
        )

    def _previous(self, argument: Marked) -> Measured:
        if isinstance(argument, Scalar) and argument.text in self.facts:
            return Measured(Previous(argument.text), kind_of(self.facts[argument.text]))
        raise self.fail(
            argument,
            sentence("Only a fact has a value in the round before."),
            sentence("Write it like this: %(example)s.", example=SPELLINGS["previous"].example),
        )

    def _comparison(self, arguments: MarkedSequence) -> Measured:
        first, sign, second = arguments.items
        if not isinstance(sign, Scalar) or sign.text not in COMPARISONS:
            raise self.fail(
                sign,
                sentence("This is no comparison."),
                sentence("Write one of these in quotes: %(signs)s.", signs=" ".join(COMPARISONS)),
            )
        left = self.measured(first) if not self._is_word(first, second) else None
        right = self.beside(second, left.kind if left else ANYTHING)
        left = left or self.beside(first, right.kind)
        self.together(arguments, [left.kind, right.kind])
        operator = cast(Comparison, sign.text)
        return Measured(CompareNoun(operator, left.expression, right.expression), CONDITION)

    def _is_word(self, first: Marked, second: Marked) -> bool:
        """Say whether the first side can only be understood beside the second (a choice before its fact)."""
        named = isinstance(first, Scalar) and not self._is_name(first.text)
        return named and isinstance(second, Scalar) and second.text in self.facts

    def _pair(self, name: str, noun: type, arguments: MarkedSequence) -> Measured:
        left, right = (self.measured(item) for item in arguments.items)
        made = noun(left.expression, right.expression)
        match name:
            case "subtract":
                return Measured(made, self.together(arguments, [left.kind, right.kind]))
            case "date_add":
                self.together(arguments, [left.kind, "a day"])
                self.together(arguments, [right.kind, NUMBER])
                return Measured(made, "a day")
            case "days_between":
                self.together(arguments, [left.kind, right.kind, "a day"])
                return Measured(made, NUMBER)
        return Measured(made, ANYTHING)

    def _list(self, name: str, noun: Any, arguments: MarkedSequence) -> Measured:
        if name in ("all", "any", "count_true"):
            conditions = tuple(self.true_or_false(item).expression for item in arguments.items)
            return Measured(noun(conditions), NUMBER if name == "count_true" else CONDITION)
        read = [self.measured(item) for item in arguments.items]
        kind = self.together(arguments, [item.kind for item in read])
        if name == "add" and kind == CONDITION:
            kind = NUMBER
        return Measured(noun(tuple(item.expression for item in read)), kind)


def _one_of(near: list[str]) -> Sentence:
    if near:
        return sentence('Did you mean "%(near)s"?', near=near[0])
    return sentence("Use one of: %(names)s.", names=", ".join(SPELLINGS))


def _this_round_else_last(fact: str) -> Expression:
    return IfNull((Fact(fact), Previous(fact)))
