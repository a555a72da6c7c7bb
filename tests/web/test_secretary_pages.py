"""Pages about secretaries: recording that nobody suitable was found; a review by the committee above."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.office import Grant
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.models.secretaries import CandidateSearch, SecretaryReview
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with clock.at(datetime(2012, 5, 2, 4, tzinfo=UTC)):
        made = a_world()
        Grant.objects.filter(account=made.accounts["township"]).update(field_class=3)
        yield made


def test_a_vacant_post_is_filled_from_elsewhere_only_after_a_record(world: World) -> None:
    unit = world.units["C11"]
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    client, address = reading(world, "township", "en"), reverse("posts-in", args=[unit.pk])
    sent = {"do": "appoint", "post": post.pk, "name": "乙二", "from": "2012-05-02", "channel": "office"}

    refused = client.post(address, {**sent, "key": "a"})
    said = {"do": "nobody", "post": post.pk, "words": "无人符合", "recorded_by": "镇党委", "key": "b"}
    client.post(address, said)
    page = client.get(address).content.decode()
    client.post(address, {**sent, "key": "c"})

    assert refused.status_code == 422
    assert "Nobody has recorded" in refused.content.decode()
    assert "镇党委: 无人符合" in page
    assert CandidateSearch.objects.count() == 1
    assert Tenure.objects.get().source_channel == "office"


def test_for_a_secretary_who_was_sent_the_search_is_recorded_afterwards_and_for_one_elected_here_it_is_not_asked(
    world: World,
) -> None:
    client, sent, own = reading(world, "township", "en"), world.units["C11"], world.units["C12"]
    for unit, channel in ((sent, "office"), (own, "elected-here")):
        post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
        person = Person.objects.create(name=f"乙{unit.code}", unit=unit)
        Tenure.objects.create(post=post, person=person, from_on=date(2012, 2, 1), source_channel=channel)
    pages = [client.get(reverse("posts-in", args=[unit.pk])).content.decode() for unit in (sent, own)]

    said = {"do": "nobody", "post": sent.posts.get().pk, "words": "无人符合", "recorded_by": "镇党委"}
    client.post(reverse("posts-in", args=[sent.pk]), {**said, "on": "2012-01-20", "key": "a"})

    assert ["Record that nobody suitable was found" in page for page in pages] == [True, False]
    assert CandidateSearch.objects.get().on == date(2012, 1, 20)


def test_the_committee_above_opens_hears_and_decides_and_reads_for_a_purpose(world: World) -> None:
    unit = world.units["C11"]
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="乙二"), from_on=date(2010, 1, 1))
    client, said = reading(world, "township", "en"), {"words": "不开会", "evidence": "信访件31号"}

    client.post(reverse("secretary-reviews"), {"code": "C11", "reason": "complaints", "key": "a", **said})
    row = SecretaryReview.objects.get()
    address = reverse("secretary-review", args=[row.pk])
    closed = client.get(address).content.decode()
    open_ = client.post(address, {"do": "open", "purpose": "check", "words": ""}).content.decode()
    client.post(
        address, {"do": "hear", "words": "本人说明", "version": row.version, "on": "2012-05-02", "key": "b"}
    )
    row.refresh_from_db()
    meeting = {"minutes": "9号", "present": "5", "entitled": "7", "on": "2012-05-02"}
    client.post(address, {"do": "remove", "words": "调整", "version": row.version, "key": "c", **meeting})

    assert "信访件31号" not in closed
    assert "信访件31号" in open_
    assert SecretaryReview.objects.get().state == "removed"
    assert Tenure.objects.get().to_on == date(2012, 5, 2)


def test_a_step_that_the_pack_knows_no_more_is_told_by_its_id(world: World) -> None:
    post = Post.objects.create(unit=world.units["C11"], kind="secretary", first_responsible=True)
    held = Tenure.objects.create(post=post, person=Person.objects.create(name="乙二"), from_on=date(2010, 1, 1))
    day = date(2012, 5, 2)
    row = SecretaryReview.objects.create(
        tenure=held,
        committee=world.units["C1"],
        procedure="secretary-review",
        state="mediated",
        opened_on=day,
        since=day,
    )
    client = reading(world, "township", "en")

    for address in (reverse("secretary-reviews"), reverse("secretary-review", args=[row.pk])):
        assert "mediated" in client.get(address).content.decode()


def test_the_branch_and_the_county_find_no_review(world: World) -> None:
    unit = world.units["C11"]
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    held = Tenure.objects.create(post=post, person=Person.objects.create(name="乙二"), from_on=date(2010, 1, 1))
    row = SecretaryReview.objects.create(
        tenure=held,
        committee=world.units["C1"],
        procedure="secretary-review",
        state="opened",
        opened_on=date(2012, 5, 2),
        since=date(2012, 5, 2),
    )
    Grant.objects.filter(account=world.accounts["county"]).update(field_class=3)
    address = reverse("secretary-review", args=[row.pk])

    assert reading(world, "secretary").get(address).status_code == 404
    assert reading(world, "county").get(address).status_code == 404
    assert reading(world, "secretary").get(reverse("secretary-reviews")).status_code == 403
