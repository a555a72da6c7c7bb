"""``jishi secretary``: that nobody suitable was found, and reviews of a secretary who may be unfit."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import by_on, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.secretaries import SecretaryReview

_DAY = click.DateTime(["%Y-%m-%d"])
_ON = click.option("--on", type=_DAY, help="The day; default: today.")


@click.group()
def command() -> None:
    """Secretaries: searches for candidates (D137), and reviews (D134)."""


@command.command("nobody")
@click.argument("unit")
@click.option("--post", "kind", default="secretary", show_default=True, help="Kind of the post.")
@click.option("--words", required=True, help="Where was looked, and why nobody fits; no names.")
@click.option("--recorded-by", required=True, help="The meeting or office that established it.")
@click.option("--considered", type=click.IntRange(0), help="How many people were considered.")
@_ON
@home_option
@json_option
def nobody(
    unit: str, kind: str, home: Path, on: datetime | None, considered: int | None, as_json: bool, **said: str
) -> None:
    """Record that UNIT (its code) has nobody suitable for a post; only then somebody is sent."""
    open_home(home)
    from jishi.actions.lists.searches import post_of
    from jishi.actions.secretaries.searching import Nobody, record

    place = unit_of(unit)
    row = record(by_on(on), post_of(place, kind), Nobody(said["words"], said["recorded_by"], considered))
    _told({"search": row.pk}, sentence("Recorded for %(unit)s.", unit=place.code), as_json)


@command.command("reviews")
@home_option
@json_option
def reviews(home: Path, as_json: bool) -> None:
    """List the reviews of secretaries, those that are open first; what was said is not shown."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import secretaries

    found = [
        {
            "number": row.pk,
            "unit": row.tenure.post.unit.code,
            "state": row.state,
            "opened": row.opened_on.isoformat(),
            "due": row.due.isoformat() if row.due else None,
        }
        for row in secretaries.reviews(OPERATOR)
    ]
    if as_json:
        print_json(found)
        return
    for row in found:
        click.echo("\t".join(str(value or "-") for value in row.values()))


@command.command("review")
@click.argument("unit")
@click.option("--reason", "reasons", multiple=True, required=True, help="As the pack names it; may be repeated.")
@click.option("--words", required=True, help="What people say.")
@click.option("--evidence", required=True, help="Which papers show it.")
@_ON
@home_option
@json_option
def review(
    unit: str, reasons: tuple[str, ...], words: str, evidence: str, on: datetime | None, home: Path, as_json: bool
) -> None:
    """Open a review of the secretary of UNIT (its code) at the committee right above."""
    open_home(home)
    from jishi.actions.secretaries.reviewing import Opening, open_review, rules
    from jishi.store import clock
    from jishi.store.access import in_force
    from jishi.store.models.posts import Tenure

    place = unit_of(unit)
    held = Tenure.objects.filter(in_force(clock.today()), post__unit=place, post__first_responsible=True)
    tenure = held.select_related("post__unit", "person").first()
    if tenure is None:
        raise refuse(
            unit, sentence("Nobody is first responsible here."), sentence("Look at the unit's page Posts.")
        )
    by = by_on(on)
    row = open_review(by, rules(by.day), tenure, Opening(reasons, words, evidence))
    _told({"review": row.pk}, sentence("Review %(number)s is open.", number=row.pk), as_json)


@command.command("move")
@click.argument("number", type=int)
@click.argument("step", type=click.Choice(["hear", "remove", "keep", "withdraw"]))
@click.option("--words", required=True, help="What was said or decided.")
@click.option("--minutes", default="", help="Number of the minutes, of a decision.")
@click.option("--present", type=click.IntRange(0), default=0, help="Members present.")
@click.option("--entitled", type=click.IntRange(0), default=0, help="Members of the committee.")
@_ON
@home_option
@json_option
def move(number: int, step: str, home: Path, on: datetime | None, as_json: bool, **said: str | int) -> None:
    """Hear the secretary of review NUMBER, decide in a meeting, or take it back; a removal ends the tenure."""
    open_home(home)
    from jishi.actions.secretaries import reviewing

    row = _one(number)
    words, minutes = str(said["words"]), str(said["minutes"])
    done = reviewing.Said(step, words, minutes, int(said["present"]), int(said["entitled"]))
    reviewing.move(by_on(on), reviewing.rules_of(row)[row.pk], row, row.version, done)
    line = sentence("Review %(number)s stands at %(step)s.", number=row.pk, step=row.state)
    _told({"review": row.pk, "state": row.state}, line, as_json)


def _one(number: int) -> "SecretaryReview":
    from jishi.core.access import OPERATOR
    from jishi.store.models.secretaries import SecretaryReview
    from jishi.store.queries import secretaries

    try:
        return secretaries.one_review(OPERATOR, number)
    except SecretaryReview.DoesNotExist:
        raise refuse(
            str(number), sentence("There is no such review."), sentence("See: jishi secretary reviews")
        ) from None


def _told(found: dict[str, object], line: object, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        click.echo(line.say(translator()))  # type: ignore[attr-defined]
