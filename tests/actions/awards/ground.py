"""Commendation among the reading circles: C11 and C13 are graded good by C1; one of them may be commended by C."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from jishi.actions.awards.deciding import approve, publish
from jishi.actions.awards.moving import Rules, rules
from jishi.actions.awards.proposing import propose
from jishi.actions.publish.notices import Wording
from jishi.packs.load import load
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import Meeting
from jishi.store.models.publish import Notice
from tests.actions.cases.ground import Town
from tests.actions.cases.ground import pack as graded_pack
from tests.actions.papers.ground import graded
from tests.packs.folders import ROOT

__all__ = ["graded"]


@cache
def found() -> Rules:
    """Return the Year's commendation over the facts of the minimal pack, one in two of the graded."""
    folder = Path(mkdtemp(prefix="jishi-awards-")) / "minimal"
    shutil.copytree(graded_pack().folder, folder)
    year = ROOT / "packs" / "year-2012"
    text = (year / "procedures" / "evaluation-commendation.yaml").read_text(encoding="utf-8")
    text = text.replace("note: commending", "note: points").replace("share: 10\n", "share: 50\n")
    text = text.replace("[members-satisfaction, public-satisfaction]", "[content-share, money]")
    (folder / "procedures" / "evaluation-commendation.yaml").write_text(text, encoding="utf-8")
    return rules(load(folder))


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
