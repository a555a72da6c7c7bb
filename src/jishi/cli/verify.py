"""``jishi verify``: prove that nothing was changed past the program."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import Refusal, sentence


@click.command()
@home_option
@json_option
def command(home: Path, as_json: bool) -> None:
    """Check events, grants, facts, runs, files and packs; names every row that was changed past the program."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.actions.verify import verify
    from jishi.store import events

    found = verify()
    faults = [complaint for complaints in found.values() for complaint in complaints]
    if faults:
        raise Refusal(faults)
    head = dict(events.head())
    if as_json:
        print_json({"checked": list(found), "events": head["number"], "head": head["hash"]})
        return
    said = sentence("Everything holds: %(count)s events, head %(hash)s.", count=head["number"], hash=head["hash"])
    click.echo(said.say(translator()))
