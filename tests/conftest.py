"""The ground under the tests: a home, and a database that is SQLite or PostgreSQL by JISHI_TEST_DATABASE."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jishi.store.home import Home
from tests.databases.cluster import Cluster

_POSTGRES = os.environ.get("JISHI_TEST_DATABASE", "sqlite") == "postgres"
_folder = Path(tempfile.mkdtemp(prefix="jishi-tests-"))
_clusters: list[Cluster] = []


def _server() -> str | None:
    """Return the address of the suite's PostgreSQL; the first process of the suite starts it."""
    if not _POSTGRES:
        return None
    if "JISHI_TEST_SERVER" not in os.environ:
        cluster = Cluster()
        _clusters.append(cluster)
        os.environ["JISHI_TEST_SERVER"] = cluster.start()
    return os.environ["JISHI_TEST_SERVER"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Set up Django before pytest-django looks whether it is; a worker is given the first process's home."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        Home.create(_folder / "home", _server(), mode="demo").set_up()
    from django.conf import settings

    # A password's strong hash takes a third of a second, and many tests make accounts.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure() -> None:
    for cluster in _clusters:
        cluster.stop()
    shutil.rmtree(_folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that touches the database is a test of the store, so it runs on both databases; and the reverse."""
    if not os.environ.get("JISHI_LONG"):
        slow = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker("store")
        elif item.get_closest_marker("store"):
            item.add_marker("django_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """A real file, so that threads and processes meet on SQLite as they do in life."""
    from django.conf import settings

    if not _POSTGRES:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_folder / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep a copy of the empty database: it comes back after every test that committed."""
    from django.test import TransactionTestCase

    from tests.databases import template

    with django_db_blocker.unblock():
        template.keep()
    TransactionTestCase._fixture_teardown = lambda self: template.put_back()  # type: ignore[method-assign]
    yield
    with django_db_blocker.unblock():
        template.drop()


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Home:
    """An empty home of this test, with the test's database."""
    from django.db import connection

    found = connection.settings_dict
    address = f"postgresql://{found['USER']}@/{found['NAME']}?host={found['HOST']}" if _POSTGRES else found["NAME"]
    made = Home.create(tmp_path / "home", str(address), mode="demo")
    settings.JISHI_HOME = str(made.path)
    return made


@pytest.fixture(autouse=True)
def _own_home(request: pytest.FixtureRequest) -> None:
    """What a test of the store writes to files goes to a home of its own."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("home")
