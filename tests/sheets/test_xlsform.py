"""Every questionnaire of every pack as an XLSForm: pyxform takes it, and it says what the questionnaire says."""

import io
from functools import cache
from pathlib import Path

from pyxform.xls2json_backends import xlsx_to_dict
from pyxform.xls2xform import convert

from jishi.core.consult.conditions import Compared, Joined
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.names import Named
from jishi.packs.load import load
from jishi.packs.questions import questionnaire
from jishi.sheets.known import Known, code_of
from jishi.sheets.xlsform import LANGUAGES, condition, xlsform

PACKS = sorted(Path("packs").glob("*/pack.yaml"))


@cache
def every() -> list[tuple[str, Questionnaire]]:
    packs = [load(path.parent) for path in PACKS]
    return [(pack.version, questionnaire(pack, each.id)) for pack in packs for each in pack.questionnaires]


def rows_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    return xlsx_to_dict(io.BytesIO(content))


def named(text: str) -> Named:
    return Named(dict.fromkeys(LANGUAGES, text))


def question(id: str, kind: str, **more: object) -> Question:
    return Question(id, named(id), kind, **more)  # type: ignore[arg-type]


def form(*questions: Question, electorate: str = "public") -> Questionnaire:
    return Questionnaire("f", named("F"), electorate, named("P"), 1, questions)  # type: ignore[arg-type]


def test_pyxform_takes_every_questionnaire_of_every_pack() -> None:
    taken = 0
    for version, asked in every():
        made = convert(io.BytesIO(xlsform(asked, version)), file_type=".xlsx")
        # Languages that no register knows, or columns that are not understood, would be told here.
        assert [each for each in made.warnings if "deprecated" not in each] == [], asked.id
        assert made.xform.count("<translation ") == 3
        taken += 1
    assert taken >= 29


def test_every_question_has_its_text_in_three_languages_and_every_choice_its_own() -> None:
    for version, asked in every():
        sheets = rows_of(xlsform(asked, version))
        by_name = {row.get("name"): row for row in sheets["survey"]}
        for each in asked.questions:
            said = [by_name[each.id][f"label::{shown}"] for shown in LANGUAGES.values()]
            assert said == [each.text.texts[language].strip() for language in LANGUAGES], each.id
        for row in sheets["choices"]:
            assert all(row.get(f"label::{shown}") for shown in LANGUAGES.values()), row


def test_no_form_asks_for_a_device_a_person_a_place_or_a_time() -> None:
    kinds = {
        row["type"].split()[0] for version, asked in every() for row in rows_of(xlsform(asked, version))["survey"]
    }

    assert kinds <= {
        "note", "text", "date", "integer", "decimal", "select_one", "select_multiple", "begin", "end"
    }  # fmt: skip


def test_whoever_answers_for_oneself_may_hand_it_in_blank() -> None:
    asked = form(question("a", "yes-no", required=True))

    survey = rows_of(xlsform(asked, "1"))["survey"]

    group = next(row for row in survey if row["type"] == "begin group")
    assert group["relevant"] == "${handed_in} = 'filled'"
    assert [row["name"] for row in survey].index("a") > survey.index(group)


def test_a_visitor_says_where_when_and_who_went_and_hands_in_nothing_blank() -> None:
    survey = rows_of(xlsform(form(question("a", "text"), electorate="visitor"), "1", unit="001"))["survey"]

    assert [row["name"] for row in survey] == [
        "purpose", "unit", "on", "visitors", "talk", "life", "faces", "heard", "a"
    ]  # fmt: skip
    assert survey[1]["default"] == "001"


def test_not_applicable_is_a_choice_where_there_are_choices_and_a_tick_before_a_number() -> None:
    chosen = question("a", "one", choices=(Choice("x", named("X")),), not_applicable=True)
    number = question("b", "number", not_applicable=True, least=0, most=10_00, scale=100)

    sheets = rows_of(xlsform(form(chosen, number), "1"))

    assert [row["name"] for row in sheets["choices"] if row["list_name"] == "a"] == ["x", "not-applicable"]
    by_name = {row["name"]: row for row in sheets["survey"]}
    assert by_name["b_na"]["type"] == "select_multiple b_na"
    assert by_name["b"]["relevant"] == "not(selected(${b_na}, 'not-applicable'))"
    assert (by_name["b"]["type"], by_name["b"]["constraint"]) == ("decimal", ". >= 0 and . <= 10")


