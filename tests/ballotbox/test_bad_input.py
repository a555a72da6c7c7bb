"""Whatever is wrong with an answer is told in one plain sentence, in the language of who gave it."""

import re
from urllib.parse import urlencode

import pytest

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.pages import LANGUAGES
from jishi.web.catalogues import compile_stale
from tests.ballotbox.browsing import FORM, Asked, ask
from tests.ballotbox.ground import opened

TAGS = [tag for tag, _ in LANGUAGES]
BAD = {
    "out of range": {"times": "20001"},
    "below the range": {"times": "-1"},
    "no number": {"times": "１２x"},
    "an answer nobody offered": {"overall": "excellent"},
    "a question that is not shown": {"overall": "satisfied", "why": "venue"},
    "a question that is not there": {"loyalty": "5"},
    "another unit": {"unit": "12"},
    "too many letters": {"wish": "好" * 51},
}


@pytest.fixture(autouse=True, scope="module")
def _catalogues() -> None:
    compile_stale()


@pytest.fixture
def boxes(tmp_path) -> Boxes:
    return Boxes(tmp_path)


def sent(code: str, tag: str, answers: dict[str, str]) -> Asked:
    fields = {"l": tag, "code": code} | {f"q.{id}": typed for id, typed in answers.items()}
    return Asked("POST", "/s/", urlencode(fields).encode(), ((b"content-type", FORM),))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("wrong", BAD)
def test_each_wrong_answer_has_a_sentence_in_each_language_and_leaves_its_slip_unused(
    boxes: Boxes, wrong: str, tag: str
) -> None:
    box, codes = opened(boxes, 1)

    (reply,) = ask(boxes, sent(codes[0], tag, BAD[wrong]))

    # Beside its question; where there is no such question, at the top, below what and what to do.
    head = re.findall(r"<p>(.*?)</p>", reply.text.partition('role="alert"')[2].partition("</div>")[0])[1:]
    faults = re.findall(r'class="fault"[^>]*>(.*?)</p>', reply.text, re.DOTALL) + head
    assert (reply.status, box.issued()[0].used, len(faults)) == (422, 0, 1), reply.text
    # What was typed is repeated in its own language.
    said = re.sub(r"(&quot;|“).*?(&quot;|”)", "", faults[0])
    assert bool(re.search(r"[\u4e00-\u9fff]", said)) == tag.startswith("zh"), said
    assert "%(" not in said


def test_a_slip_counts_for_the_unit_that_it_was_printed_for(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)
    (other,) = box.add_slips("12", "members", "satisfaction", 1)

    # Neither the address nor the form has a place for another unit.
    (reply,) = ask(boxes, sent(other, "en", {"overall": "satisfied"}))

    assert reply.status == 200
    assert {each.unit: each.used for each in box.issued()} == {"11": 0, "12": 1}
    assert [answer["unit"] for answer in box.answers()] == ["12"]
    assert codes[0] != other
