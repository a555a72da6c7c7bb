"""Discipline inspection answers one list per township; the county enters it, and nobody else reads it."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from jishi.actions.consult import inquiries
from jishi.actions.consult.ground import By
from jishi.actions.consult.inquiries import Stamped
from jishi.core.errors import Refusal
from jishi.store import clock, vault
from jishi.store.access import scope_of
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Objection
from jishi.store.models.office import Grant
from tests.web.ground import World, a_world, pack, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = a_world()
    Grant.objects.filter(account=made.accounts["county"]).update(field_class=3)
    return made


def county(world: World) -> By:
    return By(world.accounts["county"], scope_of(world.accounts["county"], clock.today()))


def stamped(**said: object) -> Stamped:
    return replace(Stamped(clock.today(), "纪函〔2012〕3号"), **said)


def opinions(world: World) -> dict[str, int | None]:
    rows = FactValue.objects.filter(fact__code="discipline-opinion", source="discipline", round=world.round)
    return dict(rows.order_by("unit__code").values_list("unit__code", "value"))


def test_the_answer_becomes_an_opinion_for_every_unit_of_the_list(world: World) -> None:
    inquiry = inquiries.ask(county(world), world.units["C1"], world.round)
    objections = {world.units["C12"].pk: "第7件"}

    inquiries.answer(county(world), inquiry, pack(), stamped(objections=objections))

    found = opinions(world)
    assert (found["C11"], found["C12"]) == (0, 1)


def test_the_reference_of_an_objection_is_sealed(world: World) -> None:
    inquiry = inquiries.ask(county(world), world.units["C1"], world.round)
    inquiries.answer(county(world), inquiry, pack(), stamped(objections={world.units["C12"].pk: "第7件"}))

    row = Objection.objects.get()

    assert "第7件".encode() not in bytes(row.reference)
    assert vault.unseal(row.reference, inquiries.place_of(row)) == "第7件"


def test_entering_it_again_replaces_what_was_entered(world: World) -> None:
    inquiry = inquiries.ask(county(world), world.units["C1"], world.round)
    inquiries.answer(county(world), inquiry, pack(), stamped(objections={world.units["C12"].pk: "第7件"}))
    inquiry.refresh_from_db()

    inquiries.answer(county(world), inquiry, pack(), stamped(version=inquiry.version))

    assert opinions(world)["C12"] == 0
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"reference": " "}, "The list has no number"),
        ({"on": date(2999, 1, 1)}, "in the future"),
        ({"on": date(2000, 1, 1)}, "before the list was put"),
        ({"objections": {0: "第7件"}}, "not on the list"),
    ],
)
def test_what_is_no_answer_is_refused(world: World, said: dict[str, object], says: str) -> None:
    inquiry = inquiries.ask(county(world), world.units["C1"], world.round)

    with pytest.raises(Refusal, match=says):
        inquiries.answer(county(world), inquiry, pack(), stamped(**said))


def test_an_objection_without_its_number_is_refused(world: World) -> None:
    inquiry = inquiries.ask(county(world), world.units["C1"], world.round)

    with pytest.raises(Refusal, match="no reference"):
        inquiries.answer(county(world), inquiry, pack(), stamped(objections={world.units["C12"].pk: ""}))


def test_who_reads_no_sensitive_fields_neither_puts_the_list_nor_sees_it(world: World) -> None:
    township = By(world.accounts["township"], scope_of(world.accounts["township"], clock.today()))

    with pytest.raises(Refusal):
        inquiries.ask(township, world.units["C1"], world.round)


def test_the_pages_put_the_list_and_take_the_answer(world: World) -> None:
    client = reading(world, "county", "en")
    place, unit = world.units["C1"].pk, world.units["C12"].pk

    listed = client.get("/inquiries").content.decode()
    client.post(f"/inquiries/in/{place}", {"do": "ask", "key": "a"})
    sent = {"do": "answer", "key": "b", "version": "1", "reference": "7", f"o-{unit}": "1", f"r-{unit}": "第7件"}
    answered = client.post(f"/inquiries/in/{place}", {**sent, "on": clock.today().isoformat()})
    page = client.get(f"/inquiries/in/{place}").content.decode()

    assert world.units["C1"].name in listed
    assert answered.status_code == 302
    assert "1 objection" in page
    assert "第7件" not in page


def test_the_list_to_be_stamped_is_a_paper_with_every_unit_and_no_person(world: World) -> None:
    inquiries.ask(county(world), world.units["C1"], world.round)

    paper = reading(world, "county").get(f"/inquiries/in/{world.units['C1'].pk}/list.pdf")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert paper.headers["Content-Type"] == "application/pdf"
    assert [code for code in ("C11", "C12", "C21") if code in text] == ["C11", "C12"]
    assert world.members["C11"].person.name not in text


def test_the_places_that_may_be_asked_about_are_those_that_may_be_asked_about_one_by_one(world: World) -> None:
    for reader, wanted in {"county": {"C1", "C2"}, "township": set(), "secretary": set(), "head": set()}.items():
        by = By(world.accounts[reader], scope_of(world.accounts[reader], clock.today()))

        found = set(inquiries.asked_about(by).values_list("code", flat=True))

        assert found == wanted, reader
        assert found == {code for code in ("C1", "C2") if inquiries.asks(by, world.units[code])}, reader