def test_a_condition_fits_nothing_that_was_not_answered() -> None:
    asked = form(
        question("a", "one", choices=(Choice("x", named("X")),), not_applicable=True),
        question("n", "number", scale=100),
        question("s", "several", choices=(Choice("y", named("Y")),)),
    )

    assert condition(Compared("a", "=", "x"), asked) == "${a} = 'x'"
    assert condition(Compared("a", "!=", "x"), asked) == "${a} != '' and ${a} != 'not-applicable' and ${a} != 'x'"
    assert condition(Compared("n", "<", 250), asked) == "${n} != '' and ${n} < 2.5"
    both = Joined("any", (Compared("s", "=", "y"), Compared("a", "=", "x")))
    assert condition(both, asked) == "(selected(${s}, 'y')) or (${a} = 'x')"


ROOM = question("room", "one", choices=(Choice("own", named("Own")), Choice("none", named("None"))), required=True)
SHARE = question("share", "number", scale=100, prefilled=True)


def with_units() -> bytes:
    two = (
        Known("C11", "石桥村党支部", {"room": "own", "share": 12_50}, frozenset({"room", "share"})),
        Known("C12", "长安社区党支部", {}, frozenset({"share"})),
    )
    return xlsform(form(ROOM, SHARE, electorate="visitor"), "1", known=two)


def test_a_form_with_its_units_lets_one_choose_and_holds_beside_each_what_is_known() -> None:
    sheets = rows_of(with_units())

    rows = {row["name"]: row for row in sheets["choices"] if row["list_name"] == "unit"}
    assert rows["C11"]["label::简体中文 (zh)"] == "石桥村党支部 (C11)"
    assert {name: rows["C11"].get(name) for name in ("held_room", "held_share", "asked_room")} == {
        "held_room": "own",
        "held_share": "12.5",
        "asked_room": "1",
    }
    assert not {"held_room", "held_share", "asked_room"} & set(rows["C12"])


def test_what_is_held_is_shown_and_filled_in_or_left_to_be_confirmed_as_the_pack_says() -> None:
    by_name = {row["name"]: row for row in rows_of(with_units())["survey"]}

    held = "instance('unit')/root/item[name = ${unit}]/held_{}"
    assert by_name["room_held"]["calculation"] == held.replace("{}", "room")
    assert by_name["room_reads"]["calculation"] == "jr:choice-name(${room_held}, '${room}')"
    assert by_name["room_told"]["label::English (en)"].startswith("Held: ${room_reads}. Leave it empty")
    # A visitor need not say again what is held; where nothing is, the answer is wanted.
    assert by_name["room"]["required"] == "${room_held} = ''"
    assert by_name["share_told"]["label::English (en)"].startswith("Held: ${share_reads}. It is filled in")
    assert by_name["share"]["calculation"] == held.replace("{}", "share")
    assert by_name["share"]["trigger"] == "${unit}"


def test_a_question_that_is_not_asked_of_every_unit_is_shown_for_those_of_which_it_is() -> None:
    by_name = {row["name"]: row for row in rows_of(with_units())["survey"]}

    assert by_name["room"]["relevant"] == "instance('unit')/root/item[name = ${unit}]/asked_room = '1'"
    assert "relevant" not in by_name["share"]


def test_pyxform_takes_a_form_with_its_units() -> None:
    made = convert(io.BytesIO(with_units()), file_type=".xlsx")

    assert made.warnings == []
    assert "<held_room>own</held_room>" in made.xform
    assert 'event="xforms-value-changed"' in made.xform
    assert "jr:choice-name(" in made.xform


def test_the_unit_is_read_from_its_code_and_from_its_label() -> None:
    assert [code_of(text) for text in ("C11", " C11 ", "石桥村党支部 (C11)", "甲 (乙) (C 1)", "(C11)")] == [
        "C11",
        "C11",
        "C11",
        "C 1",
        "(C11)",
    ]
