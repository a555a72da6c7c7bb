"""Who may come in: log-in without sign-up, and what somebody sees who is locked out."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are made by the office (``jishi account add``), never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say that the account rests for a while after too many wrong passwords."""
    return render(request, "account/locked_out.html", status=429)
