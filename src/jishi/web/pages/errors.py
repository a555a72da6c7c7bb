"""Pages for when something is not there or not allowed, in sentences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from jishi.core.errors import Refusal


def _sorry(request: HttpRequest, status: int, title: str, *lines: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "lines": lines}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself makes no sense."""
    return _sorry(
        request,
        400,
        _("The server did not understand this request"),
        _("Nothing was changed. Go back to the first page and try again from there."),
    )


@requires_csrf_token
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or too old."""
    return _sorry(
        request,
        403,
        _("This form is too old"),
        _("You may have logged in again since the page was opened. Nothing was changed."),
        _("Open the page again and fill it in once more."),
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: seen, but not this reader's to do."""
    return _sorry(
        request,
        403,
        _("This is not yours to do"),
        _("Your role lets you see this place, but not act here. Nothing was changed."),
        _("If it should be yours, ask the organisation office of your level for the role."),
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or outside of what the reader may see; the two are not told apart."""
    return _sorry(
        request,
        404,
        _("There is nothing here for you"),
        _("The page does not exist, or it lies outside of what you may see."),
        _("Check the address, or search for the unit from the first page."),
    )


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; the log has the traceback, the reader a sentence."""
    return _sorry(
        request,
        500,
        _("Something went wrong on our side"),
        _("Nothing was saved by this request. The fault is in the log of the server."),
        _("Try again; if it happens twice, tell the office that runs this server what you did and when."),
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """422: asked for something that is refused, with every reason."""
    lines = [complaint.say(_) for complaint in refusal.complaints]
    return _sorry(request, 422, _("This was refused; nothing was changed"), *lines)


def stopped(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """503: the disk is full or the database is held by somebody else; nothing half-written stays."""
    lines = [complaint.say(_) for complaint in refusal.complaints]
    return _sorry(request, 503, _("This could not be kept just now; nothing was changed"), *lines)
