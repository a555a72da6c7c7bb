"""``jishi units``: bring in a register, and look at it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from jishi.cli import progress
from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import translator
from jishi.core.errors import Complaint, Refusal, refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.imports.outcome import Asked, Outcome
    from jishi.store.home import Home

# Complaints told one by one; all of them stand in the workbook that --errors writes.
TOLD = 200


@click.group()
def command() -> None:
    """The register of units."""


def import_options(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every import has."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Check only; write nothing."),
        click.option(
            "--rows",
            type=click.Choice(["all", "good"]),
            default="all",
            show_default=True,
            help="all: one error refuses everything; good: good rows are taken.",
        ),
        click.option(
            "--errors",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write a copy of the workbook with every error beside its cell (.xlsx).",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


class Kind(Protocol):
    """What can be brought in: a module of ``jishi.actions.imports``; ``words`` = what a row is read by."""

    def check(self, asked: "Asked", words: Any, /) -> "Outcome":
        """Say what bringing it in would do."""

    def run(self, asked: "Asked", words: Any, /) -> "Outcome":
        """Bring it in."""


@dataclass(frozen=True)
class Sheet:
    """A sheet that is to be brought in, and how, as it was typed.

    Attributes:
        rows: ``all`` = one error refuses everything, ``good`` = good rows are taken.
        errors: where its errors are written beside their cells.
    """

    file: Path
    dry_run: bool
    rows: str
    errors: Path | None
    as_json: bool

    def bring(self, kind: Kind, words: Any, *, confirmed: bool = False) -> None:
        """Check it or bring it in, and say what came of it.

        Raises:
            Refusal: errors refused the whole file.
        """
        asked = asked_of(self.file, self.rows, confirmed)
        outcome = kind.check(asked, words) if self.dry_run else kind.run(asked, words)
        tell(outcome, self.errors, stops=self.rows == "all", as_json=self.as_json)


def importing(wrapped: Callable[..., None]) -> Callable[..., None]:
    """Make a command that brings in one sheet: it opens the home and is given the :class:`Sheet`."""

    @wraps(wrapped)
    def opened(file: Path, home: Path, **said: Any) -> None:
        open_home(home)
        own = {name: said.pop(name) for name in ("dry_run", "rows", "errors", "as_json")}
        wrapped(Sheet(file, **own), **said)

    taking = click.argument("file", type=click.Path(path_type=Path))
    return taking(home_option(import_options(json_option(opened))))


@command.command("import")
@importing
@click.option("--pack", metavar="ID", help="Pack whose kinds, levels and domains count; default: the last cycle's.")
@click.option("--confirm-emptied", is_flag=True, help="Units may lose the last unit below them.")
def import_(sheet: Sheet, pack: str | None, confirm_emptied: bool) -> None:
    """Bring in a register from FILE (.xlsx, .csv or .parquet)."""
    from jishi.actions.imports import units

    sheet.bring(units, pack_for(pack).vocabulary, confirmed=confirm_emptied)


@command.command("list")
@home_option
@click.option("--search", default="", help="Words of the name in either script, code or pinyin initials.")
@json_option
def list_(home: Path, search: str, as_json: bool) -> None:
    """List units by code."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import units

    found = units.search(OPERATOR, search).values("code", "name", "kind", "level", "domain")
    if as_json:
        print_json(list(found))
        return
    for unit in found:
        click.echo(f"{unit['code']}\t{unit['name']}")


def open_home(home: Path) -> "Home":
    """Set Django up for a home, bring its database to the newest form, and return it."""
    from jishi.store.home import Home

    opened = Home.open(home)
    # Models can be imported only when Django is set up.
    from jishi.actions.updating import update

    update(opened)
    return opened


def pack_for(name: str | None) -> Any:
    """Return the pack of this name; without one, that of the cycle that began last."""
    from jishi.actions.programme import folder_of, pack_of, read_pack
    from jishi.store.models.assess import Cycle

    if name:
        return read_pack(folder_of(name))
    cycle = Cycle.objects.order_by("-starts_on", "-pk").first()
    if cycle is None:
        raise refuse(
            "--pack",
            sentence("No cycle has been opened yet, so it is not known which pack counts."),
            sentence("Name it, for example: --pack year-2012"),
        )
    return pack_of(cycle)


