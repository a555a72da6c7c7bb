"""Join small units of one place before anybody answers, so that they can be told of together (decision 9)."""

from collections.abc import Sequence

from django.db.models import QuerySet

from jishi.actions.consult.board import issued_of
from jishi.actions.consult.ground import By, refuse_deaf
from jishi.actions.consult.opening import Electorate
from jishi.core.errors import Complaint, Refusal, Sentence, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.consult import Asked, Consultation, PaperCount, Pool
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.transact import action, asked_before

POOLED = "pooled"


def join(by: By, consultation: Consultation, pack: Pack, ask: str, units: Sequence[Unit]) -> Pool:
    """Join units of one place into a pool.

    Raises:
        Refusal: fewer than two units, of several places, with others below them, in a pool already, or answered
            already; the pack names another substitute; the role does not stand above them; it is closed.
    """
    content = {"consultation": consultation.pk, "ask": ask, "units": sorted(unit.pk for unit in units)}
    with action(by.actor, "pool.join", key=by.key, content=content) as event:
        if event.repeated:
            return Pool.objects.get(pk=event.result["pool"])
        place = _place(units)
        rows = []
        for unit in units:
            refuse_deaf(by, unit)
            asked = Electorate(consultation, unit, ask, pack)
            if not is_pooled(asked.asked()):
                raise refuse(
                    asked.called,
                    sentence("The pack names the committee's minute for these people, not a pool."),
                    sentence("Decide it by a minute after the close."),
                )
            rows.append(asked.row())
        _refuse_taken(rows)
        pool = Pool.objects.create(
            consultation=consultation, place=place, ask=ask, decided_on=clock.today(), entered_by=by.actor
        )
        Asked.objects.filter(pk__in=[row.pk for row in rows]).update(pool=pool)
        event.about(pool)
        event.note(place=place.pk, ask=ask, units=sorted(unit.pk for unit in units))
        event.result = {"pool": pool.pk}
    return pool


def is_pooled(ask: Ask) -> bool:
    """Say whether the pack lets a pooled tally stand in for a hidden one."""
    return ask.substitute == POOLED


def part(by: By, pool: Pool) -> None:
    """Take a pool apart, as long as nobody in it has answered.

    Raises:
        Refusal: somebody has, it is closed, or the role does not stand above its units.
    """
    with action(by.actor, "pool.part", f"pool:{pool.pk}", key=by.key, content={"pool": pool.pk}) as event:
        if event.repeated:
            return
        rows = list(pool.asked.select_related("unit", "consultation"))
        for row in rows:
            refuse_deaf(by, row.unit)
        _refuse_answered(pool.consultation, rows)
        event.note(place=pool.place_id, ask=pool.ask, units=sorted(row.unit_id for row in rows))
        pool.asked.update(pool=None)
        pool.delete()


def was_parted(by: By) -> bool:
    """Say whether this very request took a pool apart before: the second of two clicks gets the same answer."""
    return asked_before(by.actor, "pool.part", by.key)


def pools_of(consultation: Consultation, place: Unit | None = None) -> QuerySet[Pool]:
    """Return the pools of a consultation, of one place or of all."""
    found = Pool.objects.filter(consultation=consultation)
    found = found.filter(place=place) if place else found
    return found.select_related("place").prefetch_related("asked__unit", "told").order_by("place__code", "pk")


def _place(units: Sequence[Unit]) -> Unit:
    """Return the place right above all units."""
    links = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT)
    above = {link.parent_id for link in links.filter(unit__in=units)}
    called = ", ".join(f"{unit.name} ({unit.code})" for unit in units) or "—"
    fix = sentence("Choose two units or more that stand right below one place, and that are the lowest there.")
    if len({unit.pk for unit in units}) < 2 or len(above) != 1 or None in above:
        raise refuse(called[:200], sentence("A pool joins two units or more of one place."), fix)
    if links.filter(parent__in=units).exists():
        raise refuse(called[:200], sentence("One of these units has others below it."), fix)
    return Unit.objects.get(pk=above.pop())


def _refuse_taken(rows: Sequence[Asked]) -> None:
    wrong = [_complaint(row, sentence("This unit is in a pool already.")) for row in rows if row.pool_id]
    if wrong:
        raise Refusal(wrong)
    _refuse_answered(rows[0].consultation, rows)


def _refuse_answered(consultation: Consultation, rows: Sequence[Asked]) -> None:
    """Refuse where somebody has answered: who knows how many came could choose whom to join."""
    if consultation.state == Consultation.State.CLOSED:
        raise refuse(
            consultation.code,
            sentence("This consultation is closed; it is never opened again."),
            sentence("Ask again in the next round."),
        )
    used = {(each.unit, each.electorate) for each in issued_of(consultation) if each.used}
    counted = set(PaperCount.objects.filter(asked__in=rows).values_list("asked", flat=True))
    late = sentence("Somebody of this unit has answered; pools are fixed before that.")
    wrong = [_complaint(row, late) for row in rows if (str(row.unit_id), row.ask) in used or row.pk in counted]
    if wrong:
        raise Refusal(wrong)


def _complaint(row: Asked, what: Sentence) -> Complaint:
    return Complaint(f"{row.unit.name} ({row.unit.code})", what, sentence("Choose the units that are left."))
