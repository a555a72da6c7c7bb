"""Papers of the reading circles: C11 and C13 are graded good, C12 and C14 not yet."""

from datetime import date

from jishi.actions.cases.reviewing import Seen, approve
from jishi.actions.papers import making, reading
from jishi.actions.papers.ground import Telling
from jishi.actions.papers.making import Made, Original
from jishi.core.access import OPERATOR
from jishi.store.models.papers import Paper
from tests.actions.cases.ground import MET, Town, a_paper, a_town, pack

#: The round closes on 10 April; five days later the paper is late.
IN_TIME, LATE = date(2012, 4, 15), date(2012, 4, 16)


def graded() -> Town:
    town = a_town()
    approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11", "C13"))
    return town


def seen(town: Town, *codes: str) -> Seen:
    return Seen(town.docket("county").opening.run_id, {town.units[code].pk: 0 for code in codes})


def read(town: Town, code: str = "C1", form: str = "summary", reader: str = "") -> reading.Read:
    """Return a paper as it would be made now, in English."""
    scope = town.by(reader).scope if reader else OPERATOR
    return reading.live(scope, town.round, pack().form_by_id[form], town.units[code], telling())


def telling() -> Telling:
    return Telling("en", lambda text: "@en" if text == "@en" else text)


def told(found: reading.Read) -> dict[str, str]:
    """Return label and name of every figure → its text."""
    return {f"{figure.label} {figure.name}".strip(): figure.text for figure in found.figures}


def made(town: Town, why: str = "", words: dict[str, str] | None = None, on: date = MET) -> Paper:
    return making.make(town.by("town", on), read(town).ground, Made(words or {}, why))


def stamped(town: Town, paper: Paper, on: date = MET) -> Paper:
    original = Original(a_paper(), on, "7号", "甲一")
    return making.register(town.by("town", on), paper, paper.version, original)


def handed(town: Town, on: date = MET, why: str = "") -> Paper:
    paper = stamped(town, made(town, why, on=on), on)
    return making.hand_up(town.by("town", on), paper, paper.version)
