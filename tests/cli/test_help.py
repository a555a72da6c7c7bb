"""The help of every command can be asked for."""

import pytest
from click.testing import CliRunner

from jishi.cli.main import Commands, jishi


def test_the_help_names_every_command() -> None:
    told = CliRunner().invoke(jishi, ["--help"], catch_exceptions=False)

    assert told.exit_code == 0
    assert "explain" in told.output


@pytest.mark.parametrize("name", Commands().list_commands(None))  # type: ignore[arg-type]
def test_each_command_tells_how_it_is_used(name: str) -> None:
    told = CliRunner().invoke(jishi, [name, "--help"], catch_exceptions=False)

    assert told.exit_code == 0
    assert told.output.startswith("Usage: ")
