"""``jishi members``: bring in, list, compare with the national register, find doubles."""

from pathlib import Path
from typing import Any

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.named import unit_at
from jishi.cli.several import bring_each, expanded
from jishi.cli.speech import translator
from jishi.cli.units import asked_of, import_options, open_home, tell
from jishi.core.errors import Complaint, refuse, sentence


@click.group()
def command() -> None:
    """Members of branches. Identity numbers and telephones are never printed whole."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@home_option
@import_options
@json_option
def import_(
    files: tuple[Path, ...], home: Path, dry_run: bool, rows: str, errors: Path | None, as_json: bool
) -> None:
    """Bring in members from each FILE (.xlsx, .csv or .parquet) or folder of them; files are kept encrypted.

    Each file is an import of its own: with --rows all one error refuses that file and no other. Stopped in the
    middle, the same command brings in the rest; what is in already is told as the same.
    """
    open_home(home)
    from jishi.actions.imports.members import bring

    one = bring.check if dry_run else bring.run
    found = expanded(files)
    if len(found) == 1:
        tell(one(asked_of(found[0], rows)), errors, stops=rows == "all", as_json=as_json)
        return
    if errors:
        raise refuse(
            "--errors",
            sentence("Errors are marked in one workbook at a time."),
            sentence("Name the one file with --errors, or leave --errors out."),
        )
    bring_each(found, one, rows, as_json=as_json)


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--unit", metavar="CODE", help="Only this unit and what is below it.")
@click.option("--lang", type=click.Choice(["zh-Hans", "zh-Hant", "en"]), default="zh-Hans", show_default=True)
@json_option
def export_(file: Path, home: Path, unit: str | None, lang: str, as_json: bool) -> None:
    """Write members into FILE (.xlsx, .csv, .parquet or .json), without numbers; it can be brought in again."""
    open_home(home)
    from jishi.actions.exports.members import export
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR

    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv", "parquet", "json"):
        raise refuse(
            str(file),
            sentence("The name of the file does not say its format."),
            sentence("Name it .xlsx, .csv, .parquet or .json."),
        )
    sheet = export(OPERATOR, Style(kind, lang), unit_at(unit))  # type: ignore[arg-type]
    write_file(file, sheet.file(kind))  # type: ignore[arg-type]
    if as_json:
        print_json({"kind": "members", "format": kind, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command("list")
@home_option
@click.option("--unit", metavar="CODE", help="Only this unit and what is below it.")
@click.option("--search", default="", help="Words of the name in either script, or pinyin initials.")
@json_option
def list_(home: Path, unit: str | None, search: str, as_json: bool) -> None:
    """List members with their branch and status."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import members

    rows = [
        {
            "person": member.person_id,
            "name": member.person.name,
            "status": member.status,
            "unit": member.unit.code,
            "branch": member.unit.name,
            "since": member.from_on,
            "joined_on": member.joined_on,
            "full_on": member.full_on,
        }
        for member in members.named(members.listed(OPERATOR, unit_at(unit)), search).iterator(chunk_size=2000)
    ]
    _print(rows, as_json, "person", "name", "status", "unit", "branch")


@command.command("compare")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@click.option(
    "--apply", is_flag=True, help="Take joining, status and branch from FILE; they are then never asked again."
)
@json_option
def compare(file: Path, home: Path, apply: bool, as_json: bool) -> None:
    """Compare the members with FILE, an export of the national register, and show every difference."""
    open_home(home)
    from jishi.actions.people import national
    from jishi.actions.people.ground import By

    asked = asked_of(file, "all")
    found = national.compare(asked)
    done = national.mirror(By(), asked) if apply else national.Mirrored(0, found.errors)
    skipped = [remark.complaint(file.name) for remark in done.skipped]
    rows = [
        {"name": d.name, "field": d.field, "ours": d.ours, "theirs": d.theirs, "mirrored": d.mirrored}
        for d in found.differences
    ]
    if as_json:
        counts = {"same": found.same, "only_here": found.only_ours, "only_there": found.only_theirs}
        print_json({**counts, "differences": rows, "taken": done.taken, "skipped": _plain(skipped)})
        return
    _print(rows, False, "name", "field", "ours", "theirs")
    text = sentence(
        "Alike: %(same)s. Differing: %(differing)s. Only here: %(here)s. Only there: %(there)s. Taken: %(taken)s.",
        same=found.same,
        differing=len(found.differences),
        here=len(found.only_ours),
        there=len(found.only_theirs),
        taken=done.taken,
    )
    click.echo(text.say(translator()), err=True)
    for complaint in skipped:
        click.echo(f"{complaint.where}: {complaint.say(translator())}", err=True)


@command.command("doubles")
@home_option
@click.option("--unit", metavar="CODE", help="Only this unit and what is below it.")
@json_option
def doubles_(home: Path, unit: str | None, as_json: bool) -> None:
    """List pairs of records that may be one person: one telephone, one name and birthday, one name in a branch."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import doubles

    rows = [
        {
            "why": pair.why,
            "one": pair.one.pk,
            "name": pair.one.name,
            "other": pair.other.pk,
            "other_name": pair.other.name,
        }
        for pair in doubles.pairs(OPERATOR, unit_at(unit))
    ]
    _print(rows, as_json, "why", "one", "name", "other", "other_name")


def _plain(complaints: list[Complaint]) -> list[dict[str, str]]:
    say = translator()
    return [{"where": each.where, "what": each.what.say(say), "fix": each.fix.say(say)} for each in complaints]


def _print(rows: list[dict[str, Any]], as_json: bool, *names: str) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in names))


@command.command("care-due")
@home_option
@json_option
def care_due(home: Path, as_json: bool) -> None:
    """List by branch how many wait for a visit or for help that is overdue; nobody is named."""
    open_home(home)
    from jishi.actions.improve.ground import pack_now
    from jishi.actions.people.due_care import overdue
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    today = clock.today()
    counted: dict[str, list[int]] = {}
    for each in overdue(OPERATOR, pack_now(), today):
        had = counted.setdefault(each.care.member.unit.code, [0, 0])
        visit, aid = each.late(today)
        had[0], had[1] = had[0] + visit, had[1] + aid
    rows = [{"unit": code, "visits": had[0], "aid": had[1]} for code, had in sorted(counted.items())]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))
