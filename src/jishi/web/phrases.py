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
# What has to stand in brackets beside each of them, so that a reader reckons as the engines do.
LOOSER = {
    "add": ("compare", "all", "any"),
    "subtract": ("compare", "all", "any", "add", "subtract"),
    "multiply": ("compare", "all", "any", "add", "subtract"),
    "divide_floor": ("compare", "all", "any", "add", "subtract", "divide_floor"),
    "all": ("any",),
    "any": ("all",),
}
FULL_ROW = 10000


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
    """Says the rules of one pack in the reader's language.

    Args:
        pack: the pack.
        shares: numbers beside facts are hundredths of a percent of a row, as where points are computed.
    """

    def __init__(self, pack: Pack, *, shares: bool = False) -> None:
        self.pack = pack
        self._shares = shares
        self._nouns: Mapping[str, Callable[[Marked], str]] = {
            "compare": self._compare,
            "all": lambda args: self._joined(args, _(" and "), LOOSER["all"]),
            "any": lambda args: self._joined(args, _(" or "), LOOSER["any"]),
            "not": self._not,
            "lookup": self._lookup,
            "table": self._table,
            "if_null": self._if_null,
            "min": lambda args: _("the least of (%(list)s)") % {"list": self._joined(args, "; ")},
            "max": lambda args: _("the greatest of (%(list)s)") % {"list": self._joined(args, "; ")},
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
        if score.expression is None:
            return []
        return [Phrases(self.pack, shares=True).expression(score.expression.content)]

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
            return self._joined(arguments, JOINTS[noun], LOOSER[noun])
        if isinstance(arguments, Table):
            inner = ", ".join(f"{key} {self.expression(item)}" for key, item in arguments.items.items())
        else:
            inner = self.expression(arguments)
        return f"{noun.replace('_', ' ')}({inner})"

    def _scalar(self, text: str) -> str:
        fact = self.pack.fact_by_id.get(text)
        if fact is not None:
            return f"“{text_of(fact.names)}”"
        return _("the proposed grade") if text == "proposal" else self._number(text)

    def _number(self, text: str) -> str:
        """Say a number; where points are computed, 10000 is the whole row and 1 is still 1."""
        share = self._shares and text.isdecimal() and int(text) * 10 >= FULL_ROW
        return f"{short_hundredths(int(text))}%" if share else text

    def _not(self, arg: Marked) -> str:
        if isinstance(arg, Table) and "is_null" in arg.items:
            return _("%(what)s is known") % {"what": self.expression(arg.items["is_null"])}
        return _("not (%(what)s)") % {"what": self.expression(arg)}

    def _if_null(self, args: Marked) -> str:
        what, instead = args.items  # type: ignore[union-attr]
        return _("%(what)s (%(instead)s where not known)") % {
            "what": self._bracketed(what, LOOSER["divide_floor"]),
            "instead": self.expression(instead),
        }

    def _lookup(self, keys: Marked) -> str:
        assert isinstance(keys, Table)
        key, entries = keys.items["key"], keys.items["entries"]
        fact = self.pack.fact_by_id.get(key.text) if isinstance(key, Scalar) else None
        cases = [
            f"{self._literal(name, fact) if fact else name}: {self.expression(result)}"
            for name, result in entries.items.items()  # type: ignore[union-attr]
        ]
        return self._cases(key, cases, keys.items.get("otherwise"))

    def _table(self, keys: Marked) -> str:
        assert isinstance(keys, Table)
        value = keys.items["value"]
        fact = self.pack.fact_by_id.get(value.text) if isinstance(value, Scalar) else None
        cases = []
        for step in keys.items["steps"].items:  # type: ignore[union-attr]
            line, result = step.items
            said = self._literal(line.text, fact) if fact else line.text
            cases.append(f"≥ {said}: {self.expression(result)}")
        return self._cases(value, cases, keys.items["below"])

    def _cases(self, what: Marked, cases: list[str], rest: Marked | None) -> str:
        if rest is not None:
            cases = [*cases, _("otherwise %(rest)s") % {"rest": self.expression(rest)}]
        return f"{self._bracketed(what, LOOSER['divide_floor'])} [{'; '.join(cases)}]"

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

    def _joined(self, marked: Marked, joint: str, looser: tuple[str, ...] = ()) -> str:
        items = marked.items if isinstance(marked, Sequence) else (marked,)
        return joint.join(self._bracketed(item, looser) for item in items)

    def _bracketed(self, marked: Marked, looser: tuple[str, ...]) -> str:
        said = self.expression(marked)
        return f"({said})" if isinstance(marked, Table) and set(looser) & set(marked.items) else said


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
