"""``jishi consult pool``, ``pools`` and ``minute``: what stands in for a tally that cannot be told."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import consultation_of, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import sentence

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("pool")
@click.argument("code")
@click.argument("ask")
@click.argument("units", nargs=-1, required=True)
@home_option
def pool(code: str, ask: str, units: tuple[str, ...], home: Path) -> None:
    """Join small UNITS of one place, before anybody in them answers: they are told of together."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.pooling import join

    found, pack = consultation_of(code)
    made = join(By(), found, pack, ask, [unit_of(each) for each in units])
    click.echo(sentence("Joined below %(place)s.", place=made.place.name).say(translator()))


@click.command("pools")
@click.argument("code")
@home_option
@json_option
def pools(code: str, home: Path, as_json: bool) -> None:
    """List the pools of a consultation, with their units and, after the close, their bands."""
    open_home(home)
    from jishi.actions.consult.pooling import pools_of

    found, _pack = consultation_of(code)
    rows = [
        {
            "place": each.place.code,
            "ask": each.ask,
            "units": sorted(row.unit.code for row in each.asked.all()),
            "decided": each.decided_on.isoformat(),
            "told": [{"fact": told.fact, "low": told.low, "high": told.high} for told in each.told.all()],
        }
        for each in pools_of(found)
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['place']}\t{row['ask']}\t{' '.join(row['units'])}\t{row['decided']}")


@click.command("minute")
@click.argument("code")
@click.argument("unit")
@click.argument("ask")
@click.argument("fact")
@home_option
@click.option("--low", type=click.IntRange(0, 100), required=True, help="Lower end of the band, in percent.")
@click.option("--number", required=True, help="Number of the committee's minute.")
@click.option("--on", type=_DAY, required=True, help="The day of the meeting.")
@click.option("--why", required=True, help="What it rests on, without names.")
def minute(**said: object) -> None:
    """Let the committee's minute stand in for the tally of UNIT that could not be told; it becomes FACT."""
    open_home(Path(str(said["home"])))
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.substituting import Hidden, Minute, by_minute
    from jishi.store.models.told import Substitute

    found, pack = consultation_of(str(said["code"]))
    hidden = Hidden(found, unit_of(str(said["unit"])), str(said["ask"]), str(said["fact"]), pack)
    before = Substitute.objects.filter(consultation=found, unit=hidden.unit, fact=hidden.fact).first()
    on = said["on"]
    assert isinstance(on, datetime)
    decided = Minute(
        int(str(said["low"])) * 100,
        str(said["number"]),
        on.date(),
        str(said["why"]),
        before.version if before else 0,
    )
    kept = by_minute(By(), hidden, decided)
    click.echo(sentence("Kept: %(low)s–%(high)s %%.", low=kept.low // 100, high=kept.high // 100).say(translator()))
