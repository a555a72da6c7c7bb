"""Send a person or a team, note what they did, let the village judge them, end the assignment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core import dispatch as decisions
from jishi.core import posts as terms
from jishi.core.errors import refuse, sentence
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, DispatchLog, Evaluation, Team, TeamMember
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Sending:
    """Who is sent where.

    Attributes:
        name: of the person, or of the team; found again in the register, or a record of the least is made.
        team: it is a team; then ``members`` are the names of its people, the leader first.
        unit, workplace: where to; exactly one of them.
        sending: the unit that the person or team comes from.
        born_on, phone: what tells two of one name apart.
    """

    kind: str
    name: str
    from_on: date
    unit: Unit | None = None
    workplace: Workplace | None = None
    sending: Unit | None = None
    person: Person | None = None
    team: Team | None = None
    members: tuple[str, ...] = ()
    term_ends_on: date | None = None
    tasks: str = ""
    channel: str = ""
    contract: str = ""
    born_on: date | None = None
    phone: str = field(default="", repr=False)


def send(by: By, wish: Sending) -> Dispatch:
    """Send somebody.

    Raises:
        Refusal: the role does not allow it, the place has a first secretary, the dates contradict each other.
    """
    place = wish.unit or (wish.workplace.place if wish.workplace else None)
    if place is None or (wish.unit is None) == (wish.workplace is None):
        raise refuse(wish.name, sentence("Nobody says where to."), sentence("Name one unit or one workplace."))
    content = {"kind": wish.kind, "name": wish.name, "unit": place.pk, "from": wish.from_on}
    with action(by.actor, "dispatch.send", key=by.key, content=content) as event:
        if event.repeated:
            return Dispatch.objects.get(pk=event.result["dispatch"])
        refuse_outside(by, place)
        if not wish.name.strip():
            raise refuse(_called(place), sentence("The name is missing."), sentence("Write whom you send."))
        decisions.send(_going(wish, place), _there(wish))
        team = wish.team or (_team(wish, place) if wish.kind in decisions.TEAMS else None)
        person = None if team else wish.person or _person(wish)
        sent = _kept(
            place,
            Dispatch(
                kind=wish.kind,
                person=person,
                team=team,
                sending=wish.sending,
                unit=wish.unit,
                workplace=wish.workplace,
                from_on=wish.from_on,
                term_ends_on=wish.term_ends_on,
                tasks=wish.tasks,
                source_channel=wish.channel,
                contract=wish.contract,
            ),
        )
        event.about(sent)
        event.note(kind=wish.kind, unit=place.pk, on=wish.from_on)
        event.result = {"dispatch": sent.pk}
    return sent


def _going(wish: Sending, place: Unit) -> decisions.Going:
    domain = wish.unit.domain if wish.unit else ""
    is_team = wish.kind in decisions.TEAMS if not (wish.team or wish.person) else wish.team is not None
    return decisions.Going(
        kind=wish.kind,
        who=wish.name,
        is_team=is_team,
        target=_called(place),
        to_workplace=wish.workplace is not None,
        domain=domain,
        since=wish.from_on,
        term_ends_on=wish.term_ends_on,
        died_on=wish.person.died_on if wish.person else None,
    )


def _there(wish: Sending) -> dict[str, tuple[str, ...]]:
    target = Q(unit=wish.unit) if wish.unit else Q(workplace=wish.workplace)
    # The new assignment has no end yet: whatever ends after it begins stands in its way.
    rows = Dispatch.objects.filter(target, Q(to_on__isnull=True) | Q(to_on__gt=wish.from_on))
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.select_related("person", "team"):
        found[row.kind] = (*found.get(row.kind, ()), who(row))
    return found


def who(sent: Dispatch) -> str:
    """Return the name of the person or the team."""
    return sent.person.name if sent.person else sent.team.name if sent.team else ""


def _person(wish: Sending) -> Person:
    """Return who is meant: of the sending unit; where none is named, whoever was sent to this place before."""
    name = wish.name.strip()
    if wish.sending is None and not (wish.phone or wish.born_on):
        there = Q(unit=wish.unit) if wish.unit else Q(workplace=wish.workplace)
        before = Dispatch.objects.filter(there, person__name=name, person__died_on__isnull=True)
        if (last := before.select_related("person").order_by("from_on").last()) is not None and last.person:
            return last.person
    home = wish.sending.pk if wish.sending else 0
    return finding.one(Named(home, name, wish.born_on, phone=wish.phone))


def _team(wish: Sending, place: Unit) -> Team:
    home = wish.sending or place
    known = Team.objects.filter(unit=home, name=wish.name.strip(), to_on__isnull=True).first()
    if known is not None:
        return known
    people = finding.all_of([Named(home.pk, name) for name in wish.members])
    team = Team.objects.create(
        unit=home,
        name=wish.name.strip(),
        kind=wish.kind,
        leader=people[0] if people else None,
        from_on=wish.from_on,
    )
    TeamMember.objects.bulk_create(TeamMember(team=team, person=person, from_on=wish.from_on) for person in people)
    return team


def _kept(place: Unit, sent: Dispatch) -> Dispatch:
    try:
        with transaction.atomic():
            sent.save()
    except IntegrityError as error:
        raise refuse(
            _called(place),
            sentence("Somebody is sent there on one of these days already."),
            sentence("Load the page again to see who."),
        ) from error
    return sent


def end(by: By, sent: Dispatch, version: int, on: date, outcome: str = "") -> Dispatch:
    """End an assignment on a day, and say what became of it.

    Raises:
        Refusal: the role does not allow it, it had ended, or somebody changed it meanwhile.
    """
    content = {"dispatch": sent.pk, "on": on, "outcome": outcome}
    with action(by.actor, "dispatch.end", key=by.key, content=content) as event:
        if event.repeated:
            return sent
        place = place_of(sent)
        refuse_outside(by, place)
        terms.end(terms.Seat(_called(place)), terms.Span(who(sent), sent.from_on, sent.to_on), on)
        change(sent, version, to_on=on, outcome=outcome)
        event.about(sent)
        event.result = {"dispatch": sent.pk}
    return sent


#: What may be corrected of an assignment after it began.
CORRECTABLE = ("sending", "term_ends_on", "source_channel", "tasks", "contract", "outcome")


def correct(by: By, sent: Dispatch, version: int, said: Mapping[str, object]) -> Dispatch:
    """Correct what is kept of an assignment: field of :data:`CORRECTABLE` → new value.

    Raises:
        Refusal: the role does not allow it, the term would end before it began, or somebody changed it meanwhile.
    """
    fields = {name: said[name] for name in CORRECTABLE if name in said}
    with action(by.actor, "dispatch.correct", key=by.key, content={"dispatch": sent.pk}) as event:
        if event.repeated:
            return sent
        place = place_of(sent)
        refuse_outside(by, place)
        ends = fields.get("term_ends_on")
        if isinstance(ends, date) and ends <= sent.from_on:
            raise refuse(
                _called(place), sentence("It ends before it begins."), sentence("Correct one of the two dates.")
            )
        change(sent, version, **fields)
        event.about(sent)
        event.note(fields=sorted(fields))
    return sent


def note(by: By, sent: Dispatch, on: date, text: str, kind: str = "") -> DispatchLog:
    """Note what a helper did on a day.

    Raises:
        Refusal: the role does not allow it, nothing is said, or the day lies outside the assignment.
    """
    with action(by.actor, "dispatch.note", key=by.key, content={"dispatch": sent.pk, "on": on}) as event:
        if event.repeated:
            return DispatchLog.objects.get(pk=event.result["log"])
        place = place_of(sent)
        refuse_outside(by, place)
        if not text.strip():
            raise refuse(_called(place), sentence("Nothing is written."), sentence("Write what was done."))
        if on < sent.from_on or (sent.to_on is not None and on >= sent.to_on):
            raise refuse(
                _called(place),
                sentence("%(name)s was not sent there on %(day)s.", name=who(sent), day=on.isoformat()),
                sentence("Choose a day of the assignment."),
            )
        log = DispatchLog.objects.create(dispatch=sent, on=on, kind=kind, text=text.strip())
        event.about(log)
        event.result = {"log": log.pk}
    return log


def evaluate(
    by: By, sent: Dispatch, on: date, opinion: decisions.Opinion, fewest: int = decisions.FEWEST_JUDGING
) -> Evaluation:
    """Keep what a village said of its helper: counts only, and of so many people as the pack asks for.

    Raises:
        Refusal: the role does not allow it, the counts contradict each other, or there were too few people.
    """
    with action(by.actor, "dispatch.evaluate", key=by.key, content={"dispatch": sent.pk, "on": on}) as event:
        if event.repeated:
            return Evaluation.objects.get(pk=event.result["evaluation"])
        place = place_of(sent)
        refuse_outside(by, place)
        decisions.evaluate(_called(place), opinion, max(fewest, decisions.FEWEST_JUDGING))
        if Evaluation.objects.filter(dispatch=sent, on=on).exists():
            raise refuse(
                _called(place),
                sentence("There is an evaluation of %(day)s already.", day=on.isoformat()),
                sentence("Choose the day of this one."),
            )
        kept = Evaluation.objects.create(
            dispatch=sent,
            on=on,
            present=opinion.present,
            satisfied=opinion.satisfied,
            basically=opinion.basically,
            dissatisfied=opinion.dissatisfied,
        )
        event.about(kept)
        event.result = {"evaluation": kept.pk}
    return kept


def place_of(sent: Dispatch) -> Unit:
    """Return the unit that an assignment belongs to: where it goes, or who answers for the workplace."""
    place = sent.unit or (sent.workplace.place or sent.workplace.unit if sent.workplace else None)
    assert place is not None, "a workplace is answered for by a unit"
    return place


def _called(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"
