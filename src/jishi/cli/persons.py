"""``jishi persons``: one person's record, and two records of one person made one."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import language, spoken_in, translator
from jishi.cli.template import LANGUAGES
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


@command.command("record")
@click.argument("person", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal.")
@json_option
def record(person: int, file: Path, home: Path, lang: str | None, as_json: bool) -> None:
    """Write the own record of PERSON as FILE.pdf: what is held, who read it, how to correct it."""
    open_home(home)
    from jishi.actions.people.ground import By
    from jishi.actions.people.record_paper import paper
    from jishi.documents.pdf import pdf
    from jishi.store.home import current
    from jishi.store.models.people import Person

    tongue = lang or LANGUAGES[language()]
    try:
        made = paper(By(), person, tongue, spoken_in(tongue.replace("-", "_")))  # type: ignore[arg-type]
    except Person.DoesNotExist:
        raise _nobody(person) from None
    write_file(file, pdf(made, fonts=current().fonts))
    if as_json:
        print_json({"person": person, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command("died")
@click.argument("person", type=int)
@home_option
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of death.")
def died(person: int, home: Path, on: datetime) -> None:
    """Enter that PERSON died who is in no branch: posts, assignments and places in teams end."""
    open_home(home)
    from jishi.actions.people import stages
    from jishi.actions.people.ground import By
    from jishi.store.models.people import Person

    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise _nobody(person)
    stages.died(By(on=on.date()), found, found.version)
    click.echo(sentence("Done.").say(translator()))


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
