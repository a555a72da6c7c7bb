"""A bar on stderr for whatever takes longer than a moment."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from jishi.cli.speech import translator
from jishi.core.errors import Sentence

_WIDTH = 24
Told = Callable[[Sentence, int, int], None]


@contextmanager
def bar(*, quiet: bool = False) -> Iterator[Told]:
    """Give a function that takes (what is done, steps done, steps in all) and shows them, unless ``quiet``."""
    if quiet:
        yield lambda what, done, total: None
        return
    if not sys.stderr.isatty():
        yield _lines()
        return
    # Read late: the bar is worth its import only where somebody looks at it.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    say = translator()
    with Progress(*columns, console=Console(stderr=True)) as shown:
        tasks: dict[str, int] = {}

        def tell(what: Sentence, done: int, total: int) -> None:
            if what.text not in tasks:
                for earlier in tasks.values():
                    shown.update(earlier, completed=shown.tasks[earlier].total)
                tasks[what.text] = shown.add_task("", total=total)
            shown.update(tasks[what.text], description=what.say(say), completed=done, total=total)

        yield tell


def _lines() -> Told:
    """Tell each step once, for logs."""
    said: set[str] = set()
    say = translator()

    def tell(what: Sentence, done: int, total: int) -> None:
        words = what.say(say)
        if words not in said:
            said.add(words)
            print(words, file=sys.stderr, flush=True)

    return tell


def drawn(done: int, total: int) -> str:
    """Return a bar, the percentage and the numbers.

    Example:
        >>> drawn(50_000, 200_000)
        '[██████░░░░░░░░░░░░░░░░░░]  25 % 50,000/200,000'
    """
    share = min(done, total) * 100 // total if total else 100
    full = share * _WIDTH // 100
    return f"[{'█' * full}{'░' * (_WIDTH - full)}] {share:3d} % {done:,}/{total:,}"


def rows(done: int, total: int) -> None:
    """Draw a bar in the present line of the terminal, for who counts rows only; the last one ends the line."""
    if sys.stderr.isatty() and total:
        click.echo(f"\r{drawn(done, total)}", nl=done >= total, err=True)
