"""The pages behind a slip: each thing that can happen has its own plain sentence."""

import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.pages import LANGUAGES, STYLE, told
from jishi.ballotbox.outcome import SAID
from jishi.core.consult import codes as reading
from jishi.web.catalogues import compile_stale
from tests.ballotbox.browsing import FORM, Asked, ask, ask_at_once, send, show
from tests.ballotbox.ground import count, opened, questionnaire


@pytest.fixture(autouse=True, scope="module")
def _catalogues() -> None:
    compile_stale()


@pytest.fixture
def boxes(tmp_path: Path) -> Boxes:
    return Boxes(tmp_path)


def test_the_form_behind_a_slip_asks_what_its_questionnaire_asks(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)

    (reply,) = ask(boxes, show(f"/s/{codes[0]}"))

    assert reply.status == 200
    for text in ("Satisfaction", "To know who is satisfied.", "cannot be linked to you", "Not satisfied", "A wish"):
        assert text in reply.text
    assert "Only if your answer to question 1 is “Not satisfied”." in reply.text
    assert f'name="code" value="{reading.read(codes[0])}"' in reply.text


def test_an_answer_is_counted_and_said_to_be(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    (reply,) = ask(boxes, send(codes[0], overall="dissatisfied", why=["venue", "funds"], wish="一间活动室"))

    assert (reply.status, "Your answer was counted." in reply.text) == (200, True)
    assert [answer["given"] for answer in box.answers()] == [
        {"overall": "dissatisfied", "why": ["venue", "funds"], "wish": "一间活动室"}
    ]


def test_wrong_used_foreign_early_and_closed_codes_have_a_sentence_each(boxes: Boxes) -> None:
    box, codes = opened(boxes, 2)
    count(box, codes[0])
    early = boxes.create("second", [questionnaire()])
    (waiting,) = early.add_slips("11", "members", "satisfaction", 1)
    stranger = reading.coded(bytes(10))
    typo = codes[1][:-1] + ("A" if codes[1][-1] != "A" else "B")

    wrong, foreign, used, before = ask(boxes, send(typo), send(stranger), send(codes[0]), send(waiting))
    box.close()
    (closed,) = ask(boxes, send(codes[1]))

    assert "a letter is wrong or missing" in wrong.text
    assert "This code is not known here." in foreign.text
    assert "This code was used already." in used.text
    assert "This round has not begun yet." in before.text
    assert "This round is over" in closed.text
    assert [each.status for each in (wrong, foreign, used, before, closed)] == [404, 404, 409, 403, 410]


def test_opening_the_page_of_such_a_code_says_the_same(boxes: Boxes) -> None:
    box, codes = opened(boxes, 2)
    count(box, codes[0])

    used, foreign = ask(boxes, show(f"/s/{codes[0]}"), show(f"/s/{reading.coded(bytes(10))}"))
    box.close()
    (closed,) = ask(boxes, show(f"/s/{codes[1]}"))

    assert "This code was used already." in used.text
    assert "This code is not known here." in foreign.text
    assert "This round is over" in closed.text


def test_a_code_is_read_however_it_is_typed(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)
    typed = codes[0].lower().replace("0", "O").replace("1", "l").replace("-", " ")

    (reply,) = ask(boxes, send(typed))

    assert reply.status == 200
    assert box.issued()[0].used == 1


def test_of_two_at_the_same_moment_one_is_counted(boxes: Boxes) -> None:
    box, codes = opened(boxes, 30)

    replies = ask_at_once(boxes, [send(code) for code in codes for _ in range(2)])

    assert sorted(reply.status for reply in replies) == [200] * 30 + [409] * 30
    assert sum(1 for _ in box.answers()) == 30


def test_faulty_answers_come_back_marked_as_they_were_typed(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    (reply,) = ask(boxes, send(codes[0], overall="satisfied", why="venue", times="99999", wish='"><b>x'))

    assert reply.status == 422
    assert "not counted yet" in reply.text
    assert reply.text.count('class="fault"') == 2
    assert 'value="99999"' in reply.text
    assert "&lt;b&gt;x" in reply.text
    assert "<b>" not in reply.text
    assert box.issued()[0].used == 0


def test_answers_nobody_offered_are_refused(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    forged, made_up = ask(boxes, send(codes[0], overall="excellent"), send(codes[0], loyalty="5"))

    assert (forged.status, made_up.status) == (422, 422)
    assert "none of the answers" in forged.text
    assert "loyalty" in made_up.text
    assert box.issued()[0].used == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"code=AV10&q.wish=" + b"x" * 1_000_000, 413),
        (b"&".join(b"q.%d=x" % number for number in range(1000)), 413),
        (b"code=AV10&q.wish=%ff%fe", 400),
        ("code=AV10&q.wish=活动".encode("gb18030"), 400),
    ],
)
def test_too_much_and_what_is_not_utf_8_are_answered(boxes: Boxes, body: bytes, status: int) -> None:
    opened(boxes, 1)

    (reply,) = ask(boxes, Asked("POST", "/s/", body, ((b"content-type", FORM),)))

    assert reply.status == status
    assert "没有计入" in reply.text


