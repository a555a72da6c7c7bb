"""Record that a unit itself has nobody suitable for a post, and let nobody be sent without that (D137)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.people.ground import By, keeps
from jishi.actions.programme import pack_of
from jishi.core import posts as decisions
from jishi.core.errors import refuse, sentence
from jishi.packs.schema.posts import Posts
from jishi.store import clock
from jishi.store.models.assess import Cycle
from jishi.store.models.posts import Post
from jishi.store.models.secretaries import CandidateSearch
from jishi.store.transact import action

_MOST = 400


@dataclass(frozen=True)
class Nobody:
    """That nobody suitable was found.

    Attributes:
        words: where was looked, and why nobody fits; no names.
        recorded_by: the meeting or office that established it.
        considered: how many people were considered; None = not said.
    """

    words: str
    recorded_by: str
    considered: int | None = None


def record(by: By, post: Post, said: Nobody) -> CandidateSearch:
    """Record that nobody suitable was found for a post, on the day of ``by``.

    Raises:
        Refusal: the role does not keep the unit's records, nothing or nobody is said, the day lies in the future,
            or it was recorded on that day already.
    """
    where = f"{post.unit.name} ({post.unit.code})"
    with action(by.actor, "post.search", key=by.key, content={"post": post.pk, "on": by.day}) as event:
        if event.repeated:
            return CandidateSearch.objects.get(pk=event.result["search"])
        keeps(by, post.unit)
        if not said.words.strip() or not said.recorded_by.strip():
            raise refuse(
                where,
                sentence("It is not said where was looked, or who established it."),
                sentence("Write both in a few words; names of those who were considered do not belong here."),
            )
        if by.day > clock.today():
            raise refuse(where, sentence("The day lies in the future."), sentence("Correct the date."))
        row = CandidateSearch(
            post=post,
            on=by.day,
            considered=said.considered,
            words=said.words.strip()[:_MOST],
            recorded_by=said.recorded_by.strip()[:100],
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise refuse(
                where,
                sentence("This was recorded on that day already."),
                sentence("Load the page again to see it."),
            ) from error
        event.about(row)
        event.note(post=post.pk, unit=post.unit_id, on=by.day)
        event.result = {"search": row.pk}
    return row


def latest(post: Post, on: date) -> date | None:
    """Return when it was recorded last, until a day, that nobody suitable was found; None = never."""
    found = CandidateSearch.objects.filter(post=post, on__lte=on).order_by("-on")
    return found.values_list("on", flat=True).first()


def may_be_sent(post: Post, channel: str, since: date) -> None:
    """Let nobody be sent to the first post of a graded unit without a record, or to a domain that sends nobody.

    Raises:
        Refusal: the domain is none of the pack's, or nobody recorded that nobody suitable was found.
    """
    said = _posts() if post.first_responsible and post.unit.domain and channel else None
    domains = domains_of(said, channel) if said else ()
    if said and domains:
        where = f"{post.unit.name} ({post.unit.code})"
        searched = latest(post, since)
        decisions.send_to(decisions.Sent(where, post.unit.domain, domains, since, searched, said.search_holds_days))


def domains_of(said: Posts, channel: str) -> tuple[str, ...]:
    """Return to which domains somebody may be sent by a channel; empty = it sends nobody."""
    found = next((each for each in said.channels if str(each.id) == channel), None)
    return found.sent_to if found else ()


def _posts() -> Posts | None:
    cycle = Cycle.objects.order_by("-starts_on", "-pk").first()
    return pack_of(cycle).posts if cycle else None
