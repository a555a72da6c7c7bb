"""``jishi phones``: what ODK Collect and KoBoCollect brought home becomes counts or visits."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.named import consultation_of, round_now, unit_at
from jishi.cli.speech import translator
from jishi.cli.units import asked_of, import_options, open_home, tell
from jishi.core.errors import sentence


@click.group()
def command() -> None:
    """Forms for existing phones, and the answers that they brought home."""


@command.command("form")
@click.argument("form")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--place", help="Code of the place whose units are listed; default: all.")
@click.option("--occasion", metavar="CONSULTATION", help="What was held, as `jishi consult list` names it: NAME:3.")
@json_option
def form(form: str, file: Path, home: Path, place: str | None, occasion: str | None, as_json: bool) -> None:
    """Write FORM (visit, self-assessment, or a questionnaire of people) into FILE.xlsx, an XLSForm.

    It lists the units, asks each only what is asked of it, and shows what is held, to be confirmed.
    """
    open_home(home)
    from jishi.actions.consult.known import Ground, asked_form, known
    from jishi.actions.consult.occasions import occasion_of, phone_form_of
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR
    from jishi.sheets.xlsform import xlsform

    round_ = round_now()
    ground = Ground(round_, pack_of(round_.cycle))
    asked = asked_form(ground, form)
    held = consultation_of(occasion)[0] if occasion else None
    kept = occasion_of(held) if held else None
    units = known(OPERATOR, unit_at(place) or (kept.place if kept else None), ground, asked)
    asked = phone_form_of(held, asked) if held else asked
    write_file(file, xlsform(asked, ground.pack.version, known=units))
    if as_json:
        print_json({"form": form, "units": len(units), "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


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


@command.command("self-assessment")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@json_option
def self_assessment(file: Path, home: Path, dry_run: bool, rows: str, errors: Path | None, as_json: bool) -> None:
    """Keep the self-assessments of FILE (.csv, .xlsx); what a row leaves empty stays as it was."""
    open_home(home)
    from jishi.actions.consult import phones_units
    from jishi.actions.consult.ground import By
    from jishi.actions.programme import pack_of

    round_ = round_now()
    outcome = phones_units.take(By(), round_, pack_of(round_.cycle), asked_of(file, rows), only_try=dry_run)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)
