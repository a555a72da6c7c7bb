"""Counting answers: per question and choice, from slips, from paper and from what somebody entered for another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jishi.core.consult.conditions import NOT_APPLICABLE, Answer
from jishi.core.consult.questionnaire import Question, Questionnaire
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.names import Named

#: Kinds of questions whose answers are counted; numbers, texts and days are not.
COUNTED = ("one", "several", "yes-no", "rating")


@dataclass(frozen=True)
class Tally:
    """The counts of one questionnaire from one source or several.

    Attributes:
        slips: how many were handed in, blank ones included.
        blank: how many of them answered nothing.
        counts: question id → choice → how many; all choices, "does not apply" included where it is an answer.
    """

    slips: int = 0
    blank: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """Return how many answered something."""
        return self.slips - self.blank

    def of(self, question: str) -> Mapping[str, int]:
        """Return the counts of a question; nothing where it is not counted."""
        return self.counts.get(question, {})


@dataclass(frozen=True)
class Difference:
    """Where two people who counted the same paper wrote down different numbers.

    Attributes:
        question: id of the question; empty = the number of slips.
        choice: the choice; ``slips`` or ``blank`` where the question is empty.
        first: what the first wrote.
        second: what the second wrote.
    """

    question: str
    choice: str
    first: int
    second: int


@dataclass(frozen=True)
class Share:
    """Which share of a tally becomes a fact.

    Attributes:
        question: id of the question.
        favourable: choices that count for it.
        against: choices that count in the base only; all others leave the base.
    """

    question: str
    favourable: tuple[str, ...]
    against: tuple[str, ...]


#: What can be chosen without being a choice of the pack's own.
_COMMON = {
    "yes": Named({"zh-Hans": "是", "zh-Hant": "是", "en": "yes"}),
    "no": Named({"zh-Hans": "否", "zh-Hant": "否", "en": "no"}),
    NOT_APPLICABLE: Named({"zh-Hans": "不适用", "zh-Hant": "不適用", "en": "does not apply"}),
}


def choice_name(question: Question, choice: str) -> Named:
    """Return what a choice of a question is called; a step of a rating is its number."""
    own = next((each.names for each in question.choices if each.id == choice), None)
    return own or _COMMON.get(choice) or Named({"en": choice})


def choices(question: Question) -> tuple[str, ...]:
    """Return what is counted of a question, in order; nothing where answers are not counted."""
    if question.kind not in COUNTED:
        return ()
    return (*question.options, NOT_APPLICABLE) if question.not_applicable else question.options


class Tallying:
    """Counts checked sets of answers one by one, so that nobody needs to hold them all.

    Args:
        asked: the questionnaire.
    """

    def __init__(self, asked: Questionnaire) -> None:
        self._slips = self._blank = 0
        self._counted = {
            each.id: dict.fromkeys(options, 0) for each in asked.questions if (options := choices(each))
        }

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Count one set, see :func:`jishi.core.consult.questionnaire.check`; an empty one is blank."""
        self._slips += 1
        self._blank += not answers
        for id, counter in self._counted.items():
            if id in answers:
                given = answers[id]
                for choice in given if isinstance(given, tuple) else (str(given),):
                    counter[choice] = counter.get(choice, 0) + 1

    @property
    def tally(self) -> Tally:
        """What was counted so far."""
        return Tally(self._slips, self._blank, {id: dict(counter) for id, counter in self._counted.items()})


def tally(asked: Questionnaire, answers: Iterable[Mapping[str, Answer]]) -> Tally:
    """Count checked sets of answers, see :class:`Tallying`."""
    counting = Tallying(asked)
    for each in answers:
        counting.add(each)
    return counting.tally


