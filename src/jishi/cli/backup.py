"""``jishi backup FILE``: everything of a home in one file."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import refuse, sentence

passphrase_option = click.option(
    "--passphrase-file",
    type=click.File(encoding="utf-8"),
    help="Its first line locks the keys in the backup (- reads stdin).",
)


@click.command()
@home_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@passphrase_option
@json_option
def command(home: Path, file: Path, passphrase_file: click.utils.LazyFile | None, as_json: bool) -> None:
    """Write database, evidence, snapshots, runs and keys to FILE; others may go on working."""
    from jishi.store.home import Home

    opened = Home.open(home)
    from jishi.actions.updating import update

    update(opened)
    from jishi.actions.backups import backup

    kept = backup(file.resolve(), first_line(passphrase_file))
    say = translator()
    if not passphrase_file:
        warning = sentence("The keys stand in this file in the clear: keep it like the home itself.")
        click.echo(warning.say(say), err=True)
    if as_json:
        print_json(
            {"file": str(file), "rows": kept.rows, "files": kept.files, "bytes": kept.size, "head": kept.head}
        )
        return
    done = sentence(
        "Backed up: %(rows)s rows, %(files)s files, head %(head)s.",
        rows=kept.rows,
        files=kept.files,
        head=kept.head,
    )
    click.echo(done.say(say))


def first_line(file: click.utils.LazyFile | None) -> str:
    """Return the passphrase in a file; empty without a file.

    Raises:
        Refusal: the first line of the file is empty: keys locked with nothing would not be locked.
    """
    if not file:
        return ""
    passphrase = file.readline().rstrip("\r\n")
    if not passphrase.strip():
        raise refuse(
            "--passphrase-file",
            sentence("The first line of this file is empty."),
            sentence("Write the passphrase into it, or leave the option out."),
        )
    return passphrase
