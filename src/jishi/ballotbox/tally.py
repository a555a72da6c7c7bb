"""What was answered, counted: read once after the close, and all that is left of a box."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jishi.ballotbox.tables import Issued
from jishi.core.consult.conditions import NOT_APPLICABLE
from jishi.core.consult.questionnaire import Questionnaire
from jishi.core.consult.tally import COUNTED, Tally, Tallying

_Group = tuple[str, str, str]


@dataclass(frozen=True)
class Tallied:
    """The answers of one electorate of one unit to one questionnaire.

    Attributes:
        issued: how many codes were made.
        tally: how many were handed in, how many of them blank, and how often each choice was taken.
        written: question → texts, numbers in 1/scale of their question, or days as 2012-03-31; in order of value,
            which says nothing of the order in which they came.
    """

    unit: str
    electorate: str
    questionnaire: str
    issued: int
    tally: Tally
    written: Mapping[str, tuple[str | int, ...]]


@dataclass(frozen=True)
class Tallies:
    """All groups of a round, in order of unit, electorate, questionnaire; those that nobody answered as well."""

    groups: tuple[Tallied, ...]


def tallied(
    issued: Iterable[Issued], answers: Iterable[Mapping[str, Any]], asked: Mapping[str, Questionnaire]
) -> Tallies:
    """Count answers.

    Args:
        issued: every kind of slip.
        answers: unit, electorate, questionnaire, and given: question id → cleaned answer as JSON has it.
        asked: the questionnaires by id.
    """
    groups: dict[_Group, _Counted] = {}
    for answer in answers:
        given = {id: tuple(value) if isinstance(value, list) else value for id, value in answer["given"].items()}
        kind = (answer["unit"], answer["electorate"], answer["questionnaire"])
        group = groups.get(kind) or groups.setdefault(kind, _Counted(asked[kind[2]]))
        group.add(given)
    return Tallies(
        tuple(_told(each, groups.get(_kind(each)) or _Counted(asked[each.questionnaire])) for each in issued)
    )


class _Counted:
    """The answers of one group: choices as counts, everything else as it was written."""

    def __init__(self, asked: Questionnaire) -> None:
        self.counts = Tallying(asked)
        self.written: dict[str, list[str | int]] = {
            each.id: [] for each in asked.questions if each.kind not in COUNTED
        }

    def add(self, given: Mapping[str, Any]) -> None:
        self.counts.add(given)
        for id, values in self.written.items():
            if id in given and given[id] != NOT_APPLICABLE:
                values.append(given[id])


def _kind(each: Issued) -> _Group:
    return each.unit, each.electorate, each.questionnaire


def _told(each: Issued, found: _Counted) -> Tallied:
    written = {id: tuple(sorted(values)) for id, values in found.written.items()}  # type: ignore[type-var]
    return Tallied(*_kind(each), each.slips, found.counts.tally, written)
