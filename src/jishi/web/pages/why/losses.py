"""Where points were lost, in the words of the rule."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jishi.actions.explained import Explained
from jishi.core.explain import IndicatorShown
from jishi.packs.schema.standards import Indicator
from jishi.web.phrases import Phrases, value_of
from jishi.web.programme import Programme
from jishi.web.wording import short_hundredths, text_of

# A row may read a dozen facts; the page has one line.
SHOWN = 4


@dataclass(frozen=True)
class Loss:
    """One row of the standard that cost points, or was not scored.

    Attributes:
        said: the facts and the rule, in one line.
        points: what it cost, with its sign; empty when not scored.
        source: where the rule rests.
    """

    name: str
    said: str
    points: str
    source: str


class Losses:
    """Says the lost points of one unit."""

    def __init__(self, words: Programme, explained: Explained) -> None:
        pack, found = explained.pack, explained.explanation
        self._pack = pack
        self._hidden = explained.hidden
        self._words = words
        self._found = found
        self._phrases = Phrases(pack)
        standard = pack.standard_for(found.domain or "")
        self._rules = {row.id: row for row in standard.indicators} if standard else {}

    def of(self, shown: IndicatorShown) -> Loss:
        """Return what one row cost and why."""
        rule = self._rules[shown.row.id]
        if shown.score is None:
            said = _("not known, so not scored (%(points)s points)") % {
                "points": short_hundredths(shown.row.weight)
            }
            return Loss(text_of(rule.names), said, "", self._source(rule))
        return Loss(
            text_of(rule.names),
            self._said(shown, rule),
            f"−{short_hundredths(shown.lost)}",
            self._source(rule),
        )

    def _source(self, rule: Indicator) -> str:
        """Return the document that the row is taken from; own choices are named in the pack browser."""
        return "" if rule.source.own else self._words.source(rule.source).name

    def _said(self, shown: IndicatorShown, rule: Indicator) -> str:
        read = [self._pack.fact_by_id[fact] for fact in shown.facts if fact not in self._hidden]
        values = {fact.id: self._value(fact.id) for fact in read}
        own = text_of(rule.names)
        # A row that is called like its fact says the value alone.
        known = [
            f"{'' if text_of(fact.names) == own else text_of(fact.names)} {value_of(fact, values[fact.id])}".strip()
            for fact in read
            if values[fact.id] is not None
        ]
        missing = [text_of(fact.names) for fact in read if values[fact.id] is None]
        said = known[:SHOWN]
        if missing:
            said.append(_("not known: %(facts)s") % {"facts": _(", ").join(missing[:SHOWN])})
        rule_said = self._rule(rule)
        return _("; ").join([*said, *([rule_said] if rule_said else [])])

    def _value(self, fact: str) -> int | None:
        used = self._found.facts.get(fact)
        return used.value if used else None

    def _rule(self, rule: Indicator) -> str:
        score, fact = rule.score, self._pack.fact_by_id.get(rule.reads[0])
        if score.deduct is not None:
            return _("each one costs %(points)s points") % {
                "points": short_hundredths(int(score.deduct.each * rule.weight))
            }
        if score.bands:
            return _("full points from %(line)s") % {
                "line": self._phrases.amount(score.bands[0].at_least.text, fact)
            }
        if score.lookup:
            best = max(score.lookup, key=lambda key: score.lookup[key])  # type: ignore[index]
            return _("full points for %(best)s") % {"best": self._phrases.amount(best, fact)}
        return ""