def test_a_body_that_is_no_form_or_lies_about_its_length_is_answered(boxes: Boxes) -> None:
    opened(boxes, 1)

    text, negative = ask(
        boxes,
        Asked("POST", "/s/", b"{}", ((b"content-type", b"application/json"),)),
        Asked("POST", "/s/", b"", ((b"content-type", FORM), (b"content-length", b"-1"))),
    )

    assert text.status == 400
    assert negative.status in (404, 413)


def test_twenty_thousand_letters_are_told_to_be_too_many(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)

    (reply,) = ask(boxes, send(codes[0], wish="好" * 51))

    assert reply.status == 422
    assert "has 51 letters; 50 fit" in reply.text


def test_pages_set_no_cookie_run_no_script_and_leak_no_address(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)

    for reply in ask(boxes, show(f"/s/{codes[0]}"), show("/s/"), send(codes[0]), show("/elsewhere")):
        assert b"set-cookie" not in reply.headers
        assert reply.headers[b"referrer-policy"] == b"no-referrer"
        assert reply.headers[b"cache-control"] == b"no-store"
        policy = reply.headers[b"content-security-policy"]
        assert policy.startswith(b"default-src 'none'")
        assert b"unsafe" not in policy
        assert "<script" not in reply.text
        assert " style=" not in reply.text
        assert not re.search(r"https?://", reply.text)


def test_only_what_is_offered_is_answered(boxes: Boxes) -> None:
    root, other, wrong, style = ask(
        boxes, show("/"), show("/secrets.json"), Asked("DELETE", "/s/"), show("/s/slip.css")
    )

    assert (root.status, root.headers[b"location"]) == (303, b"/s/")
    assert (other.status, wrong.status, style.status) == (404, 405, 200)
    assert style.text.encode() == STYLE


def test_the_language_is_the_one_asked_for_else_the_browsers_else_simplified(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)
    address = f"/s/{codes[0]}"

    tags = ["zh-TW,zh;q=0.9", "en-GB", "fr", "zh-CN"]
    replies = ask(boxes, *(show(address, accept=tag) for tag in tags), show(f"{address}?l=zh-Hant", accept="en"))

    found = [re.search(r'<html lang="([^"]+)"', reply.text).group(1) for reply in replies]  # type: ignore[union-attr]
    assert found == ["zh-Hant", "en", "zh-Hans", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize("language", [tag for tag, _ in LANGUAGES])
def test_every_outcome_is_told_in_every_language(language: str) -> None:
    for what in SAID:
        page = told(what, language).decode()

        said = re.sub(r"<nav.*</nav>", "", page, flags=re.DOTALL)
        assert bool(re.search(r"[\u4e00-\u9fff]", said)) == language.startswith("zh")
        assert "%(" not in page


def test_whatever_is_touched_is_44_pixels_high() -> None:
    style = STYLE.decode()

    assert "--touch: 48px" in style
    for selector in ("nav > *", ".choice", 'input[type="date"], textarea', "\nbutton"):
        rule = style.partition(f"{selector} {{")[2].partition("}")[0]
        assert re.search(r"min-height: (var\(--touch\)|56px)", rule), selector


def test_each_field_has_a_label_and_each_group_a_legend(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)
    (reply,) = ask(boxes, show(f"/s/{codes[0]}"))

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, list[str]] = {}
            self.depth = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            named = dict(attrs)
            self.depth += tag == "label" and "for" not in named
            if tag in ("input", "textarea") and named.get("type") != "hidden" and not self.depth:
                self.found.setdefault("fields", []).append(str(named.get("id")))
            if tag == "label" and "for" in named:
                self.found.setdefault("labels", []).append(str(named["for"]))
            if tag in ("fieldset", "legend"):
                self.found.setdefault(tag, []).append(tag)

        def handle_endtag(self, tag: str) -> None:
            self.depth -= tag == "label" and self.depth > 0

    reader = Reader()
    reader.feed(reply.text)

    assert set(reader.found["fields"]) == set(reader.found["labels"])
    assert len(reader.found["fieldset"]) == len(reader.found["legend"]) == 2


