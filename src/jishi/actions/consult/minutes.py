"""Keep the minutes of a discussion meeting (D48) and what the superior says of a unit (D51)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from jishi.actions.consult.ground import By, hears, mark, refuse_deaf
from jishi.actions.self_assessment import Sheet, entries_of, sheet, to_enter
from jishi.core.access import Scope
from jishi.core.consult import hearing
from jishi.core.errors import sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.models.assess import Round
from jishi.store.models.consult import Minutes, Opinion
from jishi.store.models.org import Unit
from jishi.store.transact import action, change, late

SUPERIOR = "superior"


@dataclass(frozen=True)
class Meeting:
    """A discussion meeting: how many came, and what was said, without names."""

    on: date
    chair: str
    members: int | None
    public: int | None
    heard: str


@dataclass(frozen=True)
class Comment:
    """What the superior says.

    Attributes:
        answers: question id → as typed.
        version: of the opinion that was seen; 0 = there was none.
    """

    on: date
    words: str
    answers: Mapping[str, str]
    version: int = 0


def keep_minutes(by: By, unit: Unit, round_: Round, pack: Pack, meeting: Meeting) -> Minutes:
    """Keep the minutes of a meeting.

    Raises:
        Refusal: the role does not allow it, or the record is no record.
    """
    content = {"unit": unit.pk, "round": round_.pk, "meeting": asdict(meeting)}
    with action(by.actor, "minutes.keep", key=by.key, content=content) as event:
        if event.repeated:
            return Minutes.objects.get(pk=event.result["minutes"])
        refuse_deaf(by, unit)
        hearing.check(_met(unit, meeting), clock.today(), round_.cycle.starts_on)
        kept = Minutes.objects.create(
            round=round_,
            unit=unit,
            on=meeting.on,
            chair=meeting.chair.strip(),
            members=meeting.members or 0,
            public=meeting.public or 0,
            heard=meeting.heard.strip(),
            entered_by=by.actor,
        )
        mark(pack, round_, unit, "meeting")
        event.about(kept)
        event.note(unit=unit.pk, round=round_.pk, on=meeting.on)
        event.result = {"minutes": kept.pk}
    return kept


def _met(unit: Unit, meeting: Meeting) -> hearing.Heard:
    return hearing.Heard(
        where=f"{unit.name} ({unit.code})",
        on=meeting.on,
        texts={"chair": meeting.chair, "heard": meeting.heard},
        counts={"members": meeting.members, "public": meeting.public},
        must={
            "chair": sentence("Nobody says who chaired the meeting."),
            "heard": sentence("Nobody says what was heard at the meeting."),
        },
        most={"chair": 100},
    )


def asked(scope: Scope, unit: Unit, round_: Round, pack: Pack) -> Sheet | None:
    """Return what the superior is asked about a unit; None when its standard asks nothing of superiors."""
    return sheet(scope, unit, round_, pack, SUPERIOR) if hears(scope, unit) else None


def comment(by: By, unit: Unit, round_: Round, pack: Pack, said: Comment) -> Opinion:
    """Keep what the superior says of a unit: words with reasons, and answers; once a round, to be corrected.

    Raises:
        Refusal: the role does not allow it, there are no words, or somebody changed it meanwhile.
    """
    content = {"unit": unit.pk, "round": round_.pk, "said": {**asdict(said), "answers": dict(said.answers)}}
    with action(by.actor, "opinion.keep", key=by.key, content=content) as event:
        if event.repeated:
            return Opinion.objects.get(pk=event.result["opinion"])
        refuse_deaf(by, unit)
        hearing.check(_said(unit, said), clock.today(), round_.cycle.starts_on)
        form = to_enter(by.scope, unit, round_, pack, SUPERIOR)
        opinion = Opinion.objects.filter(round=round_, unit=unit).first()
        if opinion is None and said.version == 0:
            opinion = Opinion.objects.create(
                round=round_, unit=unit, on=said.on, words=said.words.strip(), entered_by=by.actor
            )
        elif opinion is None:
            raise late(f"{unit.name} ({unit.code})")
        else:
            change(opinion, said.version, on=said.on, words=said.words.strip(), entered_by=by.actor)
        written = stored.write(round_, entries_of(form, said.answers)) if form else stored.Written()
        mark(pack, round_, unit, "superior")
        event.about(opinion)
        event.note(unit=unit.pk, round=round_.pk, added=written.added, changed=written.changed)
        event.result = {"opinion": opinion.pk}
    return opinion


def _said(unit: Unit, said: Comment) -> hearing.Heard:
    return hearing.Heard(
        where=f"{unit.name} ({unit.code})",
        on=said.on,
        texts={"words": said.words},
        counts={},
        must={"words": sentence("The opinion has no words; an opinion without reasons helps nobody.")},
    )
