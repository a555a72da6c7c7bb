"""Appoint somebody to a post, end a tenure, pair two posts."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.secretaries import searching
from jishi.core import posts as decisions
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import refuse, sentence
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Pairing, Post, Tenure
from jishi.store.queries import units
from jishi.store.transact import action, change


@dataclass(frozen=True)
class By:
    """Who does something, where they may, and their own key of the request."""

    actor: Account | None = None
    scope: Scope = OPERATOR
    key: str = ""


@dataclass(frozen=True)
class Wish:
    """Who is to hold a post.

    Attributes:
        name: of the person; found again in the register, or a record of the least is made.
        person: who is meant, where that is known.
        born_on, phone: what tells two of one name apart.
        channel: where the person was found, as the pack says.
    """

    from_on: date
    name: str = ""
    person: Person | None = None
    born_on: date | None = None
    phone: str = field(default="", repr=False)
    term_ends_on: date | None = None
    channel: str = ""


def refuse_outside(by: By, unit: Unit) -> None:
    """Refuse whoever may not enter anything at a unit.

    Raises:
        Refusal: the role does not allow it there.
    """
    if by.scope.everything:
        return
    if not any(by.scope.may("enter", axis, path) for axis, path in units.seers(unit)):
        raise refuse(
            f"{unit.name} ({unit.code})",
            sentence("Your role does not enter anything here."),
            sentence("Ask the office above."),
        )


def appoint(by: By, post: Post, wish: Wish) -> Tenure:
    """Let a person hold a post from a day on.

    Raises:
        Refusal: the role does not allow it, another holds the post, the dates contradict each other.
    """
    content = {"post": post.pk, "name": wish.name, "from": wish.from_on}
    with action(by.actor, "post.appoint", key=by.key, content=content) as event:
        if event.repeated:
            return Tenure.objects.get(pk=event.result["tenure"])
        refuse_outside(by, post.unit)
        if wish.person is None and not wish.name.strip():
            raise refuse(_called(post), sentence("The name is missing."), sentence("Write the name of the person."))
        died = wish.person.died_on if wish.person else None
        span = decisions.Span(wish.person.name if wish.person else wish.name, wish.from_on)
        decisions.appoint(seat_of(post), span, wish.term_ends_on, died)
        searching.may_be_sent(post, wish.channel, wish.from_on)
        named = Named(post.unit_id, wish.name.strip(), wish.born_on, phone=wish.phone)
        person = wish.person or finding.one(named)
        tenure = _kept(
            post,
            Tenure(
                post=post,
                person=person,
                from_on=wish.from_on,
                term_ends_on=wish.term_ends_on,
                source_channel=wish.channel,
            ),
        )
        event.about(tenure)
        event.note(post=post.pk, unit=post.unit_id, on=wish.from_on, channel=wish.channel)
        event.result = {"tenure": tenure.pk}
    return tenure


def _kept(post: Post, tenure: Tenure) -> Tenure:
    try:
        with transaction.atomic():
            tenure.save()
    except IntegrityError as error:
        # Somebody else appointed in the same moment; the database is the last to say so.
        raise refuse(
            _called(post),
            sentence("Somebody else holds this post on one of these days."),
            sentence("Load the page again to see who."),
        ) from error
    return tenure


def end(by: By, tenure: Tenure, version: int, on: date) -> Tenure:
    """End a tenure on a day: the first on which the person no longer holds the post.

    Raises:
        Refusal: the role does not allow it, it had ended, or somebody changed it meanwhile.
    """
    with action(by.actor, "post.leave", key=by.key, content={"tenure": tenure.pk, "on": on}) as event:
        if event.repeated:
            return tenure
        refuse_outside(by, tenure.post.unit)
        span = decisions.Span(tenure.person.name, tenure.from_on, tenure.to_on)
        decisions.end(seat_of(tenure.post), span, on)
        change(tenure, version, to_on=on)
        event.about(tenure)
        event.note(post=tenure.post_id, on=on)
        event.result = {"tenure": tenure.pk}
    return tenure


def seat_of(post: Post) -> decisions.Seat:
    """Return a post with all its tenures, as decisions see it."""
    rows = Tenure.objects.filter(post=post).select_related("person").order_by("from_on")
    held = tuple(decisions.Span(row.person.name, row.from_on, row.to_on) for row in rows)
    return decisions.Seat(_called(post), held, post.closed_on)


def _called(post: Post) -> str:
    return f"{post.unit.name} ({post.unit.code})"


def open_post(by: By, unit: Unit, kind: str, *, first: bool = False) -> Post:
    """Open a post at a unit by hand.

    Raises:
        Refusal: the role does not allow it, or the unit has a first responsible person's post already.
    """
    content = {"unit": unit.pk, "kind": kind, "first": first}
    with action(by.actor, "post.open", key=by.key, content=content) as event:
        if event.repeated:
            return Post.objects.get(pk=event.result["post"])
        refuse_outside(by, unit)
        taken = Post.objects.filter(unit=unit, first_responsible=True, closed_on__isnull=True)
        if first and taken.exists():
            raise refuse(
                f"{unit.name} ({unit.code})",
                sentence("The unit has a first responsible person's post already; there is exactly one."),
                sentence("Close that post first, or open this one as an ordinary post."),
            )
        post = Post.objects.create(unit=unit, kind=kind, first_responsible=first)
        event.about(post)
        event.note(unit=unit.pk, kind=kind)
        event.result = {"post": post.pk}
    return post


def close_post(by: By, post: Post, version: int, on: date) -> Post:
    """Close a post on a day; nobody may hold it any more, and whoever was paired with it no longer is.

    Raises:
        Refusal: the role does not allow it, or somebody still holds it.
    """
    with action(by.actor, "post.close", key=by.key, content={"post": post.pk, "on": on}) as event:
        if event.repeated:
            return post
        refuse_outside(by, post.unit)
        holder = Tenure.objects.filter(post=post, to_on__isnull=True).select_related("person").first()
        if holder is not None:
            raise refuse(
                _called(post),
                sentence("%(name)s still holds this post.", name=holder.person.name),
                sentence("End that tenure first."),
            )
        change(post, version, closed_on=on)
        for pairing in Pairing.objects.filter(Q(leader=post) | Q(paired=post), to_on__isnull=True):
            change(pairing, pairing.version, to_on=max(on, pairing.from_on + timedelta(days=1)))
        event.about(post)
        event.result = {"post": post.pk}
    return post


def pair(by: By, leader: Post, paired: Post, from_on: date) -> Pairing:
    """Pair a secretary above with a branch secretary below, whoever holds the two posts.

    Raises:
        Refusal: the role does not allow it, both are one post, or the two are paired already.
    """
    content = {"leader": leader.pk, "paired": paired.pk, "from": from_on}
    with action(by.actor, "post.pair", key=by.key, content=content) as event:
        if event.repeated:
            return Pairing.objects.get(pk=event.result["pairing"])
        refuse_outside(by, leader.unit)
        units.one(by.scope, paired.unit_id)
        above = units.path_of(leader.unit)
        if leader.unit_id == paired.unit_id or not units.path_of(paired.unit).startswith(above or "~"):
            raise refuse(
                _called(leader),
                sentence("%(unit)s does not stand below this unit.", unit=_called(paired)),
                sentence("Pair with the secretary of a unit below."),
            )
        if Pairing.objects.filter(leader=leader, paired=paired, to_on__isnull=True).exists():
            raise refuse(
                _called(leader),
                sentence("The two are paired already."),
                sentence("Choose another secretary."),
            )
        pairing = Pairing.objects.create(leader=leader, paired=paired, from_on=from_on)
        event.about(pairing)
        event.note(leader=leader.pk, paired=paired.pk)
        event.result = {"pairing": pairing.pk}
    return pairing


def unpair(by: By, pairing: Pairing, version: int, on: date) -> Pairing:
    """End a pairing on a day.

    Raises:
        Refusal: the role does not allow it, it had not begun, or somebody changed it meanwhile.
    """
    with action(by.actor, "post.unpair", key=by.key, content={"pairing": pairing.pk, "on": on}) as event:
        if event.repeated:
            return pairing
        refuse_outside(by, pairing.leader.unit)
        span = decisions.Span("", pairing.from_on, pairing.to_on)
        decisions.end(decisions.Seat(_called(pairing.leader)), span, on)
        change(pairing, version, to_on=on)
        event.about(pairing)
        event.result = {"pairing": pairing.pk}
    return pairing
