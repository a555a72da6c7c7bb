"""People and teams who are sent to help: who may go where, what a village says of them, whom nobody helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

#: These are sent as a team; the others as one person.
TEAMS = frozenset({"work-team", "survey-team", "stationed-team"})
#: These may be sent to a workplace that has no unit.
TO_WORKPLACES = frozenset({"instructor", "liaison"})
#: A place has one of these at a time.
ALONE = frozenset({"first-secretary"})
#: These link with a village or a community, and with nobody in particular there.
TO_VILLAGES = ("village", "community")
#: Where a pack says nothing: in a smaller gathering everybody's answer could be told. No pack may say less.
FEWEST_JUDGING = 10
#: Where a pack says nothing: so many units a survey team looks at; with more it is told.
UNITS_OF_A_TEAM = 12


def dealt(units: Sequence[int], size: int) -> list[list[int]]:
    """Deal units that stand beside each other to as few teams as it takes, none with more than ``size``.

    The parts are as equal as can be, so that nobody gets the rest of one.

    Example:
        >>> [len(part) for part in dealt(range(25), 12)]
        [9, 8, 8]
    """
    teams = -(-len(units) // max(size, 1))
    if not teams:
        return []
    least, more = divmod(len(units), teams)
    parts, start = [], 0
    for number in range(teams):
        end = start + least + (number < more)
        parts.append(list(units[start:end]))
        start = end
    return parts


@dataclass(frozen=True)
class Going:
    """Somebody who is to be sent.

    Attributes:
        kind: ``first-secretary``, ``instructor`` …
        who: name of the person or the team.
        is_team: whether it is a team.
        target: how sentences call the unit or workplace.
        to_workplace: whether it is a workplace.
        domain: domain of the target; empty = none.
        since: first day.
        until, term_ends_on: None = not said.
        died_on: when the person died; None = alive, or a team.
    """

    kind: str
    who: str
    is_team: bool
    target: str
    to_workplace: bool
    domain: str
    since: date
    until: date | None = None
    term_ends_on: date | None = None
    died_on: date | None = None


def send(going: Going, there: Mapping[str, tuple[str, ...]]) -> None:
    """Decide whether somebody may be sent.

    Args:
        going: who, where, from when.
        there: kind → who of this kind is at the target on these days already.

    Raises:
        Refusal: a team where a person is due or the reverse, a second first secretary, dates that contradict.
    """
    if going.is_team != (going.kind in TEAMS):
        raise _one(
            going,
            sentence("A team is sent where one person is due, or one person where a team is."),
            sentence("Name a team for work, survey and stationed teams, and a person for everybody else."),
        )
    if going.to_workplace and going.kind not in TO_WORKPLACES:
        raise _one(
            going,
            sentence("Only instructors and liaisons are sent to a workplace without a unit."),
            sentence("Choose a unit."),
        )
    _to_villages(going)
    if going.died_on is not None and going.since >= going.died_on:
        raise _one(
            going,
            sentence("This person died on %(day)s.", day=going.died_on.isoformat()),
            sentence("Choose another person, or correct the record of the person."),
        )
    for end in (going.until, going.term_ends_on):
        if end is not None and end <= going.since:
            raise _one(going, sentence("It ends before it begins."), sentence("Correct one of the two dates."))
    present = there.get(going.kind, ())
    if going.kind in ALONE and present:
        raise _one(
            going,
            sentence("%(name)s is there already; a village has one first secretary.", name=present[0]),
            sentence("End that assignment first."),
        )
    if going.who in present:
        raise _one(
            going,
            sentence("%(name)s is sent there already.", name=going.who),
            sentence("End that assignment first, or correct the dates."),
        )


def _to_villages(going: Going) -> None:
    """Let first secretaries and office cadres go to villages and communities only."""
    if going.kind == "first-secretary" and going.domain not in TO_VILLAGES:
        raise _one(
            going,
            sentence("A first secretary is sent to a village or a community."),
            sentence("Choose another unit, or send an instructor or a contact person."),
        )
    if going.kind == "office-cadre" and going.domain not in TO_VILLAGES:
        raise _one(
            going,
            sentence("An office's cadre links with a village or a community, never with a household."),
            sentence("Choose a village or a community."),
        )


@dataclass(frozen=True)
class Opinion:
    """What a village said of its helper, as counts."""

    present: int
    satisfied: int
    basically: int
    dissatisfied: int

    @property
    def answered(self) -> int:
        """How many gave an answer."""
        return self.satisfied + self.basically + self.dissatisfied


def evaluate(where: str, opinion: Opinion, fewest: int) -> None:
    """Decide whether an evaluation can be kept.

    Args:
        where: how sentences call the village.
        opinion: the counts.
        fewest: so many must have been there, that nobody's answer is told.

    Raises:
        Refusal: more answers than people, or too few people.
    """
    if opinion.answered > opinion.present:
        raise Refusal(
            [
                Complaint(
                    where,
                    sentence(
                        "%(answers)s answers of %(people)s people.",
                        answers=opinion.answered,
                        people=opinion.present,
                    ),
                    sentence("Count again: who was there, and who said what."),
                )
            ]
        )
    if opinion.present < fewest:
        raise Refusal(
            [
                Complaint(
                    where,
                    sentence(
                        "Fewer than %(fewest)s people were there; what each of them said could be told.",
                        fewest=fewest,
                    ),
                    sentence("Hold the evaluation with more people."),
                )
            ]
        )


def _one(going: Going, what: Sentence, fix: Sentence) -> Refusal:
    return Refusal([Complaint(going.target, what, fix)])
