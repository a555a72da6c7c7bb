"""The one Django app."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models import CharField, TextField
from django.db.models.signals import post_migrate


class StoreConfig(AppConfig):
    """Everything at rest."""

    name = "jishi.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the guards back after every migration; look up once what stays while a request is answered."""
        from jishi.store import answering, standing
        from jishi.store.lookups import Holds
        from jishi.store.queries import counts

        for field in (CharField, TextField):
            field.register_lookup(Holds)
        post_migrate.connect(_stand_guard, sender=self)
        request_started.connect(answering.begun)
        request_finished.connect(answering.ended)
        request_started.connect(standing.answering)
        request_finished.connect(standing.answered)
        request_started.connect(counts.answering)


def _stand_guard(using: str, **_: object) -> None:
    from django.db import connections

    from jishi.store import guards

    connection = connections[using]
    if "store_event" in connection.introspection.table_names():
        guards.install(connection)
