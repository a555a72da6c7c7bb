"""The public pages answer one address only so often, say so in a sentence, and remember no address."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from jishi.actions.people.ground import By
from jishi.actions.publish.switching import PUBLIC_PAGES, switch
from jishi.store.models.publish import Feedback
from jishi.web.pages.publish.allowance import ALLOWANCE, READ, SENT, Allowance, address_of
from tests.web.ground import a_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    ALLOWANCE.forget()
    yield
    ALLOWANCE.forget()


def box() -> str:
    a_world()
    switch(By(), PUBLIC_PAGES, on=True)
    return reverse("public-box", args=["C11"])


def test_after_twenty_words_from_one_address_the_next_waits_and_another_address_does_not() -> None:
    address, client = box(), Client()
    client.cookies["django_language"] = "en"

    sent = [client.post(address, {"text": f"话{number}"}).status_code for number in range(SENT["each"])]
    late = client.post(address, {"text": "又一句"})
    other = client.post(address, {"text": "别处来的"}, REMOTE_ADDR="192.0.2.7")

    assert set(sent) == {200}
    assert (late.status_code, late.headers["Retry-After"], other.status_code) == (429, "60", 200)
    assert "Wait a minute and send it again, or bring it on paper." in late.content.decode()
    assert Feedback.objects.count() == SENT["each"] + 1


def test_reading_has_an_allowance_of_its_own() -> None:
    asked, allowance = RequestFactory().get("/n/X"), Allowance()

    answers = [allowance.takes(asked) for _ in range(READ["each"] + 1)]

    assert (answers.count(True), answers[-1]) == (READ["each"], False)
    assert allowance.takes(RequestFactory().post("/n/X"))


def test_four_processes_together_allow_what_one_does() -> None:
    asked, each = RequestFactory().post("/n/X"), [Allowance(4) for _ in range(4)]

    answers = [allowance.takes(asked) for allowance in each for _ in range(SENT["each"])]

    assert answers.count(True) == SENT["each"]


def test_nothing_of_an_address_stands_in_memory() -> None:
    allowance = Allowance()
    allowance.takes(RequestFactory().post("/n/X", REMOTE_ADDR="192.0.2.9"))

    kept = repr(vars(allowance._sent))

    assert "192.0.2.9" not in kept


@pytest.mark.parametrize(("behind", "wanted"), [(False, "192.0.2.1"), (True, "192.0.2.3")])
def test_only_a_server_of_ours_names_the_sender(settings, behind: object, wanted: str) -> None:
    settings.SERVER_IN_FRONT = behind
    asked = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="192.0.2.2, 192.0.2.3")

    assert address_of(asked) == wanted
