"""The answers of one made-up unit, shaped so that the standard gives it the grade that it was dealt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from jishi.core.formulas import Formula, Limit
from jishi.core.reference import Evaluator, UnitFacts
from jishi.sample.answers.choices import Choice, choices, values
from jishi.sample.answers.shapes import Rulebook

MOST_REPAIRS = 120
FULL = 10000
CARELESS = 0.05
# Every office knows how many posts it has.
ALWAYS = frozenset({"posts-due"})
# Known only after the grade has been decided.
LATER = frozenset({"decided-grade", "change-reason", "decided-above", "case-pending"})


@dataclass(frozen=True)
class Target:
    """What a unit is to come out as.

    Attributes:
        rank: rank of the proposal, 1 = best.
        least, below: its score in hundredths: least <= score < below.
        missing: share of the indicators that stay unanswered, 0 … 1.
        last_round: share of the slow facts that were answered the round before.
    """

    rank: int
    least: int
    below: int
    missing: float
    last_round: float = 0.75


@dataclass
class Answers:
    """Values of one unit: fact id → value; a fact that is not there was not answered.

    Attributes:
        facts: of this round.
        previous: of the round before.
    """

    facts: dict[str, int] = field(default_factory=dict)
    previous: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What is settled before a unit answers.

    Attributes:
        given: values that must stay, such as the number of members.
        told: fact → the values that a tally of its people can be told as, ascending; none = nothing can be told.
    """

    given: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def heard(self, facts: Mapping[str, int]) -> dict[str, int] | None:
        """Return values with every share as a tally would tell it; None where it would tell nothing."""
        if any(not self.told.get(fact, (0,)) for fact in facts):
            return None
        return {
            fact: as_told(self.told[fact], value) if fact in self.told else value for fact, value in facts.items()
        }


def as_told(told: Sequence[int], value: int) -> int:
    """Return the greatest value that can be told and is not above this one, or else the least.

    Example:
        >>> as_told((0, 8000, 9000), 8600)
        8000
    """
    return max((each for each in told if each <= value), default=told[0])


def answer(rulebook: Rulebook, target: Target, chance: Random, known: Known) -> Answers:
    """Return answers that the rulebook scores and grades as the target says, as nearly as its rows allow.

    Args:
        rulebook: the standard of the unit's domain.
        target: what is to come out.
        chance: the dice of this unit.
        known: what is settled.
    """
    writer = _Writer(rulebook, target, chance, known)
    writer.first_draft()
    for _ in range(MOST_REPAIRS):
        if not writer.repair():
            break
    return writer.answers


def again(rulebook: Rulebook, before: Answers, target: Target, chance: Random, known: Known) -> Answers:
    """Return the answers of the next round: those before, mended until they come out as the target says."""
    writer = _Writer(rulebook, target, chance, known)
    writer.answers = Answers(dict(before.facts), dict(before.facts))
    writer.settle_limits()
    writer.rescore()
    for _ in range(2 * MOST_REPAIRS):
        if not writer.repair():
            break
    return writer.answers


