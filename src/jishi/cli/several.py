"""Several files of one kind, one after another: each is an import of its own, and a refused one stops no other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from jishi.cli.context import print_json
from jishi.cli.speech import translator
from jishi.cli.units import after_imports, asked_of, document, shortened, told
from jishi.core.errors import Complaint, Refusal, refuse, sentence

_ENDINGS = (".xlsx", ".csv", ".parquet", ".json")
Bring = Callable[[Any], Any]


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are named, and those in the folders that are named, by name.

    Raises:
        Refusal: a folder holds no sheet.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        # What an office program leaves beside an open workbook begins with a tilde.
        inside = [
            each for each in sorted(path.iterdir()) if each.suffix.lower() in _ENDINGS and each.name[0] not in "~."
        ]
        if not inside:
            raise refuse(
                str(path),
                sentence("There is no sheet in this folder."),
                sentence("Name the folder of the workbooks."),
            )
        found += inside
    return found


def bring_each(files: Sequence[Path], bring: Bring, rows: str, *, as_json: bool) -> None:
    """Bring files in one after another and say what became of each.

    What was brought in stays when a later file is refused or the command is stopped; the same files again change
    nothing of it.

    Raises:
        Refusal: some were refused; the complaints of all of them.
    """
    say = translator()
    documents: list[dict[str, Any]] = []
    complaints: list[Complaint] = []
    written = False
    for number, file in enumerate(files, start=1):
        line = sentence("File %(number)s of %(count)s: %(name)s", number=number, count=len(files), name=file.name)
        click.echo(line.say(say), err=True)
        try:
            outcome = bring(asked_of(file, rows))
        except Refusal as refusal:
            complaints += refusal.complaints
            continue
        written = written or outcome.written
        wrong = shortened(outcome.refusal(), outcome.workbook.name)
        documents.append(document(outcome, wrong, say))
        click.echo(told(outcome, say), err=as_json)
        complaints += wrong.complaints if outcome.errors else ()
    if written:
        after_imports(say)
    if as_json:
        names = ("added", "changed", "same", "refused")
        print_json({"files": documents, **{name: sum(each[name] for each in documents) for name in names}})
    if complaints:
        raise Refusal(complaints)
