import time
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import NoReverseMatch, reverse

from jishi.actions.office import NewAccount, add_account, close_account
from jishi.actions.verify import check_rows
from jishi.store.models.office import Account, Event

pytestmark = pytest.mark.django_db
RIGHT = "correct horse battery"


@pytest.fixture
def account() -> Account:
    return add_account(None, NewAccount("clerk", "张"), RIGHT)


def enter(client: Client, password: str, username: str = "clerk"):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_in_and_a_wrong_one_does_not(account: Account) -> None:
    client = Client()

    assert enter(client, "wrong").status_code == HTTPStatus.OK
    assert not is_in(client)
    assert enter(client, RIGHT).status_code == HTTPStatus.FOUND
    assert is_in(client)


def test_after_five_wrong_passwords_the_right_one_must_wait_too(account: Account) -> None:
    client = Client()
    answers = [enter(client, "wrong").status_code for _ in range(5)]

    last = enter(client, RIGHT)

    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert last.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert not is_in(client)


def test_a_password_changed_on_the_page_leaves_an_event_and_a_row_that_verifies(account: Account) -> None:
    client = Client()
    enter(client, RIGHT)
    new = "staple battery horse 7"

    answer = client.post(
        reverse("account_change_password"), {"oldpassword": RIGHT, "password1": new, "password2": new}
    )

    assert answer.status_code == HTTPStatus.FOUND
    event = Event.objects.latest("number")
    assert (event.name, event.actor, event.subject) == (
        "account.set-password",
        account.pk,
        f"account:{account.pk}",
    )
    assert list(check_rows()) == []
    assert is_in(client)
    other = Client()
    enter(other, new)
    assert is_in(other)


def test_another_person_is_not_locked_out_with_the_first(account: Account) -> None:
    add_account(None, NewAccount("other"), RIGHT)
    client = Client()
    for _ in range(6):
        enter(client, "wrong")

    enter(client, RIGHT, "other")

    assert is_in(client)


def test_a_closed_account_stays_outside(account: Account) -> None:
    close_account(None, account)
    client = Client()

    enter(client, RIGHT)

    assert not is_in(client)


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    assert Client().post("/accounts/signup/").status_code == HTTPStatus.NOT_FOUND


def test_who_has_a_second_factor_needs_it_and_its_secret_lies_encrypted(account: Account) -> None:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    client = Client()

    enter(client, RIGHT)
    assert not is_in(client)
    code = f"{hotp_value(secret, int(time.time()) // 30):06}"
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert is_in(client)
    assert secret not in str(Authenticator.objects.get().data)


def test_every_answer_forbids_foreign_and_inline_scripts_and_framing() -> None:
    answer = Client().get(reverse("account_login"))

    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_ends_with_the_browser(account: Account) -> None:
    client = Client()

    enter(client, RIGHT)

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
