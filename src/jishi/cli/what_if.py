"""``jishi what-if``: what another pack would make of the facts of the newest run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.actions.what_if import Trial
    from jishi.packs.pack import Pack

TOLD = 20


@click.command()
@click.argument("pack", type=click.Path(exists=True, file_okay=False, path_type=Path))
@home_option
@click.option("--engine", default="native", show_default=True, help="native or duckdb; both give the same.")
@json_option
def command(pack: Path, home: Path, engine: str, as_json: bool) -> None:
    """Grade the newest run's round again under another pack (its folder); nothing is written."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.actions.overview import newest_results
    from jishi.actions.programme import pack_of
    from jishi.actions.what_if import try_pack
    from jishi.packs.load import load

    results = newest_results()
    read = load(pack)
    trial = try_pack(results, read, engine)
    if as_json:
        print_json(
            {
                "run": results.run.number,
                "pack": {"id": read.id, "version": read.version, "digest": read.digest},
                "moves": trial.moves.tolist(),
                "better": trial.better,
                "worse": trial.worse,
                "changed": _changed(trial),
            }
        )
        return
    _show(trial, pack_of(results.run.round.cycle), read)


def _changed(trial: "Trial") -> list[dict[str, object]]:
    from jishi.store.models.org import Unit

    named = {one.pk: one for one in Unit.objects.filter(pk__in=trial.units.tolist())}
    return [
        {"code": named[unit].code, "name": named[unit].name, "before": before or None, "after": after or None}
        for unit, before, after in zip(
            trial.units.tolist(), trial.before.tolist(), trial.after.tolist(), strict=True
        )
    ]


def _show(trial: "Trial", own: "Pack", other: "Pack") -> None:
    from jishi.cli.tables import print_table

    say = translator()
    size = len(trial.moves)
    # The two packs may have other grades, and another number of them.
    rows, columns = _grades(own, size), _grades(other, size)
    print_table(
        [say("Now (rows), with the other pack (columns)"), *columns],
        [[rows[at], *(str(count) for count in moves)] for at, moves in enumerate(trial.moves.tolist())],
    )
    line = sentence(
        "%(better)s units would get a better grade, %(worse)s a worse one.", better=trial.better, worse=trial.worse
    )
    click.echo(line.say(say))
    for one in _changed(trial)[:TOLD]:
        before, after = (
            names[int(str(one[when] or 0)) - 1] for names, when in ((rows, "before"), (columns, "after"))
        )
        click.echo(f"  {one['code']}  {one['name']}: {before} → {after}")


def _grades(pack: "Pack", size: int) -> list[str]:
    """Return what the rows or columns of moves are called; the last are the units without a grade."""
    from jishi.cli.tables import said

    names = [said(grade.names) for grade in pack.grades.grades]
    return [*names, *("" for _ in range(size - 1 - len(names))), translator()("no grade")]
