"""Who may come in: log-in without sign-up, an encrypted second factor, and what somebody locked out sees."""

from base64 import b64decode, b64encode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jishi.actions import office
from jishi.store import vault
from jishi.store.models.office import Account

_PLACE = "second-factor"


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by the office (``jishi account add``), never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def set_password(self, user: Account, password: str) -> None:
        """Change a password on the page by the same action as at the command line: it leaves an event."""
        account = Account.objects.get(pk=user.pk)
        office.set_password(account, account, password)
        # The session of this browser goes on with the new one.
        user.password, user.version = account.password, account.version


class SecondFactor(DefaultMFAAdapter):
    """Secrets of second factors lie in the database encrypted with the home's vault key."""

    def encrypt(self, text: str) -> str:
        """Return what is stored of a secret."""
        return b64encode(vault.seal(text, _PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        return vault.unseal(b64decode(encrypted_text), _PLACE)


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say that the account rests for a while after too many wrong passwords."""
    return render(request, "account/locked_out.html", status=429)
