"""The one command: finds each subcommand's module only when it is asked for, so that every start is quick."""

import importlib
import json
import pkgutil
import sys

import click

from jishi import cli
from jishi.cli.speech import translator
from jishi.core.errors import Refusal, sentence

# Complaints told one by one: more would push the first off the screen, and the first is where to begin.
TOLD = 200
# Modules of this package that are not commands.
_ROOMS = {
    "main",
    "context",
    "speech",
    "progress",
    "tables",
    "explaining",
    "faults",
    "several",
    "named",
    "own_words",
    "substitutes",
    "pleas",
}


class Commands(click.Group):
    """A group whose commands are the modules of :mod:`jishi.cli` (``pack_check`` is typed ``pack-check``)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in alphabetical order."""
        names = (module.name for module in pkgutil.iter_modules(cli.__path__))
        return sorted(name.replace("_", "-") for name in names if name not in _ROOMS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of the command and return its ``command``."""
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"jishi.cli.{name.replace('-', '_')}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version=cli.VERSION, prog_name="jishi")
def jishi() -> None:
    """Survey every branch, grade it fairly, fix what is weak, prove that it improved."""


def print_refusal(refusal: Refusal, *, as_json: bool) -> None:
    """Say a refusal: as sentences on stderr, and as one JSON document on stdout when ``--json`` was asked for."""
    say = translator()
    if as_json:
        parts = [{"where": c.where, "what": c.what.say(say), "fix": c.fix.say(say)} for c in refusal.complaints]
        print(json.dumps({"refused": parts}, ensure_ascii=False))
    # The line that tells of one more could as well be that one.
    told = refusal.complaints if len(refusal.complaints) <= TOLD + 1 else refusal.complaints[:TOLD]
    for complaint in told:
        print(f"{complaint.where}: {complaint.say(say)}", file=sys.stderr)
    if len(told) < len(refusal.complaints):
        more = sentence(
            "There are %(count)s more; add --json for all of them.", count=len(refusal.complaints) - TOLD
        )
        print(more.say(say), file=sys.stderr)


def main() -> None:
    """Run the command line; exit 0 done, 1 refused with a reason, 2 wrong use."""
    try:
        jishi(prog_name="jishi")
    except Refusal as refusal:
        print_refusal(refusal, as_json="--json" in sys.argv)
        sys.exit(1)
    except Exception as fault:
        # Late: it needs Django, and a command that went well does not.
        from jishi.cli.faults import told

        print_refusal(told(fault), as_json="--json" in sys.argv)
        sys.exit(1)
