"""The commands of the review, the board, the ledger and promotion, as a person at the office types them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.store.home import Home
from jishi.store.models.assess import Grade
from jishi.store.models.cases import RecusalWish
from jishi.store.models.improve import BranchSheet, Problem, Remedy
from jishi.store.models.publish import Notice
from tests.actions.cases.ground import Town, a_town
from tests.actions.improve.rising import a_rising_town, ask_readers
from tests.web.ground import a_world
from tests.web.improving import improving

pytestmark = pytest.mark.django_db(transaction=True)

SITTING = ("--held", "2012-04-20", "--entitled", "7")
PEOPLE = tuple(word for name in ("甲一", "乙二", "丙三", "丁四", "戊五") for word in ("--present", name))


class Typed:
    """A home at which somebody types."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(jishi, [*words, "--home", str(self.home.path)])

    def told(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.exit_code == 0, done.exception
        return json.loads(done.stdout)

    def refused(self, *words: str) -> str:
        done = self.run(*words)
        assert isinstance(done.exception, Refusal), done.output
        return str(done.exception.complaints[0].what)

    def approved(self, *codes: str) -> None:
        self.told("review", "meeting", "C1", "--minutes", "7", *SITTING, *PEOPLE)
        self.told("review", "approve", "C1", *codes, "--minutes", "7", "--cycle", "2012", "--on", "2012-04-20")


@pytest.fixture
def typed(home: Home) -> Typed:
    return Typed(home)


def test_a_review_is_typed_from_the_meeting_to_the_list(typed: Typed, tmp_path: Path) -> None:
    a_town()
    held = typed.told("review", "meeting", "C1", "--minutes", "7", *SITTING, *PEOPLE)
    round_ = ("--cycle", "2012", "--on", "2012-04-20")
    approved = typed.told("review", "approve", "C1", "--plain", "--minutes", "7", *round_)
    returned = typed.told("review", "return", "C12", "--reason", "补会议记录", *round_)
    again = typed.refused("review", "approve", "C1", "C11", "--minutes", "7", *round_)
    unknown = typed.refused("review", "approve", "C1", "C11", "--minutes", "99", *round_)
    file = tmp_path / "review.xlsx"
    listed = typed.told("review", "list", "--cycle", "2012", "--export", str(file))

    assert (held["present"], approved["approved"], returned["state"]) == (5, 2, "returned")
    assert again == "Somebody else decided this meanwhile: Good, minutes 7." or "not next" in again
    assert unknown == "There are no minutes of this number at this committee."
    assert (listed["approved"], listed["returned"]) == (2, 1)
    assert load_workbook(file).worksheets[0].max_row == 6


def test_minutes_are_corrected_and_somebody_leaves_on_the_command_line(typed: Typed) -> None:
    a_town()
    typed.told("review", "meeting", "C1", "--minutes", "7", *SITTING, *PEOPLE)

    left = typed.told("minutes", "leave", "C1", "7", "C11", "甲一", "--reason", "亲属", "--on", "2012-04-20")
    stays = typed.told("minutes", "stay", "C1", "7", "C11", "甲一", "--reason", "已非亲属", "--on", "2012-04-20")
    nobody = typed.refused("minutes", "leave", "C1", "7", "C11", "己六", "--reason", "亲属")
    corrected = typed.told("minutes", "correct", "C1", "7", "--number", "8", "--reason", "编号写错")
    shown = typed.told("minutes", "show", "C1", "8")

    assert (left["wish"], "lift" in stays) == (RecusalWish.objects.get().pk, True)
    assert nobody == "This person was not at the meeting."
    assert (corrected["correction"], shown["minutes"]) == (1, "8")
    assert shown["corrections"][0]["was"]["minutes"] == "7"


def test_a_notice_is_typed_up_listed_taken_back_and_decided(typed: Typed, tmp_path: Path) -> None:
    town: Town = a_town()
    typed.approved("C11", "C13")
    up = ("notice", "publish", "C1", "grades", "--cycle", "2012", "--on")

    first = typed.told(*up, "2012-04-23")
    early = typed.refused("notice", "decide", str(first["notice"]), "--on", "2012-04-24")
    taken = typed.told("notice", "take-back", str(first["notice"]), "--reason", "错字", "--on", "2012-04-24")
    second = typed.told(*up, "2012-04-25")
    listed = typed.told("notice", "list", "--committee", "C1", "--on", "2012-04-26")
    hanging = typed.told("notice", "list", "--up", "--on", "2012-04-26")
    poster = tmp_path / "poster.pdf"
    typed.told("notice", "poster", str(second["notice"]), str(poster), "--language", "en")
    decided = typed.told("notice", "decide", str(second["notice"]), "--on", "2012-05-10")

    assert early.startswith("The term is not over")
    assert taken == {"notice": first["notice"]}
    assert [row["state"] for row in listed] == ["up", "taken back"]
    assert [row["notice"] for row in hanging] == [second["notice"]]
    assert poster.read_bytes()[:4] == b"%PDF"
    assert (decided, Grade.objects.filter(locked_at__isnull=False).count()) == ({"decided": 2}, 2)
    assert Notice.objects.filter(committee=town.units["C1"]).count() == 2
    assert typed.refused("notice", "decide", "999") == "There is no such notice."


def test_words_in_another_language_are_typed_and_a_language_that_is_none_is_refused(typed: Typed) -> None:
    a_town()
    up = ("notice", "publish", "C1", "information", "--cycle", "2012", "--on", "2012-04-23", "--title", "通知")

    put_up = typed.told(*up, "--text", "请看榜。", "--also", "en", "Notice", "Look at the board.")

    assert Notice.objects.get(pk=put_up["notice"]).content["also"] == {"en": ["Notice", "Look at the board."]}
    assert typed.refused(*up, "--text", "请看榜。", "--also", "fr", "Avis", "Voir.") == "There is no such language."


def test_the_ledger_the_plan_and_the_sheets_are_typed(typed: Typed, tmp_path: Path) -> None:
    world = a_world()
    improving(world.units["C11"])
    Remedy.objects.create(unit=world.units["C11"], text="开会", since=world.round.closes_on)

    proposed = typed.told("problems", "propose")
    listed = typed.told("problems", "list", "--unit", "C11", "--state", "open")
    orphans = typed.told("problems", "orphans", "--unit", "C11")
    typed.run("problems", "export", str(tmp_path / "ledger.xlsx"), "--unit", "C1")
    no_plan = typed.refused("notice", "publish", "C11", "plan", "--cycle", "2012")
    missing = typed.told("branch-sheets", "list", "--unit", "C1")
    undecided = typed.refused("branch-sheets", "give", "C11")
    Problem.objects.filter(state="proposed").update(state="open")
    day = (world.round.closes_on + timedelta(days=3)).isoformat()
    given = typed.told("branch-sheets", "give", "C11", "C12", "--on", day)

    assert proposed["problems"] > 0
    assert [row["text"] for row in listed] == ["活动室屋顶漏水"]
    assert [row["what"] for row in orphans] == ["remedy"]
    assert load_workbook(tmp_path / "ledger.xlsx").worksheets[0].max_row > 2
    assert no_plan == "There is no plan for this round yet."
    assert [row["unit"] for row in missing] == ["C11", "C12"]
    assert "proposed problems are not decided yet" in undecided
    assert (given, BranchSheet.objects.count()) == ({"given": 2}, 2)


def test_promotion_is_typed_and_says_what_is_missing(typed: Typed) -> None:
    town = a_rising_town()
    round_ = ("--cycle", "2012b", "--round", "1")

    before = typed.told("promote", "list", *round_, "--missing", "--on", "2012-11-08")
    ask_readers(town)
    put_up = typed.told("promote", "publish", "C1", *round_, "--on", "2012-11-08")
    hanging = typed.told("promote", "list", *round_, "--on", "2012-11-19")

    assert [row["unit"] for row in before] == ["C12"]
    assert "Members and public were not asked about the effect." in before[0]["missing"]
    assert put_up["rows"] >= 1
    assert hanging[0]["notice"] == put_up["notice"]
