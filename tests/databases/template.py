"""The freshly migrated test database, kept aside and copied back after a test that really committed.

Django would empty the tables instead, and the guards refuse that.
"""

import sqlite3
from pathlib import Path

from django.db import connection, connections


def keep() -> None:
    """Copy the test database aside."""
    if connection.vendor == "sqlite":
        _copy(Path(connection.settings_dict["NAME"]), _kept())
    else:
        name = connection.settings_dict["NAME"]
        _on_server(f'DROP DATABASE IF EXISTS "{name}_kept"', f'CREATE DATABASE "{name}_kept" TEMPLATE "{name}"')


def put_back() -> None:
    """Make the test database what it was when it was kept."""
    if connection.vendor == "sqlite":
        connections.close_all()
        _copy(_kept(), Path(connection.settings_dict["NAME"]))
    else:
        name = connection.settings_dict["NAME"]
        _on_server(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_kept"'
        )


def drop() -> None:
    """Remove the copy."""
    if connection.vendor == "sqlite":
        _kept().unlink(missing_ok=True)
    else:
        _on_server(f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}_kept"')


def _kept() -> Path:
    return Path(str(connection.settings_dict["NAME"]) + ".kept")


def _copy(source: Path, target: Path) -> None:
    one, other = sqlite3.connect(source), sqlite3.connect(target)
    one.backup(other)
    other.close()
    one.close()


def _on_server(*statements: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
