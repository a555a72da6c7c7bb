"""The committee above decides on candidates in a meeting, puts them on notice, and commends those that remain."""

from collections.abc import Mapping, Sequence

from jishi.actions.awards.moving import Rules, Step, move_all, on_notice, quotas
from jishi.actions.awards.proposing import LONGEST
from jishi.actions.cases.ground import refuse_others
from jishi.actions.people.ground import By
from jishi.actions.publish.notices import Place, Wording, put_up
from jishi.core.errors import refuse, sentence
from jishi.packs.schema.publications import Publication
from jishi.store.models.assess import Round
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import Meeting
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticeObjection
from jishi.store.transact import action, late

COMMENDED = "decide"


def approve(by: By, found: Rules, meeting: Meeting, seen: Mapping[int, int]) -> list[Candidate]:
    """Approve candidates in a meeting of the committee above, as they were seen.

    Args:
        seen: candidate → its version.

    Raises:
        Refusal: somebody else's committee, no quorum, more than the quota, or somebody changed one meanwhile.
    """
    content = {"meeting": meeting.pk, "seen": {str(k): v for k, v in seen.items()}}
    with action(by.actor, "candidate.approve", key=by.key, content=content) as event:
        if event.repeated:
            return list(Candidate.objects.filter(pk__in=event.result["approved"]))
        rows = _chosen(by, meeting.committee, seen)
        over = {committee: each.over for committee, each in quotas(found, rows[0].round).items()}

        def given(row: Candidate) -> Mapping[str, int]:
            present = {"minutes": 1, "present": meeting.present, "entitled": meeting.entitled}
            return {**present, "over-quota": over.get(row.proposer_id, 0)}

        move_all(by, found, rows, Step("approve", given=given, fields={"meeting": meeting}))
        event.about(rows[0], *rows[1:])
        event.note(meeting=meeting.pk, approved=len(rows))
        event.result = {"approved": [row.pk for row in rows]}
    return rows


def reject(by: By, found: Rules, row: Candidate, version: int, why: str) -> Candidate:
    """Decide against a candidate, with a reason.

    Raises:
        Refusal: somebody else's committee, no reason, decided already, or somebody changed it meanwhile.
    """
    with action(by.actor, "candidate.reject", key=by.key, content={"row": row.pk, "why": why}) as event:
        if event.repeated:
            return row
        refuse_others(by, row.committee, [row.unit])
        if row.version != version:
            raise late(row.unit.name)
        move_all(by, found, [row], Step("reject", why, fields={"reason": why.strip()[:LONGEST]}))
        event.about(row)
    return row


def _chosen(by: By, committee: Unit, seen: Mapping[int, int]) -> list[Candidate]:
    rows = list(
        Candidate.objects.filter(pk__in=list(seen), committee=committee)
        .select_related("unit", "proposer", "committee", "round")
        .order_by("unit__code")
    )
    if not rows or len(rows) != len(seen):
        raise refuse(committee.name, sentence("No unit is chosen."), sentence("Tick the units first."))
    refuse_others(by, committee, [row.unit for row in rows])
    for row in rows:
        if row.version != seen[row.pk]:
            raise late(row.unit.name)
    return rows


