"""``jishi persons``: one person's record, and two records of one person made one."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence


@click.group()
def command() -> None:
    """Persons: what is held of them, who read it, and doubles."""


@command.command("find")
@home_option
@click.option("--number", prompt=True, hide_input=True, help="Identity number or telephone; asked for unseen.")
@json_option
def find(home: Path, number: str, as_json: bool) -> None:
    """Find a person by the whole identity number or telephone; it is not kept in the shell's history."""
    open_home(home)
    from jishi.store import persons
    from jishi.store.models.people import Person
    from jishi.store.vault import keys

    vault = keys()
    found = [
        person
        for field in persons.SEALED
        for person in Person.objects.filter(**{f"{field}_index": persons.index_of(vault, field, number)})
    ]
    rows = [{"person": person.pk, "name": person.name} for person in found]
    if as_json:
        print_json(rows)
    for row in () if as_json else rows:
        click.echo(f"{row['person']}\t{row['name']}")


@command.command("show")
@click.argument("person", type=int)
@home_option
@json_option
def show(person: int, home: Path, as_json: bool) -> None:
    """Print what is held of PERSON (its number), masked, and who read it for which purpose."""
    open_home(home)
    from jishi.actions.people.own_record import own_record
    from jishi.core.access import OPERATOR
    from jishi.store.models.people import Person

    try:
        record = own_record(OPERATOR, person)
    except Person.DoesNotExist:
        raise _nobody(person) from None
    document = {
        "person": record.person.pk,
        "name": record.person.name,
        **record.masked,
        "born_on": record.person.born_on,
        "memberships": [
            {
                "unit": row.unit.code,
                "status": row.status,
                "from": row.from_on,
                "to": row.to_on,
                "left": row.left_how,
            }
            for row in record.memberships
        ],
        "readings": [
            {"at": row.at, "by": row.by, "fields": list(row.what), "purpose": row.purpose, "words": row.words}
            for row in record.readings
        ],
    }
    if as_json:
        print_json(document)
        return
    for name, value in document.items():
        lines = value if isinstance(value, list) else [value]
        for line in lines:
            click.echo(f"{name}\t{line}")


@command.command("merge")
@click.argument("kept", type=int)
@click.argument("copy", type=int)
@home_option
def merge(kept: int, copy: int, home: Path) -> None:
    """Keep the record KEPT of a person and let COPY, a second record of the same person, go into it."""
    open_home(home)
    from jishi.actions.people import merging
    from jishi.actions.people.ground import By
    from jishi.store.models.people import Person

    found = {person.pk: person for person in Person.objects.filter(pk__in=(kept, copy))}
    for number in (kept, copy):
        if number not in found:
            raise _nobody(number)
    merging.merge(By(), found[kept], found[kept].version, found[copy])
    click.echo(sentence("Done.").say(translator()))


def _nobody(number: int) -> Exception:
    return refuse(
        str(number),
        sentence("There is no person of this number."),
        sentence("Find the number with: jishi persons find"),
    )
