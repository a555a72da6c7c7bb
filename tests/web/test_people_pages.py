"""Pages about persons: masked by default, whole for a purpose, restricted close by, one page to take home."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jishi.actions.people.caring import care_for
from jishi.actions.people.ground import By
from jishi.actions.people.registering import correct
from jishi.actions.posts.holding import Wish, appoint
from jishi.store.models.office import Event
from jishi.store.models.people import Care, Member, Transfer
from jishi.store.models.posts import Post
from tests.core.people.numbers import a_number
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = a_world()
    person = made.members["C11"].person
    correct(By(), person, person.version, {"identity": a_number()})
    return made


def page(client: Client, name: str, *parts: object) -> str:
    return client.get(reverse(name, args=parts)).content.decode()


def test_a_number_is_masked_until_a_purpose_is_stated_and_the_person_can_read_who_looked(world: World) -> None:
    client = reading(world, "secretary", "en")
    person = world.members["C11"].person_id
    address = reverse("person", args=[person])

    roster, before = page(client, "members"), page(client, "person", person)
    refused = client.post(address, {"do": "reveal", "purpose": ""})
    shown = client.post(address, {"do": "reveal", "purpose": "letter", "words": "to C12"}).content.decode()
    record = page(client, "person-record", person)

    assert a_number() not in roster + before + refused.content.decode() + record
    assert a_number()[-4:] in roster
    assert refused.status_code == 422
    assert a_number() in shown
    assert "write a letter of introduction · to C12" in record
    assert Event.objects.filter(name="person.read").count() == 1


def test_a_whole_number_is_looked_up_without_standing_in_the_address(world: World) -> None:
    client = reading(world, "township")

    found = client.post(reverse("members"), {"number": a_number()}).content.decode()
    nobody = client.post(reverse("members"), {"number": a_number(order="006")}).content.decode()

    name = world.members["C11"].person.name
    assert name in found
    assert world.members["C12"].person.name not in found
    assert name not in nobody


def test_care_is_opened_for_a_purpose_at_the_branch_and_does_not_exist_further_up(world: World) -> None:
    care_for(By(), world.members["C11"], "ill")
    person = world.members["C11"].person_id
    branch, county = reading(world, "secretary", "en"), reading(world, "county", "en")
    address = reverse("person", args=[person])

    closed = page(branch, "person", person)
    branch.post(address, {"do": "open", "purpose": "care"})
    opened, above = page(branch, "person", person), page(county, "person", person)
    county_post = county.post(address, {"do": "open", "purpose": "care"}, follow=True).content.decode()

    assert '<span class="strong">Illness</span>' not in closed
    assert '<span class="strong">Illness</span>' in opened
    assert "restricted" not in above
    assert '<span class="strong">Illness</span>' not in county_post


def test_a_restricted_list_asks_for_a_purpose_and_writes_it_down_for_everybody_on_it(world: World) -> None:
    care_for(By(), world.members["C11"], "ill")
    client = reading(world, "secretary")
    name = world.members["C11"].person.name
    address = reverse("members-list", args=["care"])

    before = client.get(address).content.decode()
    shown = client.post(address, {"purpose": "care"}).content.decode()

    assert name not in before
    assert name in shown
    assert Event.objects.filter(name="person.read", subject=f"person:{world.members['C11'].person_id}").count() == 1


def test_a_secretary_enters_a_member_and_asks_for_the_transfer_that_the_page_then_shows(world: World) -> None:
    client = reading(world, "secretary", "en")
    unit = world.units["C11"].pk

    led = client.post(reverse("members-in", args=[unit]), {"do": "enter", "name": "乙二", "status": "applicant"})
    asked = client.post(led.headers["Location"], {"do": "transfer", "to_name": "外省某支部"})
    row = Transfer.objects.get(member__person__name="乙二")
    client.post(reverse("transfer", args=[row.pk]), {"do": "release", "version": 1, "letter": "7", "days": "30"})

    row.refresh_from_db()
    assert asked.status_code == 302
    assert row.state == "released"
    assert "released; waits for the new side" in page(client, "members-list", "transfers")


def test_what_is_wrong_is_said_on_the_page_and_nothing_is_kept(world: World) -> None:
    client = reading(world, "secretary", "en")
    unit = world.units["C11"].pk

    answer = client.post(
        reverse("members-in", args=[unit]), {"do": "enter", "name": "乙二", "status": "full", "identity": "12"}
    )

    assert answer.status_code == 422
    assert "An identity number has 18 digits" in answer.content.decode()
    assert not Member.objects.filter(person__name="乙二").exists()


@pytest.mark.parametrize("which", ["transfers", "floating", "lost", "care", "doubles"])
def test_every_list_answers_and_an_unknown_one_does_not_exist(world: World, which: str) -> None:
    client = reading(world, "township")

    assert client.get(reverse("members-list", args=[which])).status_code == 200
    assert client.get(reverse("members-list", args=["ranking"])).status_code == 404


def test_the_roster_is_taken_out_without_numbers(world: World) -> None:
    answer = reading(world, "township").get(reverse("members-export"))

    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert a_number().encode() not in answer.content


def test_the_number_of_queries_does_not_grow_with_the_roster(world: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    from jishi.actions.people.registering import Newcomer, enter

    for number in range(20):
        enter(By(), world.units["C11"], Newcomer(f"丙{number}"))
    client = reading(world, "secretary")
    # The first page after a change of the tree reads the tree.
    client.get(reverse("members"))

    with django_assert_max_num_queries(23):
        client.get(reverse("members"))


def test_an_export_of_the_national_register_is_compared_and_taken_over_on_the_page(world: World) -> None:
    client = reading(world, "township", "en")
    name = world.members["C11"].person.name
    rows = f"姓名,人员类别,组织编码,学历\n{name},正式党员,C11,大学\n"

    def sending(do: str, text: str = rows):
        file = SimpleUploadedFile("全国系统导出.csv", text.encode())
        return client.post(reverse("members-national"), {"file": file, "do": do, "key": do})

    shown, taken = sending("compare"), sending("mirror")

    assert shown.status_code == 200
    assert "大学" in shown.content.decode()
    assert taken.status_code == 302
    assert Member.objects.get(unit=world.units["C11"]).mirrored
    assert sending("compare", "a,b\n1,2\n").status_code == 422


def test_totals_of_care_are_told_further_up_and_small_ones_are_dashes(world: World) -> None:
    for code in ("C11", "C12"):
        Care.objects.create(member=world.members[code], category="old", from_on=date(2012, 1, 1))
    address = reverse("members-in", args=[world.units["C1"].pk])

    page = reading(world, "county", "en").get(address).content.decode()

    assert "Care, in totals" in page
    assert "<strong>—</strong>" in page


def test_the_death_of_who_is_in_no_branch_is_entered_on_their_page_and_the_post_falls_vacant(
    world: World,
) -> None:
    post = Post.objects.create(unit=world.units["C11"], kind="secretary", first_responsible=True)
    held = appoint(By(), post, Wish(date(2012, 1, 1), "乙二"))
    address = reverse("person", args=[held.person_id])
    client = reading(world, "secretary", "en")

    offered = client.get(address).content.decode()
    client.post(address, {"do": "died", "version": held.person.version, "on": "2012-03-01"})
    shown = client.get(address).content.decode()

    held.refresh_from_db()
    assert "This person died" in offered
    assert held.person.died_on is not None
    assert held.to_on == held.person.died_on + timedelta(days=1)
    assert "This person died" not in shown


def test_who_does_not_keep_the_record_enters_no_death(world: World) -> None:
    post = Post.objects.create(unit=world.units["C21"], kind="secretary", first_responsible=True)
    held = appoint(By(), post, Wish(date(2012, 1, 1), "丙三"))
    address = reverse("person", args=[held.person_id])

    refused = reading(world, "township").post(address, {"do": "died", "version": held.person.version})

    held.person.refresh_from_db()
    assert refused.status_code == 404
    assert held.person.died_on is None


def test_a_restricted_sheet_goes_out_for_a_purpose_that_the_person_can_read(world: World) -> None:
    care_for(By(), world.members["C11"], "ill")
    person = world.members["C11"].person_id
    client = reading(world, "secretary", "en")
    address = reverse("sheet", args=["care"])

    asked = client.get(address)
    refused = client.post(address, {"purpose": ""})
    book = client.post(address, {"purpose": "care", "words": "autumn visits"})

    assert asked.headers["Location"] == reverse("members-list", args=["care"])
    assert refused.status_code == 422
    assert "No purpose is stated." in refused.content.decode()
    assert world.members["C11"].person.name not in refused.content.decode()
    assert book.content[:2] == b"PK"
    assert Event.objects.filter(name="person.read", subject=f"person:{person}").count() == 1
    assert "autumn visits" in page(client, "person-record", person)
