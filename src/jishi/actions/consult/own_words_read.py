"""Who reads what people wrote in their own words: the committee that grades the unit, or above, for a purpose.

Never who stands for the unit itself, and never without an event that names the reader and the purpose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jishi.actions.cases.ground import belongs_to
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import of_people, written
from jishi.actions.consult.own_words import opened
from jishi.actions.people.reading import Purpose, Reading
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.core.names import Named
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.store.models.consult import Consultation
from jishi.store.models.office import Account, Event
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.models.words import OwnWords
from jishi.store.queries import units
from jishi.store.queries.privacy import PERSONAL
from jishi.store.transact import action
from jishi.store.vault import keys

#: The name of the event.
READING = "words.read"
#: Why somebody reads: to see what is to be mended, to review the grade, or else in a few words.
PURPOSES = ("mend", "review", "other")
_LEAST_WORDS = 4


@dataclass(frozen=True)
class Answered:
    """One text.

    Attributes:
        form, question: what was asked, as people read it.
        text: what somebody wrote.
    """

    form: Named
    question: Named
    text: str


def may_read(scope: Scope, consultation: Consultation | None, pack: Pack, unit: Unit) -> bool:
    """Say whether somebody reads what stands at a unit: they review grades above it, and belong not to it.

    At a place about which nobody is asked stands what came up from below it, so its own committee reads it.
    """
    if scope.everything:
        return True
    judged = consultation is None or bool(of_people(written(pack, consultation.code), unit))
    if judged and belongs_to(scope, unit.pk):
        return False
    held = Scope(tuple(each for each in scope.holdings if each.field_class >= PERSONAL))
    return any(held.may("review", axis, path) for axis, path in units.seers(unit))


def read(by: By, consultation: Consultation, pack: Pack, unit: Unit, purpose: Purpose) -> list[Answered]:
    """Return what stands at a unit, in the order of the form and else in none; who read it and why is kept.

    The caller has found the unit through the reader's scope.

    Raises:
        Refusal: the role does not read it, it is not closed, or no purpose is stated.
    """
    where = f"{unit.name} ({unit.code})"
    if not may_read(by.scope, consultation, pack, unit):
        raise refuse(
            where,
            sentence("What people wrote about a unit is read by the committee that grades it, never by the unit."),
            sentence("Ask that committee what it will do about it."),
        )
    if consultation.state != Consultation.State.CLOSED:
        raise refuse(
            where,
            sentence("Nobody reads what people write before the consultation is closed."),
            sentence("Come back after the close."),
        )
    if purpose.kind not in PURPOSES or (purpose.kind == "other" and len(purpose.words.strip()) < _LEAST_WORDS):
        raise refuse(
            where,
            sentence("No purpose is stated."),
            sentence("Choose why you read it, or say it in a few words; other readers of this list see it."),
        )
    with action(by.actor, READING, f"unit:{unit.pk}") as event:
        rows = list(OwnWords.objects.filter(consultation=consultation, unit=unit).order_by("key"))
        event.note(consultation=consultation.pk, purpose=purpose.kind, words=purpose.words.strip()[:200])
    return _in_order(rows, pack)


def _in_order(rows: Sequence[OwnWords], pack: Pack) -> list[Answered]:
    vault, found = keys(), []
    for id in sorted({row.questionnaire for row in rows}):
        form = questionnaire(pack, id)
        for question in form.questions:
            mine = [row for row in rows if (row.questionnaire, row.question) == (id, question.id)]
            found += [Answered(form.names, question.text, opened(vault, row)) for row in mine]
    return found


def standing(scope: Scope, consultation: Consultation, below: Unit) -> QuerySet[Unit]:
    """Return the units at or below a place where something stands, by code, with ``texts``: how many."""
    inside = UnitPath.objects.filter(units.within(units.path_of(below)), axis=Axis.MANAGEMENT).values("unit")
    there = OwnWords.objects.filter(consultation=consultation).values("unit")
    found = units.visible(scope).filter(pk__in=there).filter(pk__in=inside)
    return found.annotate(texts=Count("own_words", filter=Q(own_words__consultation=consultation)))


def readings(unit: Unit, consultation: Consultation) -> list[Reading]:
    """Return who read what stands at a unit, the latest first."""
    found = Event.objects.filter(subject=f"unit:{unit.pk}", name=READING).select_related("detail")
    kept = [each for each in found.order_by("-number") if hasattr(each, "detail")]
    mine = [each for each in kept if each.detail.details.get("consultation") == consultation.pk]
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in={each.actor for each in mine})}
    return [
        Reading(
            event.at,
            names.get(event.actor or 0, ""),
            (),
            event.detail.details.get("purpose", ""),
            event.detail.details.get("words", ""),
        )
        for event in mine
    ]
