"""``jishi pack``: check, show, compare packs; publish their format."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from jishi.cli.context import json_option, print_json, write_file
from jishi.cli.speech import language, translator
from jishi.core.errors import Sentence, sentence
from jishi.packs.check.departing import departing
from jishi.packs.coverage import coverage
from jishi.packs.diff import diff
from jishi.packs.lines import unshown_lines
from jishi.packs.load import load
from jishi.packs.normal import normal
from jishi.packs.pack import Pack
from jishi.packs.schema.prose import pack_format
from jishi.packs.schema.publish import json_schema, schema_text
from jishi.packs.schema.standards import Standard
from jishi.packs.worked import Run, Workbench

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SIGNS = {"tightens": sentence("▲ stricter"), "loosens": sentence("▼ looser"), "changes": sentence("–")}
_SUBJECTS = {
    "added": sentence("added"),
    "removed": sentence("removed"),
    "weight": sentence("weight"),
    "date": sentence("date"),
    "wording": sentence("wording"),
    "source": sentence("source"),
    "rule": sentence("rule"),
}


@click.group()
def command() -> None:
    """Check, show and compare packs."""


@command.command()
@click.argument("paths", nargs=-1, required=True, type=_FOLDER)
@json_option
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check packs: references, sources, languages, weights, worked examples, bans."""
    reports = [_report(load(path)) for path in paths]
    if as_json:
        print_json(reports[0] if len(reports) == 1 else reports)
        return
    table = _headed(sentence("Pack"), sentence("Holds"), sentence("Examples"), sentence("Not shown by an example"))
    for report in reports:
        held = ", ".join(f"{report[key]} {key}" for key in ("facts", "indicators", "limits", "rules"))
        unshown = ", ".join(f"{len(names)} {what}" for what, names in report["not_shown"].items() if names)
        table.add_row(f"{report['pack']} {report['version']}", held, str(report["examples"]), unshown or "-")
    Console().print(table)
    for report in reports:
        if report["departs"]:
            _print_departing(report)


def _print_departing(report: dict[str, Any]) -> None:
    """Tell field by field what a local pack says otherwise in procedures, publications and papers."""
    title = sentence(
        '"%(pack)s" is stricter than "%(extended)s" here, which allows it',
        pack=report["pack"],
        extended=report["extends"],
    )
    table = _headed(sentence("Field"), sentence("From"), sentence("To"), title=title.say(translator()))
    for each in report["departs"]:
        table.add_row(each["path"], each["before"], each["after"])
    Console().print(table)


def _headed(*headings: Sentence, title: str | None = None) -> Table:
    say = translator()
    columns = [Column(heading.say(say), overflow="fold") for heading in headings]
    return Table(*columns, title=title)


def _report(pack: Pack) -> dict[str, Any]:
    workbench = Workbench(pack)
    runs = [workbench.run(example) for example in pack.worked]
    return {
        "pack": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "extends": pack.heading.extends,
        "facts": len(pack.facts),
        "standards": len(pack.standards),
        "indicators": sum(len(standard.indicators) for standard in pack.standards),
        "limits": len(pack.grades.limits),
        "rules": len(pack.rules),
        "figures": len(pack.figures),
        "examples": len(pack.worked),
        "not_shown": _not_shown(pack, runs),
        "departs": [
            {"path": each.path, "before": each.before, "after": each.after, "allowed": each.allowed}
            for each in departing(pack)
        ],
    }


def _not_shown(pack: Pack, runs: list[Run]) -> dict[str, tuple[str, ...]]:
    shown = coverage(pack, runs)
    sides = tuple(line.said(pack) for line in unshown_lines(pack, runs))
    return {"grades": shown.grades, "lines": shown.lines, "indicators": shown.indicators, "sides": sides}


@command.command()
@click.argument("path", type=_FOLDER)
@click.option("--domain", help="Only the standard of this domain.")
@json_option
def show(path: Path, domain: str | None, as_json: bool) -> None:
    """Show a pack: grades, limits, rules, and what each domain is judged by."""
    pack = load(path, checked=False)
    if domain is not None and domain not in pack.domain_by_id:
        raise click.BadParameter(f"known domains: {', '.join(pack.domain_by_id)}", param_hint="--domain")
    standards = [s for s in pack.standards if domain is None or domain in s.domains]
    if as_json:
        parts = ("heading", "vocabulary", "grades", "rules", "figures")
        told = {} if domain else {part: normal(getattr(pack, part)) for part in parts}
        print_json({"digest": pack.digest, **told, "standards": normal(tuple(standards))})
        return
    console = Console()
    console.print(f"[bold]{pack.names.say(language())}[/bold]  {pack.id} {pack.version}  {pack.digest[:16]}")
    if domain is None:
        console.print(_grades(pack))
        console.print(_rules(pack))
    for standard in standards:
        console.print(_standard(standard, detailed=domain is not None))


