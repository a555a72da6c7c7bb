"""The whole county goes out as sheets, comes into an empty home, and gets the same grades to the bit."""

import pytest

from jishi.actions.assess import snapshot_of
from jishi.actions.demo import register as chapter
from jishi.actions.demo import survey
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.press import Press
from jishi.actions.demo.setting_up import open_rounds
from jishi.actions.exports import facts as facts_out
from jishi.actions.exports import units as units_out
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import facts, units
from jishi.actions.imports.outcome import Asked
from jishi.actions.posts.holding import By
from jishi.actions.posts.requiring import require
from jishi.columnar.runs import result_digest
from jishi.core.access import OPERATOR
from jishi.engines import native
from jishi.packs.lower import lower
from jishi.store.home import current
from jishi.store.models.assess import Round
from tests import county
from tests.actions.test_exports_units import register
from tests.databases import template

# Committed, so that the empty database can be put back in the middle.
pytestmark = pytest.mark.django_db(transaction=True)


def grades(round_: Round) -> str:
    return result_digest(native.run(lower(county.pack(), on=round_.tree_on), snapshot_of(round_, county.pack())))


def test_the_exported_county_gets_the_same_grades_in_an_empty_home(monkeypatch: pytest.MonkeyPatch) -> None:
    # A hundred thousand slips on paper decide no grade; the demo's own test looks at them.
    monkeypatch.setattr(Press, "take", lambda _press, _made: None)
    pack = county.pack()
    this, before = open_rounds(pack)
    ground = Ground(current(), pack, this, before, county.county(), county.sheets())
    chapter.tell(ground)
    require(By(), pack)
    survey.tell(ground)
    graded, known = grades(this), register()
    book = units_out.export(OPERATOR, pack.vocabulary, Style("xlsx", "zh-Hans")).file("xlsx")
    told = [facts_out.export(OPERATOR, pack, one, Style("csv", "zh-Hant")).file("csv") for one in (this, before)]
    template.put_back()

    rounds = open_rounds(pack)
    units.run(Asked(book, "units.xlsx"), pack.vocabulary)
    for round_, values in zip(rounds, told, strict=True):
        facts.run(Asked(values, "facts.csv"), facts.Target(round_, pack))

    assert len(known) > 1_000
    assert register() == known
    assert grades(rounds[0]) == graded
