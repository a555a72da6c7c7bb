"""``jishi test``: everything that CI runs."""

import os
import subprocess
import sys
from pathlib import Path

import click

_ROOT = Path(__file__).resolve().parents[3]


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run the checks and all tests; ``--only NAME`` runs one step, ``--long`` adds the slow ones."""
    suite = _ROOT / "tests" / "suite"
    if not suite.is_dir():
        raise click.UsageError("The tests are not part of this installation; clone the repository to run them.")
    path = os.pathsep.join([str(_ROOT / "src"), str(_ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.suite", *arguments],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    sys.exit(done.returncode)
