"""Every page by name: its address, who may open it, what its number names. Default is deny."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jishi.core.access import Duty
from jishi.core.errors import Refusal
from jishi.store.faults import refusal_of
from jishi.web.pages.errors import refused, stopped
from jishi.web.scope import scope_of

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


class Audience(Enum):
    """Who may open a page at all."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: its name for links and for the table of access.
        route: its address, as Django writes routes.
        audience: anyone, or only who is signed in.
        about: what the number in the address names: ``unit``, ``run`` … ; empty = the page has none.
        duty: what the reader must be allowed to do somewhere to open it; None = nothing special.
        form: whether it takes what a form sends; otherwise it is only read.
    """

    name: str
    route: str
    view: View
    audience: Audience
    about: str = ""
    duty: Duty | None = None
    form: bool = False


READING = ("GET", "HEAD")
PAGES: dict[str, Page] = {}


def register(page: Page) -> None:
    """Add a page to the table; a name stands for one page."""
    if page.name in PAGES:
        raise ValueError(f"two pages are called {page.name}")
    PAGES[page.name] = page


def open_page(route: str, name: str) -> Callable[[View], View]:
    """Register a page that anyone may open; the view takes the request."""

    def registered(view: View) -> View:
        register(Page(name, route, view, Audience.ANYONE))
        return view

    return registered


def page(
    route: str, name: str, *, about: str = "", duty: Duty | None = None, form: bool = False
) -> Callable[[View], View]:
    """Register a page for those signed in; the view takes the request, the reader's scope, and the address's parts.

    A full disk or a database that is held by somebody else is told in a sentence; what was begun is undone.

    A page without a form answers 405 to whatever is sent to it: 200 would say that something was done.

    Nothing of it may be kept by the browser or a proxy: on a shared machine the next reader is somebody else.
    """

    def registered(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            scope = scope_of(request)
            if duty and not scope.has(duty):
                raise PermissionDenied
            try:
                return view(request, scope, **parts)
            except ObjectDoesNotExist:
                # Not there, or outside: nobody is told which.
                raise Http404 from None
            except Refusal as refusal:
                return refused(request, refusal)
            except (DatabaseError, InterfaceError, OSError) as fault:
                told = refusal_of(fault)
                if told is None:
                    raise
                log.warning("%s: %s", request.path, fault)
                return stopped(request, told)

        taking = require_http_methods([*READING, "POST"] if form else list(READING))
        whole = never_cache(login_required(taking(guarded)))
        register(Page(name, route, whole, Audience.SIGNED_IN, about, duty, form))
        return view

    return registered


def routes() -> list[URLPattern]:
    """Return the addresses of all pages registered so far."""
    return [path(found.route, found.view, name=found.name) for found in PAGES.values()]
