"""From a request to the scope of its reader."""

from django.http import HttpRequest

from jishi.core.access import NOBODY, Scope
from jishi.store import access, clock


def scope_of(request: HttpRequest) -> Scope:
    """Return what the reader may see and do today; a stranger sees nothing. Looked up once for each request."""
    kept: Scope | None = getattr(request, "_jishi_scope", None)
    if kept is not None:
        return kept
    user = request.user
    found = access.scope_of(user, clock.today()) if user.is_authenticated else NOBODY
    request._jishi_scope = found  # type: ignore[attr-defined]
    return found