def _grades(pack: Pack) -> Table:
    table = _headed(sentence("Grade"), sentence("From"), sentence("Caps and determinations"))
    lines = {step.grade: f"{step.at_least}" for step in pack.grades.bands.steps}
    for grade in pack.grades.grades:
        limits = [
            limit.names.say(language())
            for limit in pack.grades.limits
            if grade.id in (limit.at_most, limit.exactly)
        ]
        table.add_row(grade.names.say(language()), lines.get(grade.id, "-"), "\n".join(limits))
    return table


def _rules(pack: Pack) -> Table:
    table = _headed(sentence("Rule"), sentence("Severity"), sentence("About"))
    for rule in pack.rules:
        table.add_row(rule.id, rule.severity, rule.names.say(language()))
    return table


def _standard(standard: Standard, *, detailed: bool) -> Table:
    title = f"{standard.names.say(language())} ({', '.join(standard.domains)})"
    table = _headed(sentence("Part"), sentence("Points"), sentence("Rows"), title=title)
    for dimension in standard.dimensions:
        rows = [i for i in standard.indicators if i.dimension == dimension.id]
        said = "\n".join(f"{i.names.say(language())}  {i.weight}  [dim]{i.when_missing}[/dim]" for i in rows)
        table.add_row(dimension.names.say(language()), str(dimension.weight), said if detailed else str(len(rows)))
    return table


@command.command(name="diff")
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@json_option
def compare(old: Path, new: Path, as_json: bool) -> None:
    """Say what changed from OLD to NEW, and what became stricter or looser."""
    changes = diff(load(old, checked=False), load(new, checked=False))
    if as_json:
        print_json([vars(change) for change in changes])
        return
    table = _headed(
        sentence("Where"), sentence("What"), sentence("Before"), sentence("After"), sentence("Direction")
    )
    say = translator()
    for change in changes:
        subject, direction = _SUBJECTS[change.subject].say(say), _SIGNS[change.direction].say(say)
        table.add_row(change.path, subject, _said(change.before), _said(change.after), direction)
    Console().print(table if changes else sentence("Nothing changed.").say(say))


def _said(value: Any) -> str:
    if isinstance(value, dict):
        texts = value.get("names", value)
        for key in (language().replace("_", "-"), "en"):
            if isinstance(texts, dict) and key in texts:
                return str(texts[key])
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "-" if value is None else str(value)


@command.command(name="print")
@click.argument("path", type=_FOLDER)
@click.argument("questionnaire")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", default="", help="Name of the unit it is about; default: a line to write it on.")
@json_option
def print_form(path: Path, questionnaire: str, file: Path, unit: str, as_json: bool) -> None:
    """Write the paper twin of a QUESTIONNAIRE into FILE, as .pdf or .docx."""
    # Late: reading a pack must not wait for what only paper needs.
    from jishi.documents.pdf import pdf
    from jishi.documents.questionnaires import About, twin
    from jishi.documents.word.file import word
    from jishi.packs import questions

    pack = load(path, checked=False)
    if questionnaire not in pack.questionnaire_by_id:
        raise click.BadParameter(f"known: {', '.join(pack.questionnaire_by_id)}", param_hint="QUESTIONNAIRE")
    if file.suffix.lower() not in (".pdf", ".docx"):
        raise click.BadParameter("give a name ending in .pdf or .docx", param_hint="FILE")
    about = About(unit, pack.names.say(language().replace("_", "-")), f"{pack.id}/{questionnaire}", pack.version)
    paper = twin(questions.questionnaire(pack, questionnaire), about, translator())
    write_file(file, word(paper) if file.suffix.lower() == ".docx" else pdf(paper))
    if as_json:
        print_json({"questionnaire": questionnaire, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command()
@click.argument("path", type=_FOLDER)
@click.argument("questionnaire")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", default="", help="Code of the unit it is handed out for; default: it is typed in.")
@json_option
def xlsform(path: Path, questionnaire: str, file: Path, unit: str, as_json: bool) -> None:
    """Write a QUESTIONNAIRE into FILE.xlsx as an XLSForm, for ODK Collect and KoBoCollect."""
    from jishi.packs import questions
    from jishi.sheets import xlsform as forms

    pack = load(path, checked=False)
    if questionnaire not in pack.questionnaire_by_id:
        raise click.BadParameter(f"known: {', '.join(pack.questionnaire_by_id)}", param_hint="QUESTIONNAIRE")
    write_file(file, forms.xlsform(questions.questionnaire(pack, questionnaire), pack.version, unit))
    if as_json:
        print_json({"questionnaire": questionnaire, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command()
@click.option("--write", "folder", type=_FOLDER, help="Write pack-schema.json and pack-format.md into this folder.")
def schema(folder: Path | None) -> None:
    """Print the JSON Schema of packs, or write it and its page into a folder."""
    if folder is None:
        print_json(json_schema())
        return
    (folder / "pack-schema.json").write_text(schema_text(), encoding="utf-8")
    (folder / "pack-format.md").write_text(pack_format(), encoding="utf-8")
