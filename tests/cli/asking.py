"""Commands as a person types them, in a home with the small county of the pages."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from jishi.cli.main import jishi
from jishi.store.home import Home

Ask = Callable[..., Result]


def asked_of(home: Home, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return a function that runs a command in a home of this test and raises what goes wrong."""
    monkeypatch.setenv("JISHI_LANG", "en")
    # The process has been set up for the suite's home; this test's home holds its files.
    monkeypatch.setattr(Home, "open", classmethod(lambda cls, path: home))

    def run(*words: str) -> Result:
        return CliRunner().invoke(jishi, [*words, "--home", str(home.path)], catch_exceptions=False)

    return run
