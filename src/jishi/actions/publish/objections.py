"""Objections to a notice: taken with a fresh receipt code or with a name, answered within their term."""

import secrets
from dataclasses import dataclass

from django.db.models import Q

from jishi.actions.awards.moving import leave_notice
from jishi.actions.cases.deciding import Way, move_all
from jishi.actions.cases.ground import Docket
from jishi.actions.people.ground import By
from jishi.actions.publish.notices import end_of, is_up, may_publish
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of
from jishi.store import vault
from jishi.store.models.assess import Grade
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice, NoticeObjection
from jishi.store.transact import action, change

#: Letters that cannot be mistaken for each other when they are read from paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LONGEST = 2000
#: More in a day than this come from a machine, and are asked to come on paper.
MOST_A_DAY = 200
FIELD = "objection-receipt"


@dataclass(frozen=True)
class Said:
    """What somebody objects.

    Attributes:
        unit: code of the unit that it is about; empty = the whole notice.
        name, contact: only where the sender gives them.
    """

    text: str
    unit: str = ""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Reply:
    """What is answered to an objection.

    Attributes:
        upheld: it was right.
    """

    words: str
    upheld: bool = False


def object_to(by: By, pack: Pack, notice: Notice, said: Said) -> str:
    """Take an objection; return its receipt code, which is told once and kept nowhere.

    The event names the notice only: neither who sent it nor a word of it.

    Raises:
        Refusal: the notice is over or takes none, nothing is written, no such unit stands on it, or too many came.
    """
    text = said.text.strip()[:LONGEST]
    if notice.kind != Notice.Kind.NOTICE or not is_up(notice, by.day):
        raise refuse(
            notice.title,
            sentence("Objections are taken only while the notice is on the board."),
            sentence("Tell it to the committee in person."),
        )
    if not text:
        raise refuse(notice.title, sentence("Nothing is written."), sentence("Write what is not right."))
    if NoticeObjection.objects.filter(notice=notice, received_on=by.day).count() >= MOST_A_DAY:
        raise refuse(
            notice.title,
            sentence("Too many came today."),
            sentence("Bring it on paper, or come again tomorrow."),
        )
    unit = _noticed(notice, said.unit)
    code = _fresh()
    publication = pack.publication_by_id.get(notice.publication)
    term = publication.answer if publication else None
    calendar = calendar_of(pack)
    with action(by.actor, "objection.take") as event:
        keys = vault.keys()
        kept = NoticeObjection.objects.create(
            notice=notice,
            unit=unit,
            receipt=keys.index(plain(code), FIELD),
            received_on=by.day,
            due_on=end_of(term, by.day, calendar) if term else notice.until,
        )
        place = f"noticeobjection:{kept.pk}"
        sealed = {"text": text, "name": said.name.strip()[:100], "contact": said.contact.strip()[:200]}
        for field, words in sealed.items():
            setattr(kept, field, keys.seal(words, f"{place}:{field}") if words else None)
        kept.save()
        event.about(kept)
        event.note(notice=notice.pk)
    return code


def answer(by: By, docket: Docket | None, objection: NoticeObjection, version: int, reply: Reply) -> None:
    """Answer an objection; where it was right, the unit's grade goes back to the committee.

    Raises:
        Refusal: somebody else's, nothing is written, it is answered already, or somebody changed it meanwhile.
    """
    notice = objection.notice
    content = {"objection": objection.pk, "words": reply.words, "upheld": reply.upheld}
    with action(by.actor, "objection.answer", key=by.key, content=content) as event:
        if event.repeated:
            return
        may_publish(by, notice.committee)
        if not reply.words.strip():
            raise refuse(notice.title, sentence("Nothing is written."), sentence("Write the answer."))
        if objection.answered_on is not None:
            raise refuse(
                notice.title,
                sentence("This objection was answered already."),
                sentence("Load the page again to see the answer."),
            )
        rows: list[Grade] = []
        if reply.upheld and objection.unit_id and docket is not None:
            found = Grade.objects.filter(
                round=notice.round, unit=objection.unit_id, state__in=("notice", "approved")
            )
            rows = move_all(by, docket, list(found.select_related("unit", "meeting")), Way("uphold", reply.words))
        candidates = (
            leave_notice(by, notice, "uphold", reply.words, objection.unit_id)
            if reply.upheld and objection.unit_id
            else []
        )
        change(objection, version, answer=reply.words.strip()[:LONGEST], answered_on=by.day, upheld=reply.upheld)
        event.about(objection, *rows, *candidates)
        event.note(notice=notice.pk, upheld=reply.upheld)


def by_receipt(notice: Notice, code: str) -> NoticeObjection | None:
    """Return the objection of a receipt code; None = there is none."""
    wanted = vault.index(plain(code), FIELD)
    return NoticeObjection.objects.filter(notice=notice, receipt=wanted).first()


def words_of(objection: NoticeObjection, field: str) -> str:
    """Return what was written; empty = nothing, or destroyed after its term."""
    sealed = getattr(objection, field)
    return vault.unseal(sealed, f"noticeobjection:{objection.pk}:{field}") if sealed else ""


def plain(code: str) -> str:
    """Return a receipt code without what people type between its letters."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def _fresh() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _noticed(notice: Notice, code: str) -> Unit | None:
    if not code:
        return None
    stands = Q(grades__noticed__notice=notice) | Q(noticed__notice=notice) | Q(candidates__notice=notice)
    found = Unit.objects.filter(stands, code=code).first()
    if found is None:
        raise refuse(
            code, sentence("No unit of this code stands on the notice."), sentence("Choose one that stands on it.")
        )
    return found
