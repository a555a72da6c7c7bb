"""The rival: the same form, checked and sealed the same way, with one transaction of Django's ORM each.

It does the same work for an answer: look the slip up, mark it, keep the answer. It is made easy for it: no
middleware, connections that stay open.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake import pages
from jishi.ballotbox.intake.requests import read_form
from jishi.core.consult import codes
from jishi.core.consult.questionnaire import check

_LABEL = "jishi_bench_rival"


def _database(address: str) -> dict[str, Any]:
    if "://" not in address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    parts = urlsplit(address)
    asked = dict(each.split("=", 1) for each in parts.query.split("&") if each)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or asked.get("host", ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
    }


class Rival(AppConfig):
    """An app of two tables, for the length of a benchmark."""

    name = "jishi.cli.bench.intake"
    label = _LABEL


settings.configure(
    DATABASES={"default": _database(os.environ["JISHI_BENCH_RIVAL"])},
    INSTALLED_APPS=[f"{__name__}.Rival"],
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=secrets.token_urlsafe(32),
    USE_TZ=True,
)
apps.populate(settings.INSTALLED_APPS)

# Models and the handler can be made only when Django is set up.
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402


class Slip(models.Model):
    """A code, known by its digest."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    unit = models.TextField()
    electorate = models.TextField()
    questionnaire = models.TextField()
    used = models.BooleanField(default=False)

    class Meta:
        app_label = _LABEL


class Answer(models.Model):
    """A sealed answer."""

    id = models.BinaryField(primary_key=True, max_length=16)
    sealed = models.BinaryField()

    class Meta:
        app_label = _LABEL


_box = Boxes(Path(os.environ["JISHI_INTAKE_FOLDER"]), os.environ.get("JISHI_INTAKE_DATABASE") or None).box("bench")
_asked = next(iter(_box.questionnaires().values()))


def count(request: HttpRequest) -> HttpResponse:
    """Count one answer as Django's users would write it."""
    sent = read_form(request.body)
    checked = check(_asked, sent.given)
    if checked.faults:
        return HttpResponse(status=422)
    digest = _box.key.digest(codes.read(sent.code))
    with transaction.atomic():
        slip = Slip.objects.select_for_update().get(digest=digest)
        if slip.used:
            return HttpResponse(status=409)
        slip.used = True
        slip.save(update_fields=["used"])
        kept = (slip.unit, slip.electorate, slip.questionnaire, checked.answers)
        sealed = _box.key.seal(json.dumps(kept, ensure_ascii=False, default=str).encode())
        Answer.objects.create(id=secrets.token_bytes(16), sealed=sealed)
    told = pages.told("counted", "en")
    # Kept-alive connections need a length; Django's CommonMiddleware would set it.
    return HttpResponse(told, headers={"Content-Length": str(len(told))})


urlpatterns: list[URLPattern] = [path("s/", count)]
application = get_wsgi_application()


def make(digests: list[bytes]) -> None:
    """Make the tables and put the slips in."""
    with connection.schema_editor() as editor:
        for model in (Slip, Answer):
            editor.create_model(model)
    about = {"unit": "unit", "electorate": "members", "questionnaire": _asked.id}
    Slip.objects.bulk_create([Slip(digest=digest, **about) for digest in sorted(digests)], batch_size=150)


def drop() -> None:
    """Remove the tables."""
    with connection.schema_editor() as editor:
        for model in (Slip, Answer):
            editor.delete_model(model)


def kept() -> tuple[int, int]:
    """Return how many slips are used and how many answers there are."""
    return Slip.objects.filter(used=True).count(), Answer.objects.count()
