"""Posts, helpers and rules as a county organiser works with them on pages."""

import pytest
from django.urls import reverse

from jishi.actions import rules
from jishi.store.models.office import Job
from jishi.store.models.posts import Dispatch, Post, Tenure
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_a_day_of_an_organiser_opens_appoints_pairs_and_sends(world: World) -> None:
    client = reading(world, "county", "en")
    above, below = (reverse("posts-in", args=[world.units[code].pk]) for code in ("C1", "C11"))
    for address in (above, below):
        client.post(address, {"do": "open", "kind": "secretary", "first": "1"})
        post = Post.objects.get(unit=world.units["C1" if address == above else "C11"])
        client.post(address, {"do": "appoint", "post": post.pk, "name": "甲一", "from": "2012-03-01"})

    client.post(above, {"do": "pair", "code": "C11", "from": "2012-03-01"})
    sent = client.post(
        reverse("helpers"), {"kind": "first-secretary", "name": "乙二", "code": "C11", "from": "2012-03-01"}
    )
    client.post(sent.headers["Location"], {"do": "note", "on": "2012-03-05", "text": "走访"})

    shown = client.get(above).content.decode()
    assert Tenure.objects.count() == 2
    assert "paired with, below" in shown
    assert "走访" in client.get(sent.headers["Location"]).content.decode()


def test_a_refusal_is_told_on_the_page_and_nothing_is_kept(world: World) -> None:
    client = reading(world, "county", "en")
    sending = {"kind": "first-secretary", "name": "乙二", "code": "C11", "from": "2012-03-01"}
    client.post(reverse("helpers"), sending)

    refused = client.post(reverse("helpers"), {**sending, "name": "丙三"})

    assert refused.status_code == 422
    assert "a village has one first secretary" in refused.content.decode()
    assert Dispatch.objects.count() == 1


def test_who_only_reads_appoints_nobody(world: World) -> None:
    post = Post.objects.create(unit=world.units["C12"], kind="secretary", first_responsible=True)
    address = reverse("posts-in", args=[world.units["C12"].pk])

    refused = reading(world, "secretary").post(address, {"do": "appoint", "post": post.pk, "name": "甲一"})

    assert refused.status_code == 404
    assert Tenure.objects.count() == 0


def test_what_is_wrong_is_listed_by_rule_and_cut_by_it(world: World) -> None:
    rules.check()
    client = reading(world, "county", "en")

    listed = client.get(reverse("wrong"), {"rule": "R01"}).content.decode()
    book = client.get(reverse("wrong-export"), {"rule": "R01"})

    assert "3 found" in listed
    assert "There is no survey yet" in listed
    assert book.content[:2] == b"PK"


def test_who_may_assess_has_the_rules_checked_now(world: World) -> None:
    refused = reading(world, "township").post(reverse("wrong"), {"key": "a"})
    asked = reading(world, "county").post(reverse("wrong"), {"key": "b"})

    assert (refused.status_code, asked.status_code) == (403, 302)
    assert Job.objects.filter(kind="rules").count() == 1
