"""Self-assessments that existing phones brought home: a unit's own answers become its facts, once for each form."""

from functools import partial
from hashlib import sha256

from jishi.actions.consult.ground import By
from jishi.actions.consult.known import unit_form
from jishi.actions.consult.phones_rows import Brought, Took, keep_rows, mark_of, refuse_unit, unit_of
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.self_assessment import ANSWERED, Answers, Sheet, answer, may_enter, sheet
from jishi.core.errors import refuse, sentence
from jishi.packs.amounts import to_text
from jishi.packs.pack import Pack
from jishi.sheets.phones import Instance, table
from jishi.store.models.assess import Round
from jishi.store.models.office import IdempotencyKey

#: Letters of a row's mark inside the key; the rest tells its answers apart.
_MARK = 47


def take(by: By, round_: Round, pack: Pack, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Keep the self-assessments of a file; what is not answered stays as it was.

    Raises:
        Refusal: the file holds no answers of this form.
    """
    form = unit_form(pack)
    if form is None:
        raise refuse(
            asked.name,
            sentence("The pack asks units nothing about themselves."),
            sentence("Bring in facts as a table instead."),
        )
    book = asked.workbook()
    brought = Brought("self-assessment", book, table(book, form))
    return keep_rows(by, asked, brought, partial(_one, by, (round_, pack)), only_try=only_try)


def _one(by: By, of: tuple[Round, Pack], instance: Instance) -> Took:
    mark = f"{mark_of(instance)[:_MARK]} "
    key = mark + sha256(repr(sorted(instance.given.items())).encode()).hexdigest()[: 63 - _MARK]
    # Whoever sends it: what the unit said meanwhile is not undone by an old table.
    before = IdempotencyKey.objects.filter(action=ANSWERED, key__startswith=mark)
    if before.filter(key=key).exists():
        return "same"
    if before.exists():
        raise refuse(
            "",
            sentence("This form was taken in before with other answers; they were not changed."),
            sentence("Correct them on the unit's page."),
        )
    found = sheet(by.scope, unit_of(instance, lambda unit: may_enter(by.scope, unit)), *of)
    if found is None:
        # Without a standard.
        raise refuse_unit()
    answer(by.actor, by.scope, found, Answers(_texts(found, instance), found.seen, key))
    return "added"


def _texts(found: Sheet, instance: Instance) -> dict[str, str]:
    """Return what is typed for each question; where nothing is, what the unit said before."""
    texts = {}
    for each in found.questions:
        before = to_text(each.fact, each.own.value) if each.own and each.own.value is not None else ""
        texts[each.question.id] = str(instance.given.get(each.question.id, "")) or before
    return texts
