"""Commendation among the reading circles: C11 and C13 are graded good by C1; one of them may be commended by C."""

from jishi.actions.awards.deciding import approve, publish
from jishi.actions.awards.moving import Rules, rules
from jishi.actions.awards.proposing import propose
from jishi.actions.publish.notices import Wording
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import Meeting
from jishi.store.models.publish import Notice
from tests.actions.cases.ground import Town, pack
from tests.actions.papers.ground import graded

__all__ = ["graded"]


def found() -> Rules:
    """Return the Year's commendation over the facts of the minimal pack, one in two of the graded."""
    return rules(pack())


def proposed(town: Town, *codes: str) -> list[Candidate]:
    merits = {town.units[code].pk: "带领大家读书。" for code in codes}
    return propose(town.by("town"), found(), town.round, town.units["C1"], merits)


def meeting(town: Town, number: str = "9") -> Meeting:
    return town.meeting("county", "C", number)


def approved(town: Town, *codes: str) -> list[Candidate]:
    rows = proposed(town, *codes)
    return approve(town.by("county"), found(), meeting(town), {row.pk: row.version for row in rows})


def on_notice(town: Town, *codes: str) -> Notice:
    approved(town, *codes)
    wording = Wording("拟表彰名单公示", "现予公示。", "zh-Hans")
    return publish(town.by("county"), found(), town.round, town.units["C"], wording)