def publish(by: By, found: Rules, round_: Round, committee: Unit, wording: Wording) -> Notice:
    """Put every approved candidate of a committee on notice; objections are invited.

    Raises:
        Refusal: somebody else's committee, nothing is approved, or the words name a person.
    """
    content = {"committee": committee.pk, "round": round_.pk, "title": wording.title}
    with action(by.actor, "candidate.publish", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        refuse_others(by, committee, [])
        rows = _approved(found, round_, committee)
        if not rows:
            raise refuse(
                committee.name,
                sentence("This committee has approved no candidate that waits for its notice."),
                sentence("Decide on the candidates first."),
            )
        publication = paper(found, found.award.notice)
        body = body_of(found, publication, rows, wording.language)
        notice, places = put_up(by, Place(committee, round_), (found.pack, publication), wording, body)
        move_all(by, found, rows, Step("publish", fields={"notice": notice}))
        event.about(notice, *rows)
        event.note(candidates=len(rows), places=places)
        event.result = {"notice": notice.pk}
    return notice


def _approved(found: Rules, round_: Round, committee: Unit) -> list[Candidate]:
    move = found.procedure.move("publish")
    states = move.sources if move else ()
    rows = Candidate.objects.filter(round=round_, committee=committee, procedure=found.procedure.id)
    return list(rows.filter(state__in=states).select_related("unit", "proposer").order_by("unit__code"))


def paper(found: Rules, name: str) -> Publication:
    """Return the kind of publication by its id; the pack was checked to have it."""
    return found.pack.publication_by_id[name]


def body_of(found: Rules, publication: Publication, rows: Sequence[Candidate], language: str) -> dict[str, object]:
    """Return what stands on the paper: units and domains, never a person."""
    domains = {str(domain.id): domain.names.say(language) for domain in found.pack.vocabulary.domains}
    grades = {str(grade.id): grade.names.say(language) for grade in found.pack.grades.grades}

    def cell(row: Candidate, field: str) -> str:
        told = {"unit": row.unit.name, "domain": domains.get(row.unit.domain, "")}
        return told.get(field, grades.get(str(row.rests_on.get("grade", "")), ""))

    fields = list(publication.fields)
    return {"fields": fields, "rows": [[row.unit.code, *(cell(row, field) for field in fields)] for row in rows]}


def decide(by: By, found: Rules, notice: Notice) -> list[Candidate]:
    """Commend every unit of a notice that is over and whose objections are answered; then it is locked.

    Raises:
        Refusal: somebody else's committee, the term runs, an objection is open, or nothing waits.
    """
    with action(by.actor, "candidate.decide", key=by.key, content={"notice": notice.pk}) as event:
        if event.repeated:
            return list(Candidate.objects.filter(pk__in=event.result["commended"]))
        rows = on_notice(notice)
        refuse_others(by, notice.committee, [row.unit for row in rows])
        if not rows:
            raise refuse(
                notice.title,
                sentence("Nothing on this notice waits for a decision."),
                sentence("See the list of candidates for how each one stands."),
            )
        waiting = NoticeObjection.objects.filter(notice=notice, answered_on__isnull=True)
        about = list(waiting.values_list("unit_id", flat=True))

        def given(row: Candidate) -> Mapping[str, int]:
            return {"objections": sum(1 for unit in about if unit is None or unit == row.unit_id)}

        move_all(by, found, rows, Step(COMMENDED, given=given))
        event.about(rows[0], *rows[1:])
        event.note(notice=notice.pk, commended=len(rows))
        event.result = {"commended": [row.pk for row in rows]}
    return rows


def commended(found: Rules, round_: Round, committee: Unit) -> list[Candidate]:
    """Return the units that a committee has commended in a round, by code."""
    move = found.procedure.move(COMMENDED)
    rows = Candidate.objects.filter(round=round_, committee=committee, procedure=found.procedure.id)
    return list(rows.filter(state=move.to if move else "").select_related("unit").order_by("unit__code"))


def announce(by: By, found: Rules, round_: Round, committee: Unit, wording: Wording) -> Notice:
    """Put the list of the commended on the board, to inform.

    Raises:
        Refusal: somebody else's committee, nobody is commended yet, or the words name a person.
    """
    content = {"committee": committee.pk, "round": round_.pk, "title": wording.title}
    with action(by.actor, "candidate.announce", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        refuse_others(by, committee, [])
        rows = commended(found, round_, committee)
        if not rows:
            raise refuse(
                committee.name,
                sentence("This committee has commended nobody in this round."),
                sentence("Decide on the notice when its time is over."),
            )
        publication = paper(found, found.award.published)
        body = body_of(found, publication, rows, wording.language)
        notice, places = put_up(by, Place(committee, round_), (found.pack, publication), wording, body)
        event.about(notice)
        event.note(commended=len(rows), places=places)
        event.result = {"notice": notice.pk}
    return notice
