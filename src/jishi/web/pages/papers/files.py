"""Files that lie beside a version: the scan of the stamped original, and what came back from Word or Excel."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from jishi.core.access import Scope
from jishi.store import evidence
from jishi.store.models.office import Evidence
from jishi.store.models.papers import Paper
from jishi.store.queries import papers, privacy
from jishi.web.pages.registry import page


@page("papers/<int:paper>/original", "paper-original", about="paper")
def original(request: HttpRequest, scope: Scope, paper: int) -> HttpResponse:
    """Give the scan of a stamped original to whoever reads names there: people have signed it."""
    found = papers.one(scope, paper)
    return _given(scope, found, found.original)


@page("papers/<int:paper>/edited", "paper-edited", about="paper")
def edited_text(request: HttpRequest, scope: Scope, paper: int) -> HttpResponse:
    """Give what came back from Word or Excel to whoever reads names there."""
    found = papers.one(scope, paper)
    return _given(scope, found, found.edited)


def _given(scope: Scope, paper: Paper, kept: Evidence | None) -> HttpResponse:
    if kept is None or not privacy.reads(scope, paper.unit):
        raise Paper.DoesNotExist
    response = HttpResponse(evidence.content_of(kept), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, kept.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
