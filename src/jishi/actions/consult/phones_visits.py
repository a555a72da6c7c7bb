"""Visits that existing phones brought home (ODK Collect, KoBoCollect): one visit for each filled-in form, once."""

from collections.abc import Callable
from functools import partial

from jishi.actions.consult.ground import By, hears
from jishi.actions.consult.known import visit_form
from jishi.actions.consult.phones_rows import Brought, Took, keep_rows, mark_of, unit_of
from jishi.actions.consult.visits import Seen, keep
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.calendar import read_date
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.sheets.phones import Instance, table
from jishi.store.models.assess import Round

_MOST_FACES = 7


def take(by: By, round_: Round, pack: Pack, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Keep the visits of a file; a visit that arrived before is known by its mark.

    Raises:
        Refusal: the file holds no answers of a form of visitors.
    """
    form = visit_form(pack)
    if form is None:
        raise refuse(
            asked.name,
            sentence("The pack asks nothing of visitors."),
            sentence("Write the visits down on their page."),
        )
    book = asked.workbook()
    brought = Brought("visits", book, table(book, form))
    return keep_rows(by, asked, brought, partial(_one, by, (round_, pack)), only_try=only_try)


def _one(by: By, of: tuple[Round, Pack], instance: Instance) -> Took:
    unit = unit_of(instance, lambda unit: hears(by.scope, unit))
    return "added" if keep(by, unit, *of, _seen(instance)).created else "same"


def _seen(instance: Instance) -> Seen:
    head: Callable[[str], str] = lambda name: instance.head.get(name, "")  # noqa: E731
    faces = head("faces")
    if faces and not (faces.isdecimal() and len(faces) <= _MOST_FACES):
        raise refuse(
            "faces",
            sentence("“%(typed)s” is no number of people.", typed=faces[:20]),
            sentence("Write a whole number, or leave it empty."),
        )
    return Seen(
        on=read_date(head("on"), "on"),
        visitors=head("visitors"),
        talk=head("talk"),
        life=head("life"),
        faces=int(faces) if faces else None,
        heard=head("heard"),
        answers={id: str(value) for id, value in instance.given.items()},
        key=mark_of(instance),
    )
