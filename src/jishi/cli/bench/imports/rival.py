"""The way that a clerk's script goes: openpyxl, a look at each row, the ORM, a commit for each row.

It reads every cell with the same rules, asks the same questions of each row, and writes the same rows.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
from django.db import transaction

from jishi.actions.imports.forms import register_form
from jishi.actions.imports.known import ALWAYS, SECRETARY
from jishi.actions.imports.members.form import FORM
from jishi.actions.imports.members.row import check, read
from jishi.packs.schema.vocabulary import Vocabulary
from jishi.sheets.columns import Form
from jishi.sheets.staging import StagedRow
from jishi.sheets.values import read_value
from jishi.store import clock, persons, searching
from jishi.store.models.org import Axis, Link, Unit, UnitPath, Workplace
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.paths import step
from jishi.store.vault import Keys


def rows(path: Path, form: Form) -> Iterator[StagedRow]:
    """Yield the rows of a workbook whose first row is the head."""
    book = openpyxl.load_workbook(path, read_only=True)
    cells = book.worksheets[0].iter_rows(values_only=True)
    words = {head: column for column in form.columns for head in column.names.values()}
    words |= {head: column for column in form.columns for head in column.synonyms}
    columns = [words[str(head)] for head in next(cells)]
    places = {column.id: place for place, column in enumerate(columns)}
    for number, row in enumerate(cells, start=1):
        said = zip(columns, row, strict=True)
        values = {column.id: read_value(column, cell) for column, cell in said}  # type: ignore[arg-type]
        yield StagedRow("", number, values, places)


def units(path: Path, vocabulary: Vocabulary) -> None:
    """Bring a register in."""
    kinds = {str(kind.id): kind for kind in vocabulary.kinds}
    for row in rows(path, register_form(vocabulary)):
        code, parent = row.text("code"), row.text("parent")
        founded = _day(row, "founded")
        with transaction.atomic():
            above = Unit.objects.filter(code=parent).first()
            kind = kinds[row.text("kind")]
            if Unit.objects.filter(code=code).exists() or (parent and above is None):
                raise ValueError(f"row {row.row}: known already, or its superior is not")
            if above and kind.parents and above.kind not in kind.parents:
                raise ValueError(f"row {row.row}: cannot stand there")
            if founded and founded > clock.today():
                raise ValueError(f"row {row.row}: founded in the future")
            if Unit.objects.filter(name=row.text("name"), links__parent=above).exists():
                raise ValueError(f"row {row.row}: stands there already under another code")
            if Workplace.objects.filter(code=code).exists():
                raise ValueError(f"row {row.row}: the code is that of a workplace")
            _unit(row, above, founded)


def _unit(row: StagedRow, above: Unit | None, founded: date | None) -> None:
    name, short = row.text("name"), row.text("short_name")
    pinyin, search = searching.keys(name, short, row.text("code"))
    words = {each: row.text(each) for each in ("code", "kind", "level", "domain")}
    unit = Unit.objects.create(
        name=name, short_name=short, pinyin=pinyin, search=search, founded_on=founded, **words
    )
    Link.objects.create(unit=unit, parent=above, from_on=founded or ALWAYS)
    path = UnitPath.objects.get(unit=above, axis=Axis.MANAGEMENT).path if above else ""
    UnitPath.objects.create(axis=Axis.MANAGEMENT, unit=unit, path=path + step(unit.pk))
    post = Post.objects.create(unit=unit, kind=SECRETARY, first_responsible=True)
    if row.text("secretary"):
        folded = searching.keys(row.text("secretary"), "", "")[1]
        person = Person.objects.create(name=row.text("secretary"), unit=unit, search=folded)
        since = _day(row, "secretary_since") or clock.today()
        Tenure.objects.create(post=post, person=person, from_on=since)


def members(path: Path, vault: Keys) -> None:
    """Bring a roster in."""
    for row in rows(path, FORM):
        with transaction.atomic():
            unit = Unit.objects.get(code=row.text("unit_code"), dissolved_on__isnull=True)
            said = read(row, unit.pk)
            faults = list(check(said, clock.today()))
            index = persons.index_of(vault, "identity", said.identity)
            if faults or Person.objects.filter(identity_index=index).exists():
                raise ValueError(f"row {row.row}: contradicts itself, or is known already")
            if Member.objects.filter(unit=unit, person__name=said.name, person__identity_index=None).exists():
                raise ValueError(f"row {row.row}: may be somebody who is there already")
            person = Person.objects.create(
                name=said.name,
                search=searching.keys(said.name, "", "")[1],
                unit=unit,
                sex=said.sex,
                ethnicity=said.ethnicity,
                born_on=said.born_on,
                education=said.education,
            )
            # A sealed value is bound to its row, whose number is known only now.
            sealed = persons.sealed(vault, person.pk, "identity", said.identity)
            sealed |= persons.sealed(vault, person.pk, "phone", said.phone)
            Person.objects.filter(pk=person.pk).update(**sealed)
            Member.objects.create(
                person=person,
                unit=unit,
                status=said.status,
                from_on=said.since or said.joined_on or clock.today(),
                joined_on=said.joined_on,
                full_on=said.full_on,
            )


def _day(row: StagedRow, column: str) -> date | None:
    value = row.values.get(column)
    return date.fromordinal(value) if isinstance(value, int) else None
