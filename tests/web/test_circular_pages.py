"""The pages of circulars: drafted, approved and issued on pages; signed and replied to; due on the first page."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.circulars import Circular, ClauseReply, Receipt
from tests.web.circulars import a_circular
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def post(client: Client, address: str, **form: object) -> None:
    answer = client.post(address, {"key": str(sorted(form))[:60], **form})
    said = re.findall(r'class="notice poor">([^<]*)', answer.content.decode())
    assert answer.status_code == 302, said


def test_a_document_is_drafted_approved_issued_signed_and_replied_to_on_pages_alone(world: World) -> None:
    township, secretary = reading(world, "township", "en"), reading(world, "secretary", "en")
    due = (clock.today() + timedelta(days=9)).isoformat()
    sender = world.units["C1"].pk
    post(
        township,
        reverse("circulars"),
        **{"sender": sender, "title": "Stage two", "text": "Carry it out.", "text-1": "Send a plan", "due-1": due},
    )
    row = Circular.objects.get()
    address = reverse("circular", args=[row.pk])
    hidden = secretary.get(address).status_code
    post(township, address, do="approve", version=row.version, approved_by="Jia")
    post(township, address, do="issue", version=row.version + 1)
    due_at_home = secretary.get(reverse("home")).content.decode()

    unit, clause = world.units["C11"].pk, row.clauses.get().pk
    post(secretary, address, do="sign", unit=unit)
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    post(secretary, address, do="reply", unit=unit, clause=clause, text="Here it is", evidence=plan)
    after = secretary.get(reverse("home")).content.decode()

    assert hidden == 404
    assert "A document waits for our receipt" in due_at_home
    assert "A reply is due: clause 1" in due_at_home
    assert (Receipt.objects.count(), ClauseReply.objects.get().text) == (1, "Here it is")
    assert "A document waits" not in after
    assert "A reply is due" not in after
    assert "Here it is" in township.get(address).content.decode()


def test_a_draft_is_changed_on_its_page_and_what_was_refused_stands_in_the_fields_again(world: World) -> None:
    township = reading(world, "township", "en")
    post(township, reverse("circulars"), sender=world.units["C1"].pk, title="Stage two", text="Carry it out.")
    row = Circular.objects.get()
    address = reverse("circular", args=[row.pk])
    fields = {"do": "rewrite", "version": row.version, "text": "Carry it out soon.", "text-1": "Send a plan"}

    refused = township.post(address, {**fields, "title": " ", "key": "a"})
    post(township, address, **fields, title="Stage three")

    row.refresh_from_db()
    assert (refused.status_code, "Carry it out soon." in refused.content.decode()) == (422, True)
    assert (row.title, row.text, row.clauses.get().text) == ("Stage three", "Carry it out soon.", "Send a plan")
    assert 'value="Stage three"' in township.get(address).content.decode()


def test_the_township_sees_who_has_not_signed_and_ticks_those_who_did_on_paper(world: World) -> None:
    row = a_circular(world.units["C"])
    address = reverse("circular", args=[row.pk])
    client = reading(world, "township", "en")
    before = client.get(address).content.decode()

    post(client, address, do="sign", unit=[world.units["C11"].pk, world.units["C12"].pk])

    shown = client.get(address, {"level": "branch"}).content.decode()
    assert world.units["C11"].name in before
    assert world.units["C21"].name not in before
    assert "Nobody is missing." in shown


def test_somebody_else_neither_issues_nor_signs(world: World) -> None:
    row = a_circular(world.units["C1"])
    address = reverse("circular", args=[row.pk])
    head = reading(world, "head", "en")

    signed = head.post(address, {"do": "sign", "unit": world.units["C11"].pk, "key": "a"})
    withdrawn = head.post(address, {"do": "withdraw", "why": "x", "version": row.version, "key": "b"})
    nothing = head.post(address, {"do": "burn", "key": "c"})

    assert (signed.status_code, withdrawn.status_code, nothing.status_code) == (422, 422, 404)
    assert Receipt.objects.count() == 0


def test_markup_in_a_document_stays_text(world: World) -> None:
    client = reading(world, "township", "en")
    form = {"sender": world.units["C1"].pk, "title": "<b>x</b>", "text": "<script>alert(1)</script>", "key": "k"}
    client.post(reverse("circulars"), form)

    shown = client.get(reverse("circular", args=[Circular.objects.get().pk])).content.decode()

    assert "<script>alert" not in shown
    assert "&lt;b&gt;x&lt;/b&gt;" in shown


def test_a_term_in_the_past_is_told_on_the_page(world: World) -> None:
    form = {"sender": world.units["C1"].pk, "title": "x", "text": "y", "receipt_due": "2001-01-01", "key": "k"}

    answer = reading(world, "township", "en").post(reverse("circulars"), form)

    assert answer.status_code == 422
    assert "2001-01-01 is over already." in answer.content.decode()


def test_the_list_of_receipts_is_a_workbook(world: World) -> None:
    address = reverse("circular-export", args=[a_circular(world.units["C1"]).pk])

    assert reading(world, "township").get(address).content[:2] == b"PK"
