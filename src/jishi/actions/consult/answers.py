"""What the close told of every question: of one unit, of a place with all below it, or of many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.consult.opening import of_people, written
from jishi.core.access import Scope
from jishi.core.consult.tally import choice_name
from jishi.core.names import Named
from jishi.packs.consultations import told
from jishi.packs.pack import Pack
from jishi.packs.questions import named, questionnaire
from jishi.packs.schema.consultations import Ask, Becomes
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.told import Told
from jishi.store.queries import units

_Share = tuple[str, str, str]


@dataclass(frozen=True)
class Answer:
    """One share as it was told.

    Attributes:
        ask: id of the electorate, and
        people: its name.
        question: as people read it.
        choices: names of the answers whose share it is.
        fact: the fact that it becomes; empty = none.
        low, high: the band in basis points; null = too few answered, or one next to too few.
    """

    ask: str
    people: Named
    question: Named
    choices: tuple[Named, ...]
    fact: str
    low: int | None
    high: int | None


def of_unit(consultation: Consultation, pack: Pack, unit: Unit, *, whole: bool = False) -> list[Answer]:
    """Return what was told of a unit's own people, or with all below it, in the order of the forms; one query."""
    rows = Told.objects.filter(consultation=consultation, unit=unit, whole=whole)
    kept = {(row.ask, row.question, row.fact): row for row in rows}
    shares = _shares(consultation, pack)
    return [_answer(share, kept[place]) for place, share in shares.items() if place in kept]


def over_time(
    consultations: Sequence[Consultation], pack: Pack, unit: Unit
) -> list[tuple[Consultation, list[Answer]]]:
    """Return what was told of a unit's own people at each of several consultations of one form; one query."""
    rows = Told.objects.filter(consultation__in=consultations, unit=unit, whole=False)
    kept = {(row.consultation_id, row.ask, row.question, row.fact): row for row in rows}
    return [
        (
            each,
            [
                _answer(share, kept[each.pk, *place])
                for place, share in _shares(each, pack).items()
                if (each.pk, *place) in kept
            ],
        )
        for each in consultations
    ]


def of_all(scope: Scope, consultation: Consultation, pack: Pack) -> Iterator[tuple[Unit, bool, Answer]]:
    """Yield what was told of each unit that the reader sees: unit, with all below it or not, answer; by code."""
    shares = _shares(consultation, pack)
    rows = Told.objects.filter(units.inside(scope), consultation=consultation)
    for row in rows.select_related("unit").order_by("unit__code", "whole", "pk").iterator(chunk_size=2000):
        share = shares.get((row.ask, row.question, row.fact))
        if share:
            yield row.unit, row.whole, _answer(share, row)


def _shares(
    consultation: Consultation, pack: Pack
) -> Mapping[_Share, tuple[Ask, Becomes, Named, tuple[Named, ...]]]:
    found = {}
    for ask in of_people(written(pack, consultation.code)):
        form = questionnaire(pack, ask.questionnaire)
        for share in told(ask):
            question = form.question(share.question)
            choices = tuple(choice_name(question, each) for each in share.favourable)
            found[ask.id, share.question, share.fact] = (ask, share, question.text, choices)
    return found


def _answer(share: tuple[Ask, Becomes, Named, tuple[Named, ...]], row: Told) -> Answer:
    ask, becomes, question, choices = share
    return Answer(ask.id, named(ask.names), question, choices, becomes.fact, row.low, row.high)