def asked_of(file: Path, rows: str, confirmed: bool = False) -> "Asked":
    """Return the request for a file, with a bar of progress on a terminal."""
    from jishi.actions.imports.outcome import Asked

    mode = "all" if rows == "all" else "rows"
    return Asked.of_file(file, mode=mode, confirmed=confirmed, progress=progress.rows)


def tell(outcome: "Outcome", errors: Path | None, *, stops: bool, as_json: bool) -> None:
    """Say what an import came to, and write its errors into a workbook when asked to.

    Raises:
        Refusal: errors refused the whole file.
    """
    say = translator()
    if outcome.written:
        after_imports(say)
    if errors and outcome.errors:
        write_file(errors, outcome.report(lambda said: said.say(say)))
        click.echo(sentence("The errors stand in %(file)s.", file=errors).say(say), err=True)
    refusal = shortened(outcome.refusal(), outcome.workbook.name)
    if stops and outcome.errors:
        raise refusal
    for note in (*outcome.notes[:TOLD],):
        complaint = note.complaint(outcome.workbook.name)
        click.echo(f"{complaint.where}: {complaint.what.say(say)}", err=True)
    for complaint in refusal.complaints:
        click.echo(f"{complaint.where}: {complaint.say(say)}", err=True)
    if as_json:
        print_json(document(outcome, refusal, say))
        return
    click.echo(told(outcome, say))


def told(outcome: "Outcome", say: Callable[[str], str]) -> str:
    """Return what an import came to, in a line or two."""
    if outcome.unchanged:
        return sentence("Nothing changed: everything in this file is known already.").say(say)
    text = sentence(
        "Added: %(added)s. Changed: %(changed)s. Same: %(same)s. Rows refused: %(refused)s.", **outcome.counts
    )
    nothing = sentence("Nothing was written.")
    return text.say(say) if outcome.written else f"{text.say(say)}\n{nothing.say(say)}"


def after_imports(say: Callable[[str], str]) -> None:
    """Look whether the rules are kept now; before the first cycle there is no pack to say what they are."""
    from jishi.actions.rules import check, round_of_rules

    if round_of_rules() is None:
        return
    found = check()
    line = sentence(
        "Rules: %(opened)s newly wrong, %(closed)s mended, %(open)s open (jishi rules list).",
        opened=found.opened,
        closed=found.closed,
        open=found.open,
    )
    click.echo(line.say(say), err=True)
    tell_unanswered(found.unanswered, say)


def tell_unanswered(count: int, say: Callable[[str], str]) -> None:
    """Say once how many units have not answered yet, instead of every rule that each of them breaks by that."""
    if count:
        line = sentence(
            "Not answered yet: %(count)s units. Rules about answers are checked from the first answer on.",
            count=count,
        )
        click.echo(line.say(say), err=True)


def shortened(refusal: Refusal, file: str) -> Refusal:
    """Return the first complaints, and how many more there are."""
    listed = list(refusal.complaints)
    if len(listed) > TOLD:
        more = Complaint(
            file,
            sentence("There are %(count)s more errors.", count=len(listed) - TOLD),
            sentence("See them all beside their cells: --errors OUT.xlsx"),
        )
        listed = [*listed[:TOLD], more]
    return Refusal(listed)


def document(outcome: "Outcome", refusal: Refusal, say: Callable[[str], str]) -> dict[str, Any]:
    """Return what an import came to as JSON has it."""
    return {
        "kind": outcome.kind,
        "file": outcome.workbook.name,
        **outcome.counts,
        "written": outcome.written,
        "notes": [
            {"where": c.where, "what": c.what.say(say), "fix": c.fix.say(say)}
            for c in (note.complaint(outcome.workbook.name) for note in outcome.notes)
        ],
        "errors": [{"where": c.where, "what": c.what.say(say), "fix": c.fix.say(say)} for c in refusal.complaints],
    }
