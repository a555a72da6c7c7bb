"""Keep what a visitor saw (D50, D213): the record of three parts, and the answers that become facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.consult.ground import By, hears, mark, refuse_deaf
from jishi.actions.self_assessment import Sheet, entries_of, sheet, to_enter
from jishi.core.access import Scope
from jishi.core.consult import hearing
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.digests import keyed
from jishi.store.models.assess import Round
from jishi.store.models.consult import Visit
from jishi.store.models.org import Unit
from jishi.store.models.posts import Team
from jishi.store.transact import action

VISITOR = "visitor"


@dataclass(frozen=True)
class Seen:
    """A visit as it was written down.

    Attributes:
        answers: question id → as typed.
        key: the phone's own key of the record; the same key is one visit for ever, whoever sends it.
    """

    on: date
    visitors: str
    talk: str = ""
    life: str = ""
    faces: int | None = None
    heard: str = ""
    team: Team | None = None
    answers: Mapping[str, str] | None = None
    key: str = ""


@dataclass(frozen=True)
class Kept:
    """What became of a visit.

    Attributes:
        created: False = this very record had arrived before.
        written: how many facts are new or changed.
        missing: which of the three parts were not done.
    """

    visit: Visit
    created: bool
    written: int
    missing: tuple[str, ...]


class AnotherVisit(Refusal):
    """The key of this visit belongs to one that is kept already, with another content."""


def asked(scope: Scope, unit: Unit, round_: Round, pack: Pack) -> Sheet | None:
    """Return what a visitor is asked about a unit; None when its standard asks nothing of visitors."""
    return sheet(scope, unit, round_, pack, VISITOR) if hears(scope, unit) else None


def keep(by: By, unit: Unit, round_: Round, pack: Pack, seen: Seen) -> Kept:
    """Keep a visit and its answers, exactly once for its key.

    Raises:
        Refusal: the role does not allow it, the record is no record, an answer is no value, the round is locked,
            or the same key came with another content.
    """
    content = _content(unit, round_, seen)
    before = Visit.objects.filter(key=seen.key).first() if seen.key else None
    if before is not None:
        return _again(before, content, unit)
    refuse_deaf(by, unit)
    hearing.check(_heard(unit, seen), clock.today(), round_.cycle.starts_on)
    form = to_enter(by.scope, unit, round_, pack, VISITOR)
    # What was not looked at, or is held and right, is left empty; it takes nothing back of an earlier visit.
    answers = {id: text for id, text in (seen.answers or {}).items() if text.strip()}
    entries = [each for each in entries_of(form, answers) if each.value is not None] if form else []
    try:
        return _write(by, Visit(round=round_, unit=unit, content=content), seen, pack, entries)
    except IntegrityError:
        # The same record came twice in the same moment; the first has written it.
        return _again(Visit.objects.get(key=seen.key), content, unit)


def _write(by: By, visit: Visit, seen: Seen, pack: Pack, entries: list[stored.Entry]) -> Kept:
    subject = f"unit:{visit.unit_id}"
    with action(by.actor, "visit.keep", subject) as event:
        visit.on, visit.team, visit.visitors = seen.on, seen.team, seen.visitors.strip()
        visit.talk, visit.life, visit.faces = seen.talk.strip(), seen.life.strip(), seen.faces
        visit.heard, visit.key, visit.entered_by = seen.heard.strip(), seen.key or None, by.actor
        with transaction.atomic():
            visit.save()
        written = stored.write(visit.round, entries)
        mark(pack, visit.round, visit.unit, "visit")
        event.about(visit)
        event.note(round=visit.round_id, unit=visit.unit_id, added=written.added, changed=written.changed)
    missing = hearing.missing_parts(visit.talk, visit.life, visit.faces)
    return Kept(visit, True, written.added + written.changed, missing)


def _again(visit: Visit, content: str, unit: Unit) -> Kept:
    if visit.content != content:
        what = sentence("A visit with this key was kept before, with another content; it was not changed.")
        fix = sentence("Look at the visit that is kept; if this is another one, write it down anew.")
        raise AnotherVisit([Complaint(f"{unit.name} ({unit.code})", what, fix)])
    return Kept(visit, False, 0, hearing.missing_parts(visit.talk, visit.life, visit.faces))


def _content(unit: Unit, round_: Round, seen: Seen) -> str:
    said = (unit.pk, round_.pk, seen.on, seen.visitors, seen.talk, seen.life, seen.faces, seen.heard)
    return keyed(seen.key.encode(), [*said, dict(seen.answers or {})])


def _heard(unit: Unit, seen: Seen) -> hearing.Heard:
    return hearing.Heard(
        where=f"{unit.name} ({unit.code})",
        on=seen.on,
        texts={"visitors": seen.visitors, "talk": seen.talk, "life": seen.life, "heard": seen.heard},
        counts={"faces": seen.faces},
        must={"visitors": sentence("Nobody says who went.")},
        most={"visitors": 200},
    )
