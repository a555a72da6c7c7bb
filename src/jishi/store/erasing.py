"""What was deleted goes from the database's files too: from its log, and from the places of dead rows."""

import logging

from django.db import DatabaseError, connection
from django.db.models import Model

_log = logging.getLogger(__name__)


def erase(*models: type[Model]) -> None:
    """Empty the log of SQLite, whose deleted rows were written over already; vacuum tables of PostgreSQL.

    Nothing is done inside a transaction. That it cannot be done now, because somebody reads, is no fault: it is
    done again every night.
    """
    if connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            for model in models:
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
    except DatabaseError as fault:
        _log.warning("deleted rows were not erased now: %s", type(fault).__name__)
