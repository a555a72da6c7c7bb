"""Exceptions: who cannot be heard leaves the electorate, with a reason and the superior's approval (R02).

No names: a number of people and why. What is asked for counts once somebody above agrees who did not ask for it.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from jishi.actions.consult.ground import By, hears, refuse_deaf
from jishi.actions.consult.opening import hold
from jishi.actions.self_assessment import may_enter
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Asked, Consultation, LeftOut
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.queries import units
from jishi.store.transact import action, asked_before, change

_LONGEST = 200


@dataclass(frozen=True)
class Plea:
    """How many people cannot be heard, and why; no names."""

    people: int
    why: str


def left_out(scope: Scope, consultation: Consultation, place: Unit) -> QuerySet[LeftOut]:
    """Return the exceptions of a place and below, those that wait for approval first."""
    below = units.subtree(scope, place).order_by().values("pk")
    rows = LeftOut.objects.filter(asked__consultation=consultation, asked__unit__in=below)
    return rows.select_related("asked__unit", "asked_by", "approved_by").order_by(
        "approved_on", "asked__unit__code", "pk"
    )


def waiting(scope: Scope, round_: Round) -> QuerySet[LeftOut]:
    """Return the exceptions that wait and that the reader may approve: from below, asked for by somebody else."""
    inside = Q()
    for held in scope.holdings:
        if "enter" in held.duties and held.axis == Axis.MANAGEMENT and held.path:
            inside |= units.within(held.path) & ~Q(unit=held.unit)
    if not inside:
        return LeftOut.objects.none()
    places = UnitPath.objects.filter(inside, axis=Axis.MANAGEMENT).values("unit")
    rows = LeftOut.objects.filter(
        asked__consultation__round=round_,
        asked__consultation__state=Consultation.State.OPEN,
        asked__unit__in=places,
        approved_by__isnull=True,
    )
    rows = rows.exclude(asked_by=scope.account) if scope.account else rows
    return rows.select_related("asked__unit", "asked__consultation").order_by("asked__unit__code", "pk")


def leave_out(by: By, row: Asked, plea: Plea) -> LeftOut:
    """Ask to leave people out of an electorate; it counts once it is approved from above.

    Raises:
        Refusal: the role enters nothing here, there is no reason, more people than there are, or it is closed.
    """
    content = {"asked": row.pk, "people": plea.people, "why": plea.why}
    with action(by.actor, "exception.ask", key=by.key, content=content) as event:
        if event.repeated:
            return LeftOut.objects.get(pk=event.result["exception"])
        hold(row.consultation)
        if not by.scope.everything and not may_enter(by.scope, row.unit):
            raise refuse(
                _called(row),
                sentence("Your role does not enter anything here."),
                sentence("Ask the office above."),
            )
        _refuse_impossible(row, plea)
        made = LeftOut.objects.create(
            asked=row, people=plea.people, why=plea.why.strip(), asked_by=by.actor, asked_on=clock.today()
        )
        event.about(made)
        event.note(unit=row.unit_id, ask=row.ask, count=plea.people)
        event.result = {"exception": made.pk}
    return made


def _refuse_impossible(row: Asked, plea: Plea) -> None:
    before = row.left_out.aggregate(total=Sum("people"))["total"] or 0
    if plea.people <= 0 or not plea.why.strip() or len(plea.why.strip()) > _LONGEST:
        raise refuse(
            _called(row),
            sentence("An exception is a number of people with its reason."),
            sentence("Write how many cannot be heard, and why, in %(most)s letters; no names.", most=_LONGEST),
        )
    if before + plea.people > (row.people or 0):
        raise refuse(
            _called(row),
            sentence(
                "There are %(people)s people, and exceptions for %(before)s of them already.",
                people=row.people or 0,
                before=before,
            ),
            sentence("Count the people first, or take an exception back."),
        )


def approve(by: By, plea: LeftOut, version: int) -> LeftOut:
    """Approve an exception from above; never who asked for it.

    Raises:
        Refusal: the role stands for the unit itself, nobody is logged in, the same person asked for it, the
            consultation is closed, or somebody changed it meanwhile.
    """
    with action(
        by.actor, "exception.approve", key=by.key, content={"exception": plea.pk, "version": version}
    ) as event:
        if event.repeated:
            return plea
        row = plea.asked
        hold(row.consultation)
        refuse_deaf(by, row.unit)
        if by.actor is None or by.actor.pk == plea.asked_by_id:
            raise refuse(
                _called(row),
                sentence("An exception is approved by an account of the committee above that did not ask for it."),
                sentence("Let somebody else there look at it, logged in by name."),
            )
        change(plea, version, approved_by=by.actor, approved_on=clock.today())
        _add_up(row, by)
        event.about(plea, row)
        event.note(unit=row.unit_id, ask=row.ask, count=plea.people)
    return plea


def take_back(by: By, plea: LeftOut, version: int) -> None:
    """Take an exception back, or turn it down from above; who it was for must be heard again.

    Raises:
        Refusal: the role enters nothing here, it is approved and the role stands for the unit itself, the
            consultation is closed, or somebody changed it meanwhile.
    """
    row = plea.asked
    with action(by.actor, "exception.end", f"unit:{row.unit_id}", key=by.key, content=plea.pk) as event:
        if event.repeated:
            return
        hold(row.consultation)
        above = hears(by.scope, row.unit)
        if not above and (plea.approved_by_id or not may_enter(by.scope, row.unit)):
            raise refuse(
                _called(row),
                sentence("An exception that was approved is taken back from above."),
                sentence("Ask the committee above."),
            )
        change(plea, version)
        event.note(ask=row.ask, count=plea.people, approved=bool(plea.approved_by_id))
        plea.delete()
        _add_up(row, by)


def was_taken_back(by: By) -> bool:
    """Say whether this very request took an exception back before: the second click gets the same answer."""
    return asked_before(by.actor, "exception.end", by.key)


def _add_up(row: Asked, by: By) -> None:
    """Keep how many are left out with approval beside the electorate, where everything counts them."""
    row.refresh_from_db(fields=["version"])
    total = row.left_out.filter(approved_by__isnull=False).aggregate(total=Sum("people"))["total"] or 0
    change(row, row.version, excepted=total, approved_by=by.actor if total else None)


def _called(row: Asked) -> str:
    return f"{row.unit.name} ({row.unit.code})"
