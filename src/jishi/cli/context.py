"""Options that many commands share."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from jishi.cli.speech import translator
from jishi.core.disk import not_written
from jishi.core.errors import Sentence

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_HOME = ".jishi"


def home_option(command: Command) -> Command:
    """Add ``--home DIR`` (or JISHI_HOME): the folder of one installation, passed as ``home: Path``."""
    default = Path(os.environ.get("JISHI_HOME", DEFAULT_HOME))
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        default=default,
        show_default=True,
        help="Folder of the installation (or JISHI_HOME).",
    )(command)


def json_option(command: Command) -> Command:
    """Add ``--json``: one JSON document on stdout, passed as ``as_json: bool``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")(command)


def print_json(document: object) -> None:
    """Print one JSON document on stdout, letters unescaped."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def say_done(document: object, words: Sentence, as_json: bool) -> None:
    """Say what was done: in words, or as one JSON document where it was asked for."""
    if as_json:
        print_json(document)
    else:
        click.echo(words.say(translator()))


def write_file(file: Path, content: bytes) -> None:
    """Write what was asked for into the file that the person named.

    Raises:
        Refusal: there is no such folder, no room, or no right to write.
    """
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise not_written(file, fault) from None
