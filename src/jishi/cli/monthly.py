"""``jishi monthly``: the monthly sheets of a township as one PDF."""

from datetime import date
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.progress import bar
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence


@click.group()
def command() -> None:
    """Monthly sheets: printed for a branch, filled in by hand, typed in by the committee above.

    Many at once are typed in as a list: jishi sheet export monthly FILE, jishi sheet import monthly FILE.
    """


@command.command("print")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it; default: all.")
@click.option("--month", metavar="YYYY-MM", help="Default: this month.")
@json_option
def print_(file: Path, home: Path, code: str | None, month: str | None, as_json: bool) -> None:
    """Write the sheets of a month into FILE (.pdf); more than 200 go into FILE-2.pdf and so on."""
    open_home(home)
    from jishi.actions.monthly import asking, printing
    from jishi.actions.programme import pack_of
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.queries import monthly, rounds

    round_ = rounds.current(OPERATOR)
    if round_ is None:
        raise refuse("--home", sentence("There is no such round."), sentence("Open a cycle first."))
    pack = pack_of(round_.cycle)
    found = list(monthly.entered_for(OPERATOR, asking.asked_domains(pack, round_), unit_at(code)))
    if not found:
        raise refuse(
            code or "*",
            sentence("No unit of yours has a monthly sheet."),
            sentence("Only units whose domain has a standard with such questions have one."),
        )
    asked = printing.Print(found, _month(month), round_, pack)
    files = []
    with bar() as told:
        for number, content in enumerate(printing.print_sheets(OPERATOR, asked, translator(), told), 1):
            files.append(file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}"))
            write_file(files[-1], content)
    if as_json:
        print_json({"sheets": len(found), "files": [str(each) for each in files]})
    else:
        said = sentence("%(count)s sheets written to %(file)s.", count=len(found), file=", ".join(map(str, files)))
        click.echo(said.say(translator()))


def _month(text: str | None) -> date:
    from jishi.core.monthly import month_of
    from jishi.store import clock

    if text is None:
        return month_of(clock.today())
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise refuse(text, sentence("This is no month."), sentence("Write it like 2012-05.")) from None
