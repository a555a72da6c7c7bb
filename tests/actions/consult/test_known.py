"""What is held is shown to be confirmed, on phones, on papers and on the form of a visit; and not asked again."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jishi.actions.consult import phones_units
from jishi.actions.consult.known import UNIT, VISIT, Ground, asked_form, known, phone_forms
from jishi.actions.consult.visits import Seen, keep
from jishi.actions.imports.outcome import Asked
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store.facts import Entry, write
from jishi.store.models.assess import FactValue
from jishi.store.models.office import Grant
from jishi.store.transact import action
from tests.actions.consult.ground import as_
from tests.documents.reading import pages
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db

SEEN = Seen(on=date(2012, 3, 5), visitors="甲一", talk="谈", life="会", faces=6)


def ground(world: World) -> Ground:
    return Ground(world.round, pack())


def said(world: World, fact: str, source: str, value: int, unit: str = "C11") -> None:
    with action(None, "facts.enter"):
        write(world.round, [Entry(world.units[unit].pk, fact, source, value)])


def listed(world: World, code: str, reader: str = "township", place: str | None = None) -> dict[str, dict]:
    form = asked_form(ground(world), code)
    found = known(as_(world, reader).scope, world.units[place] if place else None, ground(world), form)
    return {each.code: dict(each.held) for each in found}


def value(world: World, fact: str, source: str, unit: str = "C11") -> int | None:
    rows = FactValue.objects.filter(unit=world.units[unit], fact__code=fact, source=source, round=world.round)
    return rows.values_list("value", flat=True).first()


def test_the_forms_of_phones_are_those_of_people_that_of_a_visit_and_that_of_a_unit() -> None:
    forms = phone_forms(pack())

    assert {VISIT, UNIT, "satisfaction-members", "satisfaction-public"} <= set(forms)
    # The five items of the survey and the record of the visit are one form.
    assert {"survey-setup", "equipment-missing"} <= {each.id for each in forms[VISIT].questions}


def test_a_form_for_a_visit_lists_the_units_with_what_was_said_of_each(world: World) -> None:
    said(world, "survey-setup", "self", 1)
    said(world, "five-objects", "visit", 4, "C12")
    choice = pack().fact_by_id["survey-setup"].choices[1].id

    found = listed(world, VISIT)

    assert set(found) == {"C11", "C12"}
    assert (found["C11"]["survey-setup"], found["C12"]["five-objects"]) == (choice, 4)


def test_who_stands_for_a_unit_finds_it_in_its_own_form_and_not_among_those_to_visit(world: World) -> None:
    assert set(listed(world, UNIT, "secretary")) == {"C11"}
    with pytest.raises(Refusal, match="here are none"):
        listed(world, VISIT, "secretary")


def test_a_place_narrows_the_list_and_one_outside_has_nobody(world: World) -> None:
    assert set(listed(world, VISIT, "county", "C2")) == {"C21"}
    with pytest.raises(Refusal, match="here are none"):
        listed(world, VISIT, "township", "C2")


def test_a_form_for_people_lists_the_units_that_its_consultation_is_about(world: World) -> None:
    assert set(listed(world, "activity-useful", "county")) == {
        code for code, unit in world.units.items() if unit.kind == "branch" and unit.domain
    }
    assert {"C1", "C2"} <= set(listed(world, "three-level-review", "county"))
    assert not {"C1", "C2"} & set(listed(world, "satisfaction-members", "county"))


def test_what_is_personal_never_leaves_in_a_form(world: World) -> None:
    Grant.objects.update(field_class=3)
    private = [each for each in pack().facts if each.privacy >= 2 and "self" in each.sources]
    for each in private:
        said(world, each.id, "self", 1)

    form = asked_form(ground(world), UNIT)
    facts = {each.id: each.fact for each in form.questions}
    held = {facts[question] for question in listed(world, UNIT, "county")["C11"]}

    assert not held & {each.id for each in private}


def test_many_units_are_listed_in_as_many_queries_as_few(world: World) -> None:
    form = asked_form(ground(world), UNIT)

    def queries(reader: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            known(as_(world, reader).scope, None, ground(world), form)
        return len(asked)

    queries("county")
    assert queries("secretary") == queries("county")


def test_a_later_visit_that_leaves_a_question_empty_takes_nothing_back(world: World) -> None:
    by, unit = as_(world, "township"), world.units["C11"]
    choice = pack().fact_by_id["survey-setup"].choices[0].id
    keep(by, unit, world.round, pack(), replace(SEEN, answers={"survey-setup": choice}, key="1"))

    keep(by, unit, world.round, pack(), replace(SEEN, answers={"survey-setup": " "}, key="2"))

    assert value(world, "survey-setup", "visit") == 0


def test_the_form_of_a_visit_shows_what_is_held_and_ticks_nothing(world: World) -> None:
    said(world, "survey-setup", "self", 0)
    words = pack().fact_by_id["survey-setup"].choices[0].names.say("en")

    page = reading(world, "township", "en").get(reverse("visit-in", args=[world.units["C11"].pk])).content.decode()

    assert f"Held: {words}" in page
    assert " checked" not in page.split('id="q-survey-setup"')[1].split("</fieldset>")[0]


@pytest.mark.parametrize(("name", "reader"), [("visit-paper", "township"), ("self-assessment-paper", "secretary")])
def test_a_paper_shows_what_is_held_beside_each_question(world: World, name: str, reader: str) -> None:
    said(world, "survey-setup", "self", 0)
    said(world, "term-goals", "self", 1)

    answer = reading(world, reader, "en").get(reverse(name, args=[world.units["C11"].pk]))

    paper = "".join(pages(answer.content))
    assert "(Held:" in paper
    assert "Whatisheldandrightneedsnoanswer:leaveitempty." in paper


def test_the_page_gives_a_form_with_the_readers_units(world: World) -> None:
    said(world, "survey-setup", "self", 0)
    client = reading(world, "township", "en")
    address = reverse("phone-form", args=[VISIT])
    assert address in client.get(reverse("phones")).content.decode()

    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))

    codes = [row[1] for row in book["choices"].iter_rows(values_only=True) if row[0] == "unit"]
    assert codes == ["C11", "C12"]
    away = client.get(f"{address}?place=C2")
    assert away.status_code == 404
    assert client.get(reverse("phone-form", args=["nothing"])).status_code == 404


def table(*rows: dict[str, str]) -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.DictWriter(kept, ("unit", "term-goals", "year-plan", "KEY"), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return kept.getvalue().encode()


def taken(world: World, content: bytes, reader: str = "township", mode: str = "rows"):
    return phones_units.take(as_(world, reader), world.round, pack(), Asked(content, "own.csv", mode))


def test_a_self_assessment_of_a_phone_becomes_facts_once_and_leaves_the_rest_as_it_was(world: World) -> None:
    said(world, "year-plan", "self", 0)
    row = {"unit": "石桥村党支部 (C11)", "term-goals": "yes", "KEY": "uuid:1"}

    first, again = taken(world, table(row)), taken(world, table(row))

    assert (first.counts["added"], again.counts["added"], again.counts["same"]) == (1, 0, 1)
    assert (value(world, "term-goals", "self"), value(world, "year-plan", "self")) == (1, 0)


def test_a_corrected_form_with_the_same_mark_is_told_and_changes_nothing(world: World) -> None:
    row = {"unit": "石桥村党支部 (C11)", "term-goals": "yes", "KEY": "uuid:1"}
    taken(world, table(row))

    corrected = taken(world, table({**row, "term-goals": "no"}))

    assert [str(error.what) for error in corrected.errors] == [
        "This form was taken in before with other answers; they were not changed."
    ]
    assert value(world, "term-goals", "self") == 1


def test_wrong_rows_of_self_assessments_are_told_beside_their_cells(world: World) -> None:
    rows = [
        {"unit": "C11", "term-goals": "perhaps", "KEY": "1"},
        {"unit": "C99", "term-goals": "yes", "KEY": "2"},
        {"unit": "C12", "term-goals": "yes"},
        {"unit": "C12", "term-goals": "yes", "KEY": "4"},
    ]

    outcome = taken(world, table(*rows))

    assert {error.spot.address() for error in outcome.errors} == {"B2", "A3", "4"}
    assert (outcome.counts["added"], value(world, "term-goals", "self", "C12")) == (1, 1)


def test_one_wrong_self_assessment_refuses_all_where_that_is_wanted(world: World) -> None:
    rows = [{"unit": "C12", "term-goals": "yes", "KEY": "1"}, {"unit": "C11", "term-goals": "perhaps", "KEY": "2"}]

    outcome = taken(world, table(*rows), mode="all")

    assert not outcome.written
    assert value(world, "term-goals", "self", "C12") is None


def test_self_assessments_come_in_on_the_page_of_phones(world: World) -> None:
    upload = SimpleUploadedFile("own.csv", table({"unit": "C12", "term-goals": "yes", "KEY": "1"}))

    page = reading(world, "township", "en").post(reverse("phones"), {"of": UNIT, "do": "take", "file": upload})

    assert "1 taken in" in page.content.decode()
    assert value(world, "term-goals", "self", "C12") == 1


def test_a_form_that_is_not_there_is_refused_by_name(world: World) -> None:
    with pytest.raises(Refusal, match="no form for phones"):
        asked_form(ground(world), "nothing")
    assert len(known(OPERATOR, None, ground(world), asked_form(ground(world), UNIT))) == 3