class _Writer:
    """Fills in the answers of one unit and mends them until they score what they should."""

    def __init__(self, rulebook: Rulebook, target: Target, chance: Random, known: Known) -> None:
        self.rulebook = rulebook
        self.target = target
        self.chance = chance
        self.known = known
        self.given = known.given
        self.answers = Answers(dict(known.given))
        self.scores: dict[str, int | None] = {}
        self.readers = rulebook.readers
        self.harsh = [limit for limit in rulebook.limits if limit.grade > target.rank]

    def first_draft(self) -> None:
        """Answer every indicator near an aim of its own, and leave some out."""
        middle = (self.target.least + self.target.below) / 2
        for indicator in self.rulebook.indicators:
            aim = min(FULL, max(0.0, self.chance.gauss(middle, 1600)))
            if self.chance.random() < self.target.last_round and indicator.id in self.rulebook.slow:
                choice = self._near(indicator, aim)
                self.answers.previous.update(choice.facts if choice else ())
            known = not ALWAYS.isdisjoint(self.rulebook.reads[indicator.id])
            if self.chance.random() >= self.target.missing or known:
                self._take(self._near(indicator, aim))
        for fact in self.rulebook.bystanders:
            self._stand_by(fact)
        self.rescore()

    def settle_limits(self) -> None:
        """Answer anew what limits read, where one of them would hold the unit below its target."""
        facts, book = self.answers.facts, self.rulebook
        for limit in self.harsh:
            if not book.holds(limit, facts):
                continue
            for fact in sorted(set(book.limit_reads[limit.id]) - set(self.given)):
                facts.pop(fact, None)
                if fact in book.bystanders:
                    self._stand_by(fact)
                for indicator in self.readers[fact]:
                    self._take(self._near(indicator, (self.target.least + self.target.below) / 2))

    def rescore(self) -> None:
        """Score every indicator anew."""
        for indicator in self.rulebook.indicators:
            self._score(indicator)

    def repair(self) -> bool:
        """Mend one answer; return False when nothing is to be mended or nothing can be."""
        score, rank = self._outcome()
        if rank == self.target.rank and score is not None and self.target.least <= score < self.target.below:
            return False
        if score is None:
            return self._answer_more() or self._lift()
        if score >= self.target.below:
            return self._step(up=False)
        if score < self.target.least:
            return self._lift()
        return rank is None or rank < self.target.rank or self._loosen()

    def _outcome(self) -> tuple[int | None, int | None]:
        facts: dict[str, int | None] = {**self.answers.facts, **self.scores}
        evaluator = Evaluator(
            self.rulebook.short, UnitFacts(self.rulebook.domain, facts, dict(self.answers.previous))
        )
        return evaluator.formula("score"), evaluator.formula("proposal")

    def _near(self, indicator: Formula, aim: float) -> Choice | None:
        """Draw one of the two scores around the aim, nearer ones more often; None where nothing can be scored."""
        allowed = [choice for choice in self._allowed(indicator) if choice.score is not None]
        if not allowed:
            return None
        lower = max((c.score for c in allowed if c.score is not None and c.score <= aim), default=None)
        upper = min((c.score for c in allowed if c.score is not None and c.score >= aim), default=None)
        if lower is None or upper is None or upper == lower:
            wanted = upper if lower is None else lower
        else:
            wanted = upper if self.chance.random() * (upper - lower) < aim - lower else lower
        return self.chance.choice([choice for choice in allowed if choice.score == wanted])

    def _allowed(self, indicator: Formula) -> list[Choice]:
        """Choices that contradict nothing said so far and bring no limit worse than the target."""
        known = self.answers.facts
        settled = {fact: known[fact] for fact in self.rulebook.reads[indicator.id] if self._is_settled(fact)}
        found = list(choices(self.rulebook, indicator))
        if not self.known.told.keys().isdisjoint(self.rulebook.reads[indicator.id]):
            found = self._told(indicator, found)
        if settled:
            found = [one for one in found if settled.items() <= dict(one.facts).items()] or [
                self._settle(indicator, one, settled) for one in found
            ]
        touched = [limit for limit in self.harsh if self._shares_a_fact(indicator, limit)]
        if not touched:
            return found
        return [
            choice
            for choice in found
            if not any(self.rulebook.holds(limit, {**known, **dict(choice.facts)}) for limit in touched)
        ]

    def _told(self, indicator: Formula, found: list[Choice]) -> list[Choice]:
        """Return choices as the tallies of this unit's people can tell them, each once."""
        heard = (self.known.heard(dict(choice.facts)) for choice in found)
        once = dict.fromkeys(tuple(facts.items()) for facts in heard if facts is not None)
        return [Choice(facts, self.rulebook.value(indicator.id, dict(facts))) for facts in once]

    def _settle(self, indicator: Formula, choice: Choice, settled: Mapping[str, int]) -> Choice:
        facts = {**dict(choice.facts), **settled}
        return Choice(tuple(facts.items()), self.rulebook.value(indicator.id, facts))

    def _is_settled(self, fact: str) -> bool:
        """A given fact, or one that two indicators read, is not said twice in two ways."""
        return fact in self.given or (fact in self.answers.facts and len(self.readers[fact]) > 1)

    def _shares_a_fact(self, indicator: Formula, limit: Limit) -> bool:
        return not set(self.rulebook.reads[indicator.id]).isdisjoint(self.rulebook.limit_reads[limit.id])

    def _take(self, choice: Choice | None) -> None:
        if choice is not None:
            self.answers.facts.update(choice.facts)

    def _stand_by(self, fact: str) -> None:
        """Answer a fact that only limits and rules read: no harsh limit applies and few rules are broken."""
        if fact in self.answers.facts or fact in LATER:
            return
        book = self.rulebook
        limits = [limit for limit in self.harsh if fact in book.limit_reads[limit.id]]
        rules = [rule for rule in book.rules if fact in book.rule_reads[rule.id]]
        conditions = [one.when for one in book.limits if fact in book.limit_reads[one.id]]
        conditions += [rule.expression for rule in rules]
        shape = book.shapes[fact]
        found = sorted({value for one in conditions for value in values(book, one, shape, self.chance)})
        if fact in self.known.told:
            told = self.known.told[fact]
            found = sorted({as_told(told, value) for value in found}) if told else []
        self.chance.shuffle(found)
        fitting = [v for v in found if not any(book.holds(one, {**self.answers.facts, fact: v}) for one in limits)]
        kept = [
            v for v in fitting if not any(book.value(rule.id, {**self.answers.facts, fact: v}) for rule in rules)
        ]
        if self.chance.random() < CARELESS:
            kept = fitting
        if kept or fitting:
            # A rule that needs several answers is broken until the last of them: say yes meanwhile.
            self.answers.facts[fact] = kept[0] if kept else max(fitting) if shape.type == "yes-no" else fitting[0]

    def _score(self, indicator: Formula) -> None:
        if indicator.id in self.rulebook.slow:
            unit = UnitFacts(self.rulebook.domain, self.answers.facts, self.answers.previous)
            self.scores[indicator.id] = Evaluator(self.rulebook.program, unit).formula(indicator.id)
        else:
            self.scores[indicator.id] = self.rulebook.value(indicator.id, self.answers.facts)

    def _rescore(self, choice: Choice) -> None:
        touched = {one.id: one for fact, _ in choice.facts for one in self.readers[fact]}
        for indicator in touched.values():
            self._score(indicator)

    def _is_open(self, indicator: Formula) -> bool:
        """Whether some fact of the indicator was left out."""
        return any(fact not in self.answers.facts for fact in self.rulebook.reads[indicator.id])

    def _answer_more(self) -> bool:
        """Answer one indicator that was left out."""
        left = [indicator for indicator in self.rulebook.indicators if self._is_open(indicator)]
        self.chance.shuffle(left)
        for indicator in left:
            choice = self._near(indicator, (self.target.least + self.target.below) / 2)
            if choice is not None:
                self._take(choice)
                self._rescore(choice)
                return True
        return False

    def _lift(self) -> bool:
        return self._step(up=True) or self._answer_more()

    def _step(self, up: bool) -> bool:
        """Move one indicator to its next better or next worse answer."""
        order = [one for one in self.rulebook.indicators if not self._is_open(one)]
        self.chance.shuffle(order)
        for indicator in order:
            now = self.scores[indicator.id]
            found = [c for c in self._allowed(indicator) if c.score is not None and now is not None]
            better = [c for c in found if (c.score or 0) > (now or 0)] if up else []
            worse = [] if up else [c for c in found if (c.score or 0) < (now or 0)]
            if better or worse:
                wanted = min(c.score or 0 for c in better) if up else max(c.score or 0 for c in worse)
                choice = self.chance.choice([c for c in better or worse if c.score == wanted])
                self._take(choice)
                self._rescore(choice)
                return True
        return False

    def _loosen(self) -> bool:
        """Answer again what brought a limit that is too harsh."""
        for limit in self.harsh:
            if not self.rulebook.holds(limit, self.answers.facts):
                continue
            for fact in self.rulebook.limit_reads[limit.id]:
                for indicator in self.readers[fact]:
                    choice = self._near(indicator, FULL)
                    if choice is not None and fact not in self.given:
                        self._take(choice)
                        self._rescore(choice)
                        return True
        return False
