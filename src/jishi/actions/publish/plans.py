"""Put a unit's plan on its board: problem, remedy, deadline, who is responsible (D77, R10); take it down again."""

from collections.abc import Mapping, Sequence

from jishi.actions.improve.ground import called
from jishi.actions.improve.plans import plan_of
from jishi.actions.improve.remedies import elements, wish_of
from jishi.actions.improve.sheet import said_of
from jishi.actions.people.ground import By
from jishi.actions.posts.holding import By as Enterer
from jishi.actions.posts.holding import refuse_outside
from jishi.actions.publish.notices import Place, Wording, put_up
from jishi.actions.publish.persons import refuse_persons
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.core.improve import remedies as decisions
from jishi.packs.pack import Pack
from jishi.packs.schema.publications import Publication
from jishi.store.models.assess import Round
from jishi.store.models.improve import NoticedRemedy, Plan, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.transact import action, change

#: The one field of a plan that names a person: it stands on the board and not on the internet.
RESPONSIBLE = "responsible"
_REPLACED = {"zh-Hans": "已由新的公开内容替换", "zh-Hant": "已由新的公開內容替換", "en": "Replaced by a newer one"}
#: What may still stand on a board.
_TOLD = (Remedy.State.PLANNED, Remedy.State.PUBLISHED, Remedy.State.DONE, Remedy.State.VERIFIED)


def publication_of(pack: Pack) -> Publication | None:
    """Return the pack's kind of paper for plans; None = it has none."""
    return next((each for each in pack.publications if each.what == "plan"), None)


def publish_plan(by: By, pack: Pack, round_: Round, unit: Unit, wording: Wording) -> Notice:
    """Put the plan of a unit on its board; what was a draft is published with it, all of it or nothing.

    A paper of the same plan that still hangs is replaced.

    Raises:
        Refusal: with every element that is empty (R10), remedy by remedy; no plan, no remedy, a person is named
            where none belongs, or the role does not allow it.
    """
    content = {"unit": unit.pk, "round": round_.pk, "wording": repr(wording)}
    with action(by.actor, "plan.publish", key=by.key, content=content) as event:
        if event.repeated:
            return Notice.objects.get(pk=event.result["notice"])
        refuse_outside(Enterer(by.actor, by.scope), unit)
        plan, publication = _begun(round_, unit), _kind(pack)
        rows = _rows(unit, round_)
        drafts = [row for row in rows if row.published_on is None]
        _whole(unit, drafts)
        body = _body(pack, publication, rows, wording.language)
        refuse_persons(_plain(body), unit, wording.places)
        replaced = _replace(by, unit, round_, wording.language)
        notice, cleared = put_up(by, Place(unit, round_), (pack, publication), wording, body)
        NoticedRemedy.objects.bulk_create(NoticedRemedy(notice=notice, remedy=row) for row in rows)
        for row in drafts:
            # What was done before it was published stays done.
            state = Remedy.State.PUBLISHED if row.state == Remedy.State.PLANNED else row.state
            change(row, row.version, state=state, published_on=by.day)
        if plan.published_on is None:
            change(plan, plan.version, published_on=by.day)
        event.about(notice, plan, *drafts, *replaced)
        event.note(unit=unit.pk, round=round_.pk, remedies=len(rows), places=cleared)
        event.result = {"notice": notice.pk}
    return notice


def _begun(round_: Round, unit: Unit) -> Plan:
    plan = plan_of(round_, unit)
    if plan is None or not plan.goal.strip():
        raise refuse(
            called(unit),
            sentence("There is no plan for this round yet."),
            sentence("Write its goal first, or begin with one of the pack's plans."),
        )
    return plan


def _kind(pack: Pack) -> Publication:
    found = publication_of(pack)
    if found is None:
        raise refuse(pack.id, sentence("The pack has no such paper."), sentence("Add one to publications.yaml."))
    return found


def _rows(unit: Unit, round_: Round) -> list[Remedy]:
    kept = Remedy.objects.filter(unit=unit, state__in=_TOLD).select_related("unit", "problem")
    # What was verified in a year before is no part of this plan.
    kept = kept.exclude(state=Remedy.State.VERIFIED, verified_on__lt=round_.cycle.starts_on)
    rows = list(kept.order_by("problem__pk", "due_on", "pk"))
    if not rows:
        raise refuse(
            called(unit),
            sentence("The plan has no remedy."),
            sentence("Enter what is to be done, then publish it."),
        )
    return rows


def _whole(unit: Unit, drafts: Sequence[Remedy]) -> None:
    missing = [
        Complaint(f"{called(unit)} › {row.text[:30]}", each.what, each.fix)
        for row in drafts
        for each in decisions.lacking(elements(unit, wish_of(row)))
    ]
    if missing:
        raise Refusal(missing)


def _plain(body: Mapping[str, list]) -> str:
    """Return all words of a paper but those that may name a person: who is responsible."""
    cells = ((field, cell) for row in body["rows"] for field, cell in zip(body["fields"], row[1:], strict=True))
    return "\n".join(str(cell) for field, cell in cells if field != RESPONSIBLE)


def _body(pack: Pack, publication: Publication, rows: Sequence[Remedy], language: str) -> dict[str, list]:
    cells = {
        "unit": lambda row: row.unit.name,
        "problem": lambda row: said_of(pack, row.problem, language) if row.problem else "",
        "remedy": lambda row: row.text,
        "due": lambda row: row.due_on.isoformat() if row.due_on else "",
        RESPONSIBLE: lambda row: row.responsible,
    }
    fields = [field for field in publication.fields if field in cells]
    return {"fields": fields, "rows": [[row.unit.code, *(cells[field](row) for field in fields)] for row in rows]}


def _replace(by: By, unit: Unit, round_: Round, language: str) -> list[Notice]:
    hanging = Notice.objects.filter(
        committee=unit, round=round_, remedies__isnull=False, withdrawn_on__isnull=True, until__gte=by.day
    ).distinct()
    replaced = list(hanging)
    for old in replaced:
        change(old, old.version, withdrawn_on=by.day, withdrawn_why=_REPLACED.get(language, _REPLACED["en"]))
    return replaced