def joined(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies of one questionnaire: of slips, of paper, of what was entered for others."""
    slips = blank = 0
    counts: dict[str, Counter[str]] = {}
    for each in tallies:
        slips, blank = slips + each.slips, blank + each.blank
        for id, found in each.counts.items():
            counter = counts.setdefault(id, Counter())
            for choice, count in found.items():
                counter[choice] += count
    return Tally(slips, blank, {id: dict(counter) for id, counter in counts.items()})


def from_paper(asked: Questionnaire, entered: Tally, issued: int | None = None) -> Tally:
    """Return what one person counted, every choice filled in; a choice that was left out is 0.

    Args:
        asked: the questionnaire.
        entered: the counts as entered.
        issued: how many papers were handed out; None = not known.

    Raises:
        Refusal: numbers below 0, questions or choices that are not there, more answers to a question than slips
            with answers, more blank slips than slips, more slips than were handed out; each with its place.
    """
    faults = [*_of_slips(asked, entered, issued)]
    by_id = {each.id: each for each in asked.questions}
    for id, counts in entered.counts.items():
        faults += _of_counts(asked, by_id.get(id), id, counts, entered.filled)
    if faults:
        raise Refusal(faults)
    counted = {each.id: choices(each) for each in asked.questions if choices(each)}
    return Tally(
        entered.slips,
        entered.blank,
        {id: {choice: entered.of(id).get(choice, 0) for choice in all_} for id, all_ in counted.items()},
    )


def compared(first: Tally, second: Tally) -> tuple[Difference, ...]:
    """Return where two counts of the same paper differ; nothing = they agree and one of them counts.

    A difference is shown and the paper counted again; it is never averaged.
    """
    found = [
        Difference("", name, one, other)
        for name, one, other in (("slips", first.slips, second.slips), ("blank", first.blank, second.blank))
        if one != other
    ]
    for id in dict.fromkeys((*first.counts, *second.counts)):
        for choice in dict.fromkeys((*first.of(id), *second.of(id))):
            one, other = first.of(id).get(choice, 0), second.of(id).get(choice, 0)
            if one != other:
                found.append(Difference(id, choice, one, other))
    return tuple(found)


def base(counted: Tally, share: Share) -> tuple[int, int]:
    """Return how many answers count for a share, and how many of them are favourable.

    Example:
        >>> counts = {"overall": {"satisfied": 6, "mostly": 2, "dissatisfied": 2, "unknown": 5}}
        >>> base(Tally(15, 0, counts), Share("overall", ("satisfied", "mostly"), ("dissatisfied",)))
        (10, 8)
    """
    counts = counted.of(share.question)
    favourable = sum(counts.get(choice, 0) for choice in share.favourable)
    return favourable + sum(counts.get(choice, 0) for choice in share.against), favourable


def _of_slips(asked: Questionnaire, entered: Tally, issued: int | None) -> Iterable[Complaint]:
    if entered.slips < 0 or not 0 <= entered.blank <= max(entered.slips, 0):
        yield Complaint(
            asked.id,
            sentence("%(blank)s blank slips of %(slips)s cannot be.", blank=entered.blank, slips=entered.slips),
            sentence("Enter how many were handed in, and how many of these are blank."),
        )
    if issued is not None and entered.slips > issued:
        yield Complaint(
            asked.id,
            sentence("%(slips)s slips came back of %(issued)s handed out.", slips=entered.slips, issued=issued),
            sentence("Count again; with more papers back than out, the vote is void."),
        )


def _of_counts(
    asked: Questionnaire, question: Question | None, id: str, counts: Mapping[str, int], filled: int
) -> Iterable[Complaint]:
    if question is None or not choices(question):
        yield Complaint(
            asked.id,
            sentence('"%(id)s" is no question whose answers are counted.', id=id[:40]),
            sentence("Load the form again and enter what it asks."),
        )
        return
    wrong = [choice for choice, count in counts.items() if choice not in choices(question) or count < 0]
    if wrong:
        yield Complaint(
            id,
            sentence('The count of "%(choice)s" cannot be.', choice=wrong[0][:40]),
            sentence("Enter a number from 0 for each of the answers offered."),
        )
        return
    # Several choices may be ticked on one slip: then each of them by itself is at most all slips.
    most = max(counts.values(), default=0) if question.kind == "several" else sum(counts.values())
    if most > filled:
        yield Complaint(
            id,
            sentence(
                "There are %(count)s answers on %(slips)s slips that are not blank.", count=most, slips=filled
            ),
            sentence("Count again; two ticks in one row are no answer."),
        )
