"""Papers, circulars, commendation and promotion at the command line, as a person types them."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from jishi.cli.main import jishi
from jishi.store.home import Home
from jishi.store.models.awards import Candidate
from jishi.store.models.circulars import Circular, Receipt
from jishi.store.models.papers import Paper
from tests.actions.cases.ground import MET, Town
from tests.actions.papers.ground import graded

pytestmark = pytest.mark.django_db(transaction=True)
ON = MET.isoformat()
Run = Callable[..., Result]


@pytest.fixture
def town() -> Town:
    return graded()


@pytest.fixture
def run(home: Home, town: Town) -> Run:
    """Type a command; what it refuses is raised."""

    def typed(*words: str) -> Result:
        done = CliRunner().invoke(jishi, [*words, "--home", str(home.path)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done

    return typed


def test_a_paper_is_printed_made_edited_stamped_handed_up_and_answered(run: Run, tmp_path: Path) -> None:
    scan, edited = tmp_path / "scan.pdf", tmp_path / "edited.docx"
    scan.write_bytes(b"%PDF-1.4")

    run("paper", "make", "C1", "summary", "--on", ON)
    run("paper", "print", "C1", "summary", str(edited), "--version", "1")
    retyped(edited, "2", "3")
    back = run("paper", "take-back", "C1", "summary", "1", str(edited), "--on", ON, "--json")
    told = ("--day", ON, "--kept-as", "7号", "--brought-by", "甲一", "--on", ON)
    run("paper", "register", "C1", "summary", "1", str(scan), *told)
    why = "会议当天又定一个"
    run("paper", "hand-up", "C1", "summary", "1", "--why", why, "--on", ON)
    run("paper", "answer", "C1", "summary", "1", "--on", ON)
    listed = run("paper", "list", "--on", ON, "--json")

    differs = json.loads(back.stdout)["departures"]
    assert [(row["kind"], row["record"], row["file"]) for row in differs] == [("figure", "2", "3")]
    states = {row["unit"]: row["state"] for row in json.loads(listed.stdout) if row["form"] == "summary"}
    assert states == {"C1": "taken", "C2": "late-missing"}
    assert (Paper.objects.get().departures, Paper.objects.get().differs_why) == (differs, why)


def retyped(file: Path, was: str, now: str) -> None:
    """Type another number into the first paragraph that says one, as somebody would in Word."""
    paper, raw = docx.Document(io.BytesIO(file.read_bytes())), io.BytesIO()
    line = next(line for line in paper.paragraphs if was in line.text)
    line.runs[0].text = line.runs[0].text.replace(was, now, 1)
    paper.save(raw)
    file.write_bytes(raw.getvalue())


def test_a_correction_says_which_figures_differ(run: Run, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4")
    run("paper", "make", "C1", "summary", "--on", ON)
    told = ("--day", ON, "--kept-as", "7号", "--brought-by", "甲一", "--on", ON)
    run("paper", "register", "C1", "summary", "1", str(scan), *told)
    run("paper", "hand-up", "C1", "summary", "1", "--on", ON)

    run("paper", "make", "C1", "summary", "--why", "重新核对", "--on", ON)
    found = run("paper", "differences", "C1", "summary", "2", "--json")

    assert json.loads(found.stdout) == []
    assert Paper.objects.count() == 2


def test_a_circular_is_drafted_rewritten_approved_issued_signed_and_replied_to(run: Run) -> None:
    clause = "报送方案|各分会|2012-05-31"

    run("circular", "draft", "C", "--title", "部署", "--text", "请落实。", "--clause", clause, "--on", ON)
    number = str(Circular.objects.get().pk)
    run("circular", "rewrite", number, "--title", "第二阶段部署", "--sign-by", "2012-05-10", "--on", ON)
    run("circular", "approve", number, "--by", "甲一，部长", "--on", ON)
    run("circular", "issue", number, "--on", ON)
    run("circular", "sign", number, "C1", "--on", ON)
    run("circular", "reply", number, "1", "C11", "方案见附件", "--on", ON)
    missing = run("circular", "missing", number, "--json")
    unanswered = run("circular", "missing", number, "--clause", "1", "--level", "circle", "--json")

    row = Circular.objects.get()
    assert (row.title, row.text, row.receipt_due_on) == ("第二阶段部署", "请落实。", date(2012, 5, 10))
    assert [clause.text for clause in row.clauses.all()] == ["报送方案"]
    assert Receipt.objects.count() == 2
    assert [each["unit"] for each in json.loads(missing.stdout)] == ["C12", "C13", "C14", "C2", "C21"]
    assert [each["unit"] for each in json.loads(unanswered.stdout)] == ["C12", "C13", "C14", "C21"]


def test_a_unit_is_proposed_approved_and_put_on_notice(run: Run, town: Town) -> None:
    town.meeting("county", "C", "9")

    able = run("award", "possible", "C1", "--json")
    run("award", "propose", "C1", "C11", "会议按期召开", "--on", ON)
    run("award", "approve", "C", "C11", "--minutes", "9", "--on", ON)
    run("award", "publish", "C", "--also", "zh-Hant", "表彰", "會議按期召開。", "--on", ON)
    listed = run("award", "list", "--json")

    assert [row["unit"] for row in json.loads(able.stdout)] == ["C11", "C13"]
    told = json.loads(listed.stdout)
    assert [(row["unit"], row["state"]) for row in told["candidates"]] == [("C11", "notice")]
    # Two are graded, and one in two may be commended.
    assert told["quotas"]["C1"] == {"graded": 2, "most": 1, "used": 1}
    notice = Candidate.objects.get().notice
    assert notice is not None
    assert notice.content["also"] == {"zh-Hant": ["表彰", "會議按期召開。"]}


def test_in_the_first_round_nobody_is_to_rise(run: Run) -> None:
    found = run("promote", "list", "--cycle", "2012", "--round", "1", "--json")

    assert json.loads(found.stdout) == []
