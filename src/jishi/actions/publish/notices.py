"""Put grades or words on the board for a term; take a notice back; decide when it is over."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from jishi.actions.awards.moving import leave_notice
from jishi.actions.cases.deciding import Way, move_all
from jishi.actions.cases.ground import Docket, refuse_others
from jishi.actions.people.ground import By
from jishi.actions.posts.holding import By as Enterer
from jishi.actions.posts.holding import refuse_outside
from jishi.actions.publish.persons import refuse_persons
from jishi.core.calendar import WorkCalendar
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of
from jishi.packs.schema.procedures import Term
from jishi.packs.schema.publications import Publication
from jishi.store.digests import canonical
from jishi.store.models.assess import Grade, Round
from jishi.store.models.consult import Consultation
from jishi.store.models.improve import NoticedRemedy, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticedGrade, NoticeObjection
from jishi.store.transact import action, change

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LONGEST = 4000


@dataclass(frozen=True)
class Wording:
    """The words of a notice.

    Attributes:
        language: in which it is written.
        also: another language → heading and words in it, as the office wrote them.
        places: what looks like a person's name but is that of a place.
        internet: it may stand on the public pages.
    """

    title: str
    text: str
    language: str = "zh-Hans"
    places: tuple[str, ...] = ()
    internet: bool = False
    also: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def others(self) -> dict[str, list[str]]:
        """Return another language → heading and words; one that says neither is left out."""
        said = {tag: [title.strip()[:200], text.strip()[:LONGEST]] for tag, (title, text) in self.also.items()}
        return {tag: words for tag, words in said.items() if any(words) and tag != self.language}


@dataclass(frozen=True)
class Place:
    """Whose paper it is, and what it is about."""

    committee: Unit
    round: Round | None = None
    consultation: Consultation | None = None


def publish_grades(by: By, docket: Docket, committee: Unit, publication: Publication, wording: Wording) -> Notice:
    """Put every grade that a committee approved on notice; the term of the pack begins.

    Raises:
        Refusal: somebody else's committee, nothing is approved, the words name a person, or a step is not next.
    """
    content = {"committee": committee.pk, "publication": publication.id, "title": wording.title}
    with action(by.actor, "notice.publish", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        refuse_others(by, committee, [])
        approved = Grade.objects.filter(round=docket.round, committee=committee, state="approved")
        rows = list(approved.select_related("unit", "meeting").order_by("unit__code"))
        if not rows:
            raise refuse(
                committee.name,
                sentence("This committee has approved no grade that waits for its notice."),
                sentence("Review and approve first."),
            )
        refuse_others(by, committee, [row.unit for row in rows])
        if publication.what != "grades":
            raise refuse(
                committee.name,
                sentence("This kind of paper carries no grades."),
                sentence("Choose a notice of grades."),
            )
        body = _body(docket.pack, publication, rows, wording.language)
        notice, cleared = put_up(by, Place(committee, docket.round), (docket.pack, publication), wording, body)
        move_all(by, docket, rows, Way("publish"))
        NoticedGrade.objects.bulk_create(NoticedGrade(notice=notice, grade=row) for row in rows)
        event.about(notice, *rows)
        event.note(committee=committee.pk, round=docket.round.pk, grades=len(rows), places=cleared)
        event.result = {"notice": notice.pk}
    return notice


def disclose(by: By, pack: Pack, committee: Unit, publication: Publication, wording: Wording) -> Notice:
    """Put words on the board, to inform.

    Raises:
        Refusal: somebody else's committee, nothing is written, or the words name a person.
    """
    content = {"committee": committee.pk, "publication": publication.id, "title": wording.title}
    with action(by.actor, "notice.disclose", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        may_publish(by, committee)
        if publication.what != "text":
            raise refuse(
                committee.name,
                sentence("Grades are put on notice by the committee that approved them."),
                sentence("Publish them from the list of approved grades."),
            )
        notice, cleared = put_up(by, Place(committee), (pack, publication), wording, {"fields": [], "rows": []})
        event.about(notice)
        event.note(committee=committee.pk, places=cleared)
        event.result = {"notice": notice.pk}
    return notice


def take_back(by: By, docket: Docket | None, notice: Notice, version: int, why: str) -> Notice:
    """Take a notice off the board before its time; its grades go back to where they were approved.

    Raises:
        Refusal: somebody else's, no reason, it is over or withdrawn already, or somebody changed it meanwhile.
    """
    with action(by.actor, "notice.take-back", key=by.key, content={"notice": notice.pk, "why": why}) as event:
        if event.repeated:
            return notice
        may_act_on(by, notice)
        _still_up(notice, by.day)
        if not why.strip():
            raise refuse(notice.title, sentence("No reason is given."), sentence("Say in a few words why."))
        if notice.promotions.exists():
            raise refuse(
                notice.title,
                sentence("Grades rose on the ground of this notice."),
                sentence("Open those grades again first; then it can be taken back."),
            )
        rows = grades_on(notice)
        if rows and docket is not None:
            move_all(by, docket, rows, Way("take-back", why))
        candidates = leave_notice(by, notice, "take-back", why)
        remedies = leave_board(notice)
        change(notice, version, withdrawn_on=by.day, withdrawn_why=why.strip()[:LONGEST])
        event.about(notice, *rows, *candidates, *remedies)
        event.note(grades=len(rows), candidates=len(candidates), remedies=len(remedies))
    return notice


def decide(by: By, docket: Docket, notice: Notice) -> int:
    """Lock the grades of a notice that is over and whose objections are answered; return how many.

    Raises:
        Refusal: somebody else's, the term runs, an objection is open, or it was taken back.
    """
    with action(by.actor, "grade.decide", key=by.key, content={"notice": notice.pk}) as event:
        if event.repeated:
            return int(event.result["decided"])
        rows = grades_on(notice)
        refuse_others(by, notice.committee, [row.unit for row in rows])
        if not rows:
            raise refuse(
                notice.title,
                sentence("Nothing on this notice waits for a decision."),
                sentence("See the list of grades for how each one stands."),
            )
        waiting = NoticeObjection.objects.filter(notice=notice, answered_on__isnull=True)
        about = list(waiting.values_list("unit_id", flat=True))

        def more(row: Grade) -> Mapping[str, int]:
            return {"objections": sum(1 for unit in about if unit is None or unit == row.unit_id)}

        move_all(by, docket, rows, Way("decide", given=more))
        event.about(rows[0], *rows[1:])
        event.note(notice=notice.pk, decided=len(rows))
        event.result = {"decided": len(rows)}
    return len(rows)


def grades_on(notice: Notice) -> list[Grade]:
    """Return the grades that still hang on a notice."""
    rows = Grade.objects.filter(noticed__notice=notice, state="notice").select_related("unit", "meeting")
    return list(rows.order_by("unit__code"))


def is_up(notice: Notice, today: date) -> bool:
    """Say whether a notice hangs on a day."""
    return notice.withdrawn_on is None and notice.opens_on <= today <= notice.until


def end_of(term: Term, on: date, calendar: WorkCalendar) -> date:
    """Return the last day of a term that begins after a day."""
    return calendar.add_working_days(on, term.days) if term.count == "working" else on + timedelta(days=term.days)


def digest_of(title: str, text: str, content: Mapping[str, object], days: tuple[date, date]) -> str:
    """Return the digest of everything that stands on a paper."""
    said = {"title": title, "text": text, "content": content, "from": days[0], "until": days[1]}
    return hashlib.sha256(canonical(said)).hexdigest()


def proves(notice: Notice) -> bool:
    """Say whether what is recorded is what was put up."""
    days = (notice.opens_on, notice.until)
    return digest_of(notice.title, notice.text, notice.content, days) == notice.digest


def put_up(
    by: By,
    place: Place,
    what: tuple[Pack, Publication],
    wording: Wording,
    body: Mapping[str, object],
) -> tuple[Notice, list[str]]:
    """Make a paper, inside an action of the caller; return it with the words that were let through as places.

    Raises:
        Refusal: nothing is written, or the words name a person.
    """
    committee, (pack, publication) = place.committee, what
    title, text = wording.title.strip()[:200], wording.text.strip()[:LONGEST]
    if not title or not text:
        raise refuse(
            committee.name,
            sentence("The notice has no heading or no words."),
            sentence("Write both; the pack's own words are a beginning."),
        )
    also = wording.others()
    plain = "\n".join((title, text, *(each for words in also.values() for each in words)))
    cleared = refuse_persons(plain, committee, wording.places)
    body = {**body, "language": wording.language, **({"also": also} if also else {})}
    until = end_of(publication.term, by.day, calendar_of(pack))
    notice = Notice.objects.create(
        publication=publication.id,
        kind=publication.kind,
        audience=publication.to,
        round=place.round,
        consultation=place.consultation,
        committee=committee,
        token="".join(secrets.choice(_LETTERS) for _ in range(12)),
        title=title,
        text=text,
        content=body,
        digest=digest_of(title, text, body, (by.day, until)),
        opens_on=by.day,
        until=until,
        internet=wording.internet and publication.to == "public" and "internet" in publication.where,
    )
    return notice, cleared


def _body(pack: Pack, publication: Publication, rows: Sequence[Grade], language: str) -> dict[str, object]:
    names = {str(grade.id): grade.names.say(language) for grade in pack.grades.grades}
    domains = {str(domain.id): domain.names.say(language) for domain in pack.vocabulary.domains}
    cells = {
        "unit": lambda row: row.unit.name,
        "domain": lambda row: domains.get(row.unit.domain, ""),
        "grade": lambda row: names.get(row.grade, row.grade),
    }
    return {
        "fields": list(publication.fields),
        "rows": [[row.unit.code, *(cells[field](row) for field in publication.fields)] for row in rows],
    }


def may_publish(by: By, committee: Unit) -> None:
    """Let only who publishes for this very committee do so.

    Raises:
        Refusal: somebody else's committee.
    """
    allowed = by.scope.everything or any(
        holding.unit == committee.pk and "publish" in holding.duties for holding in by.scope.holdings
    )
    if not allowed:
        raise refuse(
            committee.name,
            sentence("Your role does not publish for this committee."),
            sentence("Leave it to the committee itself."),
        )


def may_act_on(by: By, notice: Notice) -> None:
    """Let only whose paper it is do something with it; the plan of a unit is its own, and of whoever enters for it.

    Raises:
        Refusal: somebody else's paper.
    """
    if notice.remedies.exists():
        refuse_outside(Enterer(by.actor, by.scope), notice.committee)
    else:
        may_publish(by, notice.committee)


def leave_board(notice: Notice) -> list[Remedy]:
    """Make what was published by a paper that is taken back a draft again; inside an action of the caller."""
    hanging = NoticedRemedy.objects.filter(notice__withdrawn_on__isnull=True).exclude(notice=notice)
    rows = Remedy.objects.filter(noticed__notice=notice, state=Remedy.State.PUBLISHED)
    found = list(rows.exclude(pk__in=hanging.values("remedy")).select_related("unit"))
    for row in found:
        change(row, row.version, state=Remedy.State.PLANNED, published_on=None)
    return found


def _still_up(notice: Notice, today: date) -> None:
    if not is_up(notice, today):
        raise refuse(
            notice.title,
            sentence("This notice is not on the board any more."),
            sentence("What was decided after it can be reopened instead."),
        )