def test_guessing_is_stopped_and_others_go_on(boxes: Boxes) -> None:
    _, codes = opened(boxes, 2)
    guesses = [show(f"/s/{reading.coded(bytes([number] * 10))}") for number in range(70)]

    *tried, own, other = ask(boxes, *guesses, send(codes[0]), send(codes[1], peer="192.0.2.2"))

    assert [reply.status for reply in tried] == [404] * 60 + [429] * 10
    assert (own.status, other.status) == (429, 200)
    assert "Too many wrong codes" in own.text


def test_mistyped_codes_are_no_guesses(boxes: Boxes) -> None:
    _, codes = opened(boxes, 1)
    slipped = codes[0][:-1] + ("0" if codes[0][-1] != "0" else "1")

    *mistyped, right = ask(boxes, *[show(f"/s/{slipped}")] * 100, send(codes[0]))

    assert {reply.status for reply in mistyped} == {404}
    assert right.status == 200


def test_a_box_that_is_broken_does_not_silence_the_others(boxes: Boxes) -> None:
    broken, gone = opened(boxes, 1, "first")
    with sqlite3.connect(broken.tables.path) as connection:
        connection.execute("DROP TABLE answer")
    _, codes = opened(boxes, 1, "second")
    (boxes.folder / "third.key").write_text("{}")

    right, lost = ask(boxes, send(codes[0]), send(gone[0]))

    assert (right.status, lost.status) == (200, 503)


def test_behind_a_server_of_ours_the_sender_it_names_is_the_one_who_guesses(boxes: Boxes) -> None:
    def guess(sender: bytes, number: int) -> Asked:
        path = f"/s/{reading.coded(bytes([number] * 10))}"
        return Asked("GET", path, headers=((b"x-forwarded-for", b"203.0.113.9, " + sender),), peer="127.0.0.1")

    asked = [guess(b"192.0.2.1", number) for number in range(61)] + [guess(b"192.0.2.2", 1)]

    replies = ask(boxes, *asked, behind=True)

    assert [reply.status for reply in replies[-2:]] == [429, 404]


@pytest.mark.parametrize(
    ("claimed", "true"),
    [
        # A server in front that writes a line of its own; what the browser claims stands in the line before it.
        ([b"203.0.113.%d"], b"192.0.2.1"),
        ([], b"192.0.2.1:5%04d"),
        ([], b"[2001:db8::1]:5%04d"),
        ([], b"::ffff:192.0.2.1"),
    ],
    ids=["two lines", "port", "port of version 6", "version 4 on a line of version 6"],
)
def test_a_guesser_does_not_become_another_by_what_stands_in_the_headers(
    boxes: Boxes, claimed: list[bytes], true: bytes
) -> None:
    def guess(number: int) -> Asked:
        lines = [(b"x-forwarded-for", line % number if b"%" in line else line) for line in [*claimed, true]]
        path = f"/s/{reading.coded(bytes([number] * 10))}"
        return Asked("GET", path, headers=tuple(lines), peer="127.0.0.1")

    replies = ask(boxes, *[guess(number) for number in range(62)], behind=True)

    assert [reply.status for reply in replies] == [404] * 60 + [429] * 2
