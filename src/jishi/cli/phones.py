"""``jishi phones``: what ODK Collect and KoBoCollect brought home becomes counts or visits."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option
from jishi.cli.named import consultation_of, round_now
from jishi.cli.units import asked_of, import_options, open_home, tell


@click.group()
def command() -> None:
    """Answers that existing phones brought home."""


@command.command("answers")
@click.argument("code")
@click.argument("ask")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@click.option(
    "--way", default="phone", show_default=True, help="How people were heard, where the table does not say."
)
@json_option
def answers(
    code: str,
    ask: str,
    file: Path,
    home: Path,
    dry_run: bool,
    rows: str,
    errors: Path | None,
    way: str,
    as_json: bool,
) -> None:
    """Count the answers of FILE (.csv, .xlsx) into the consultation CODE for the electorate ASK (members …).

    A form that was counted before is not counted again.
    """
    open_home(home)
    from jishi.actions.consult import phones
    from jishi.actions.consult.ground import By

    found, pack = consultation_of(code)
    asked, target = asked_of(file, rows), phones.Home(found, pack, ask, way)
    outcome = phones.take(By(), target, asked, only_try=dry_run)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)


@command.command("visits")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@json_option
def visits(file: Path, home: Path, dry_run: bool, rows: str, errors: Path | None, as_json: bool) -> None:
    """Keep the visits of FILE (.csv, .xlsx); one that was kept before is not kept again."""
    open_home(home)
    from jishi.actions.consult import phones_visits
    from jishi.actions.consult.ground import By
    from jishi.actions.programme import pack_of

    round_ = round_now()
    outcome = phones_visits.take(By(), round_, pack_of(round_.cycle), asked_of(file, rows), only_try=dry_run)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)
