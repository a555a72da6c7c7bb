"""Rules of a pack in words: how facts become points, when a limit applies, what a value says."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from jishi.packs.marked import Marked, Scalar, Sequence, Table
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Choice, Fact
from jishi.packs.schema.standards import Score
from jishi.web.wording import NOTHING, day, short_hundredths, text_of, whole

SIGNS = {"<": "<", "<=": "≤", "=": "=", "!=": "≠", ">=": "≥", ">": ">"}
JOINTS = {"add": " + ", "multiply": " × ", "subtract": " − ", "divide_floor": " ÷ "}


def value_of(fact: Fact | None, value: int | None) -> str:
    """Write a fact's value with its unit of measure, as people read it."""
    if value is None:
        return NOTHING
    if fact is None:
        return whole(value)
    if fact.type == "yes-no":
        return _("yes") if value else _("no")
    if fact.type == "level":
        return choice_name(fact.choices, value)
    if fact.type == "date":
        return day(date.fromordinal(value))
    if fact.type == "share":
        return f"{short_hundredths(value)}%"
    number = whole(value) if fact.scale == 1 else short_hundredths(value)
    unit = text_of(fact.unit) or {"months": _("months"), "money": _("yuan"), "area": "m²"}.get(fact.type, "")
    return f"{number} {unit}".strip()


def choice_name(choices: tuple[Choice, ...], value: int) -> str:
    """Return what a choice is called; its number where the pack has no such choice."""
    return text_of(choices[value].names) if 0 <= value < len(choices) else whole(value)


class Phrases:
    """Says the rules of one pack in the reader's language."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._nouns: Mapping[str, Callable[[Marked], str]] = {
            "compare": self._compare,
            "all": lambda args: self._joined(args, _(" and ")),
            "any": lambda args: self._joined(args, _(" or ")),
            "not": lambda arg: _("not (%(what)s)") % {"what": self.expression(arg)},
            "is_null": lambda arg: _("%(what)s is not known") % {"what": self.expression(arg)},
            "previous": lambda arg: _("%(what)s in the round before") % {"what": self.expression(arg)},
            "count_true": lambda args: _("how many hold of: %(list)s") % {"list": self._joined(args, ", ")},
        }

    def score(self, score: Score, fact: Fact | None) -> list[str]:
        """Say how the facts become 0 to 100 percent of the row, a line for each step."""
        if score.deduct is not None:
            deduct = score.deduct
            said = _("%(start)s%% of the points; each one costs %(each)s%%, never below %(floor)s%%") % {
                "start": deduct.start,
                "each": deduct.each,
                "floor": deduct.floor,
            }
            return [said]
        if score.bands is not None:
            lines = [
                _("from %(line)s: %(share)s%% of the points")
                % {"line": self.amount(band.at_least.text, fact), "share": band.score}
                for band in score.bands
            ]
            return [*lines, _("below: %(share)s%%") % {"share": score.below}]
        if score.lookup is not None:
            lines = [f"{self.amount(key, fact)}: {share}%" for key, share in score.lookup.items()]
            return (
                [*lines, _("anything else: %(share)s%%") % {"share": score.otherwise}] if score.otherwise else lines
            )
        if score.share:
            return [_("the share itself, in percent of the points")]
        return [self.expression(score.expression.content)] if score.expression else []

    def amount(self, written: str, fact: Fact | None) -> str:
        """Say a value as written in the pack."""
        if fact is not None and fact.type == "level":
            return next((text_of(choice.names) for choice in fact.choices if choice.id == written), written)
        if fact is not None and fact.type == "yes-no":
            return _("yes") if written in ("yes", "1", "true") else _("no")
        if fact is not None and fact.type == "share":
            return f"{written}%"
        return f"{written} {text_of(fact.unit)}".strip() if fact is not None else written

    def expression(self, marked: Marked) -> str:
        """Say an expression in words and signs."""
        if isinstance(marked, Scalar):
            return self._scalar(marked.text)
        if isinstance(marked, Sequence):
            return ", ".join(self.expression(item) for item in marked.items)
        (noun, arguments), *_rest = marked.items.items()
        if noun in self._nouns:
            return self._nouns[noun](arguments)
        if noun in JOINTS:
            return self._joined(arguments, JOINTS[noun])
        if isinstance(arguments, Table):
            inner = ", ".join(f"{key} {self.expression(item)}" for key, item in arguments.items.items())
        else:
            inner = self.expression(arguments)
        return f"{noun.replace('_', ' ')}({inner})"

    def _scalar(self, text: str) -> str:
        fact = self.pack.fact_by_id.get(text)
        return f"“{text_of(fact.names)}”" if fact else text

    def _compare(self, marked: Marked) -> str:
        left, sign, right = marked.items  # type: ignore[union-attr]
        fact = self.pack.fact_by_id.get(left.text) if isinstance(left, Scalar) else None
        literal = fact is not None and isinstance(right, Scalar) and right.text not in self.pack.fact_by_id
        said = self._literal(right.text, fact) if literal else self.expression(right)
        return f"{self.expression(left)} {SIGNS.get(sign.text, sign.text)} {said}"

    def _literal(self, text: str, fact: Fact) -> str:
        if fact.type == "yes-no":
            return _("yes") if text in ("yes", "1", "true") else _("no")
        if fact.type == "level":
            return choice_name(fact.choices, int(text)) if text.isdecimal() else self.amount(text, fact)
        return f"{text} {text_of(fact.unit)}".strip() if text.isdecimal() else text

    def _joined(self, marked: Marked, joint: str) -> str:
        items = marked.items if isinstance(marked, Sequence) else (marked,)
        said = [self.expression(item) for item in items]
        nested = [isinstance(item, Table) and bool({"all", "any"} & set(item.items)) for item in items]
        return joint.join(f"({text})" if deep else text for text, deep in zip(said, nested, strict=True))


def missing_means(when_missing: str) -> str:
    """Say what a missing fact means for a row."""
    return {
        "not-scored": _("Missing: the row is not scored."),
        "zero": _("Missing: no points."),
        "last-round": _("Missing: the round before counts."),
    }[when_missing]


def points(value: int) -> str:
    """Write hundredths of a point, whole numbers short."""
    return _("%(points)s points") % {"points": short_hundredths(value)}


def decimal_points(weight: object) -> str:
    """Write a weight as the pack says it."""
    return _("%(points)s points") % {"points": weight}
