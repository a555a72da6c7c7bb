"""The script that lets a phone open the visit form without network; its version is that of what it keeps."""

import hashlib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from jishi.web.pages.registry import open_page

_STATIC = Path(__file__).resolve().parents[2] / "static"
#: What a visit form needs besides itself.
SHELL = (
    "jishi/tokens.css",
    "jishi/frame.css",
    "jishi/parts.css",
    "jishi/forms.css",
    "jishi/visits.css",
    "jishi/visits.js",
    "jishi/mark.svg",
)


@open_page("visits/worker.js", "visits-worker")
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; it stands below ``/visits/``, so it can reach nothing else."""
    script = (_STATIC / "jishi" / "visits-worker.js").read_text(encoding="utf-8")
    shell = ", ".join(f'"{static(name)}"' for name in SHELL)
    head = f'"use strict";\nvar VERSION = "{_version()}";\nvar SHELL = [{shell}];\n'
    response = HttpResponse(head + script, content_type="text/javascript; charset=utf-8")
    # The browser asks for it at every visit; a new version is taken at once.
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _version() -> str:
    total = hashlib.sha256()
    for name in (*SHELL, "jishi/visits-worker.js"):
        total.update((_STATIC / name).read_bytes())
    return total.hexdigest()[:12]
