"""The people and the slips of many units at once, as a township sees to them in one evening: one event for all."""

from collections.abc import Sequence

from jishi.actions.consult.ground import By, refuse_absent, refuse_deaf
from jishi.actions.consult.opening import Electorate, People, box_of, check_people, hold
from jishi.core.errors import refuse, sentence
from jishi.store.bulk import update
from jishi.store.models.consult import Asked, Consultation
from jishi.store.transact import action

_BATCH = 500
_Rows = dict[tuple[int, str], Asked]


def count_people(by: By, counted: Sequence[tuple[Electorate, People]]) -> int:
    """Say how many people each electorate of one consultation has; return how many electorates.

    Raises:
        Refusal: the role does not allow it somewhere, a number is none, or the consultation is closed; nothing is
            kept then.
    """
    consultation = _one([asked for asked, _people in counted])
    with action(by.actor, "electorate.count", f"consultation:{consultation.pk}") as event:
        rows = _rows(by, consultation, [asked for asked, _people in counted])
        for asked, people in counted:
            check_people(asked, people)
            row = rows[asked.unit.pk, asked.ask]
            row.people, row.people_source, row.people_on = people.number, people.source.strip()[:100], people.on
            row.version += 1
        _keep(rows, "people", "people_source", "people_on")
        event.note(electorates=len(counted), people=sum(people.number for _asked, people in counted))
    return len(counted)


def slips(by: By, wanted: Sequence[tuple[Electorate, int]]) -> list[tuple[str, ...]]:
    """Return fresh codes for each electorate of one consultation, to be printed at once.

    Raises:
        Refusal: the role does not allow it somewhere, a number is out of bounds, or the consultation is closed.
    """
    consultation = _one([asked for asked, _count in wanted])
    forms = [asked.wanted().questionnaire for asked, _count in wanted]
    with action(by.actor, "slips.print", f"consultation:{consultation.pk}") as event:
        rows = _rows(by, consultation, [asked for asked, _count in wanted])
        groups = [
            (str(asked.unit.pk), asked.ask, form, count) for (asked, count), form in zip(wanted, forms, strict=True)
        ]
        codes = box_of(consultation).add_slips_of(groups)
        for asked, count in wanted:
            row = rows[asked.unit.pk, asked.ask]
            row.printed += count
            row.version += 1
        _keep(rows, "printed")
        event.note(electorates=len(wanted), count=sum(count for _asked, count in wanted))
    return codes


def _one(asked: Sequence[Electorate]) -> Consultation:
    if len({each.consultation.pk for each in asked}) != 1:
        raise refuse(
            "—",
            sentence("Nobody is asked here."),
            sentence("Count the people first, in one consultation at a time."),
        )
    return asked[0].consultation


def _rows(by: By, consultation: Consultation, asked: Sequence[Electorate]) -> _Rows:
    """Return the rows of the electorates, made where there are none, locked until the action ends."""
    for each in asked:
        refuse_deaf(by, each.unit)
    refuse_absent(consultation.round, [each.unit for each in asked])
    hold(consultation)
    units = sorted({each.unit.pk for each in asked})
    rows: _Rows = {}
    for place in range(0, len(units), _BATCH):
        some = Asked.objects.select_for_update().filter(
            consultation=consultation, unit__in=units[place : place + _BATCH]
        )
        rows |= {(row.unit_id, row.ask): row for row in some.order_by("pk")}
    missing = [(each.unit.pk, each.ask) for each in asked if (each.unit.pk, each.ask) not in rows]
    new = [Asked(consultation=consultation, unit_id=unit, ask=ask) for unit, ask in missing]
    for row in Asked.objects.bulk_create(new, batch_size=_BATCH):
        rows[row.unit_id, row.ask] = row
    return {(each.unit.pk, each.ask): rows[each.unit.pk, each.ask] for each in asked}


def _keep(rows: _Rows, *fields: str) -> None:
    names = (*fields, "version")
    update(Asked, names, ([*(getattr(row, name) for name in names), row.pk] for row in rows.values()))
