"""A round goes out to a host once, and its answers come back once."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jishi.ballotbox import outside, parcel
from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.core.errors import Refusal
from jishi.store.home import Home
from tests.ballotbox.ground import DAY, boxes_of, count, files, questionnaire

pytestmark = pytest.mark.store


@dataclass
class Away:
    """A round that is away: four slips, three of them answered outside."""

    office: Boxes
    host: Boxes
    folder: Path
    packed: outside.Packed
    codes: tuple[str, ...]

    @property
    def box(self) -> Box:
        return self.host.box("first")

    def back(self, name: str = "back") -> Path:
        path = self.folder / name
        outside.hand_in(self.host, "first", path)
        return path


@pytest.fixture
def office(home: Home) -> Iterator[Boxes]:
    with boxes_of(home) as boxes:
        yield boxes


@pytest.fixture
def away(office: Boxes, tmp_path: Path) -> Away:
    box = office.create("first", [questionnaire()])
    codes = box.add_slips("11", "members", "satisfaction", 4)
    box.tables.close()
    packed = outside.pack_out(office, "first", tmp_path / "out")
    host = Boxes(tmp_path / "host")
    outside.start(host, tmp_path / "out", packed.words, DAY)
    away = Away(office, host, tmp_path, packed, codes)
    for code in codes[:3]:
        assert count(away.box, code, overall="satisfied", share="12.5") == "counted"
    return away


def test_answers_given_outside_are_tallied_at_the_office(away: Away) -> None:
    assert outside.take_in(away.office, away.back()) == ("first", 3)

    (group,) = away.office.box("first").tally().groups
    assert group.tally.counts == {"overall": {"satisfied": 3, "dissatisfied": 0}, "why": {"venue": 0, "funds": 0}}
    assert group.written["share"] == (1250, 1250, 1250)
    assert (group.issued, group.tally.slips) == (4, 3)


def test_the_marks_of_the_office_are_those_that_the_host_shows(away: Away) -> None:
    other = Boxes(away.folder / "other")

    assert outside.start(other, away.folder / "out", away.packed.words.lower(), DAY) == (
        "first",
        away.packed.signer,
    )


def test_answers_are_taken_in_once(away: Away) -> None:
    first, second = away.back("back"), away.back("again")
    outside.take_in(away.office, first)

    for path in (first, second):
        with pytest.raises(Refusal, match="taken in before"):
            outside.take_in(away.office, path)
    assert away.office.box("first").issued()[0].used == 3


def test_a_round_is_started_once_on_a_host(away: Away) -> None:
    away.back()
    outside.clear(away.host, "first")

    with pytest.raises(Refusal, match="started here before"):
        outside.start(away.host, away.folder / "out", away.packed.words, DAY)
    assert files(away.host.folder) == ["started"]


@pytest.mark.parametrize("step", ["_fill", "_errand"])
def test_a_start_that_was_cut_short_is_begun_anew(
    away: Away, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Boxes(tmp_path / "another")

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(outside, step, killed)
        with pytest.raises(KeyboardInterrupt):
            outside.start(host, away.folder / "out", away.packed.words, DAY)
    assert host.box("first").state == "prepared"

    outside.start(host, away.folder / "out", away.packed.words, DAY)

    assert count(host.box("first"), away.codes[3], overall="satisfied") == "counted"
    assert outside.hand_in(host, "first", tmp_path / "answers") == 1


def test_a_start_that_was_cut_short_is_not_begun_anew_once_it_is_open(away: Away) -> None:
    (away.host.folder / "started").unlink()

    with pytest.raises(Refusal, match="This round has a box already"):
        outside.start(away.host, away.folder / "out", away.packed.words, DAY)

    assert away.box.issued()[0].used == 3


def test_no_key_of_a_file_outlives_the_box(away: Away) -> None:
    errand = away.office.folder / "first.errand"
    kept = errand.read_bytes()
    outside.take_in(away.office, away.back())
    # Taking it in was cut short just before the end.
    errand.write_bytes(kept)

    away.office.destroy("first")

    assert files(away.office.folder) == []


def test_while_a_round_is_away_the_office_takes_no_answer_for_it(away: Away) -> None:
    box = away.office.box("first")

    assert count(box, away.codes[3]) == "foreign"
    with pytest.raises(Refusal, match="on a host outside"):
        box.close()


def test_after_handing_in_the_host_takes_no_answer(away: Away) -> None:
    away.back()

    assert count(away.box, away.codes[3]) == "closed"


@pytest.mark.parametrize("place", [20, 200, -70, -1])
def test_one_changed_byte_on_the_way_back_is_refused(away: Away, place: int) -> None:
    path = away.back()
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(bytes(raw))

    with pytest.raises(Refusal, match=r"changed on its way|not a file that|has no box"):
        outside.take_in(away.office, path)
    assert away.office.box("first").state == "away"


def test_one_changed_byte_on_the_way_out_or_other_words_are_refused(away: Away) -> None:
    raw = bytearray((away.folder / "out").read_bytes())
    raw[len(raw) // 2] ^= 1
    (away.folder / "changed").write_bytes(bytes(raw))
    other = Boxes(away.folder / "other")

    with pytest.raises(Refusal, match="changed on its way"):
        outside.start(other, away.folder / "changed", away.packed.words, DAY)
    with pytest.raises(Refusal, match="changed on its way"):
        outside.start(other, away.folder / "out", "0000-0000-0000-00000", DAY)
    assert other.rounds() == ()


def test_a_file_for_another_step_or_of_another_kind_is_refused(away: Away, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("slips")

    for path in (away.folder / "out", tmp_path / "text"):
        with pytest.raises(Refusal, match="not a file that the intake wrote"):
            outside.take_in(away.office, path)
    with pytest.raises(Refusal, match="no such file"):
        outside.take_in(away.office, tmp_path / "nothing")


def test_neither_file_can_be_read_without_its_key(away: Away) -> None:
    away.back()

    for name in ("out", "back"):
        raw = (away.folder / name).read_bytes()
        assert b"satisf" not in raw
        assert away.box.key.secret.hex().encode() not in raw
        assert not [code for code in away.codes if away.box.digest(code).hex().encode() in raw]


def test_the_host_holds_questionnaires_and_hashes_and_no_unit_name_or_fact(away: Away) -> None:
    kept = json.loads((away.host.folder / "first.errand").read_bytes())

    assert files(away.host.folder)[:2] == ["first.errand", "first.key"]
    assert set(kept) == {"id", "answers_to", "sign_with"}
    assert [set(json.loads(each)) for each in away.box.tables.papers()] == [
        {"id", "names", "electorate", "purpose", "minutes", "reason", "questions", "kept_months"}
    ]
    assert '"fact"' not in away.box.tables.papers()[0]


@pytest.mark.parametrize("forged", ["more answers", "unknown slip", "other unit", "out of bounds", "other key"])
def test_a_host_that_forges_answers_is_found_out(away: Away, forged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write = parcel.write

    def forge(
        path: Path, header: dict[str, str], content: dict[str, Any], key: bytes, signer: Ed25519PrivateKey
    ) -> None:
        seal = lambda *parts: away.box.key.seal(json.dumps(parts).encode()).hex()  # noqa: E731
        match forged:
            case "more answers":
                content["answers"].append(content["answers"][0])
            case "unknown slip":
                content["used"][0] = secrets.token_hex(16)
            case "other unit":
                content["answers"][0] = seal("12", "members", "satisfaction", {})
            case "out of bounds":
                content["answers"][0] = seal("11", "members", "satisfaction", {"times": 20_001})
            case "other key":
                content["answers"][0] = secrets.token_hex(156)
        write(path, header, content, key, signer)

    monkeypatch.setattr(parcel, "write", forge)
    path = away.back()

    with pytest.raises(Refusal, match="do not add up"):
        outside.take_in(away.office, path)
    box = away.office.box("first")
    assert (box.state, box.issued()[0].used, list(box.tables.every_answer())) == ("away", 0, [])


def test_a_round_without_slips_or_already_open_does_not_go_out(office: Boxes, tmp_path: Path) -> None:
    box = office.create("empty", [questionnaire()])

    with pytest.raises(Refusal, match="no slips yet"):
        outside.pack_out(office, "empty", tmp_path / "out")
    box.open(DAY)
    with pytest.raises(Refusal, match="open already"):
        outside.pack_out(office, "empty", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    box.tables.close()
