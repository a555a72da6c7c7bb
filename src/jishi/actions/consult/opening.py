"""Open a consultation of the pack in a round, count the people who are asked, print their slips (D40-D54).

The unit that is asked about never handles slips: whoever stands above it counts, prints, hands out and collects.
"""

import secrets
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from jishi.actions.consult import occasions
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.ground import By, leads, refuse_absent, refuse_deaf
from jishi.actions.consult.occasions import Held, about, base_of, form_of, refuse_unled
from jishi.ballotbox.box import Box
from jishi.ballotbox.tables import State
from jishi.core.consult.questionnaire import PEOPLE
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.consultations import asks_for
from jishi.packs.pack import Pack
from jishi.packs.questions import questionnaire
from jishi.packs.schema.consultations import Ask
from jishi.packs.schema.consultations import Consultation as Written
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.org import Unit
from jishi.store.transact import action, change

_TOKEN = 4
#: How a consultation stands: as its box does; lost: it is open, and its box is not here; older: nor to be read.
Stands = State | Literal["lost", "older"]


@dataclass(frozen=True)
class People:
    """How many people an electorate has.

    Attributes:
        source: where the number comes from, in words.
        on: the day on which it was true.
        version: of the row that was seen; 0 = there was none, None = nobody looked (command line, sheet).
    """

    number: int
    source: str
    on: date
    version: int | None = None


@dataclass(frozen=True)
class _Answers:
    """Until when answers are taken (None = until the close), whether now or later, and of which occasion."""

    until: date | None
    later: bool = False
    held: Held | None = None


@dataclass(frozen=True)
class Electorate:
    """The people of one unit who are asked in a consultation.

    Attributes:
        ask: id of the ask inside the consultation: members, public …
        pack: the one that the round's cycle pins.
    """

    consultation: Consultation
    unit: Unit
    ask: str
    pack: Pack

    @property
    def called(self) -> str:
        """Return how sentences call the unit."""
        return f"{self.unit.name} ({self.unit.code})"

    def wanted(self) -> Ask:
        """Return what the pack says of them.

        Raises:
            Refusal: nobody of this name is asked about this unit, or the consultation is closed.
        """
        said = written(self.pack, self.consultation.code)
        found = [each for each in of_people(said, self.unit) if each.id == self.ask]
        if not found or not about(self.consultation, self.unit):
            raise refuse(
                self.called,
                sentence("Nobody of “%(ask)s” is asked about this unit.", ask=self.ask[:40]),
                sentence("Load the page again and choose from what it offers."),
            )
        if self.consultation.state != Consultation.State.OPEN:
            raise refuse_closed(self.called)
        return found[0]

    def asked(self) -> Ask:
        """Return what the pack says of them, if the unit stood in the tree on the round's day; one query.

        Raises:
            Refusal: it did not; or as :meth:`wanted`.
        """
        wanted = self.wanted()
        if is_lost(self.consultation):
            raise refuse_lost(self.called)
        refuse_absent(self.consultation.round, [self.unit])
        return wanted

    def row(self) -> Asked:
        """Return their row, made when there is none; call it inside an action.

        Raises:
            Refusal: the consultation was closed a moment ago.
        """
        hold(self.consultation)
        return Asked.objects.get_or_create(consultation=self.consultation, unit=self.unit, ask=self.ask)[0]


def hold(consultation: Consultation) -> None:
    """Keep a consultation open until the transaction ends: who counts and who closes wait for each other.

    Raises:
        Refusal: it was closed a moment ago, or its box is not on this machine.
    """
    if is_lost(consultation):
        raise refuse_lost(consultation.code)
    if Consultation.objects.select_for_update().get(pk=consultation.pk).state != Consultation.State.OPEN:
        raise refuse_closed(consultation.code)


def refuse_closed(where: str) -> Refusal:
    """Return the refusal of what comes after the close."""
    return refuse(
        where,
        sentence("This consultation is closed; it is never opened again."),
        sentence("Ask again in the next round."),
    )


def is_lost(consultation: Consultation) -> bool:
    """Say whether it is open and its box is not here: no backup holds a box, so a restored home has none."""
    if consultation.state != Consultation.State.OPEN or boxes().has(consultation.box):
        return False
    # Somebody may have closed it since it was read.
    return Consultation.objects.filter(pk=consultation.pk, state=Consultation.State.OPEN).exists()


def refuse_lost(where: str) -> Refusal:
    """Return the refusal of what needs the slips of a consultation that a backup brought here without them."""
    return refuse(
        where,
        sentence("The slips and answers of this consultation are not on this machine; no backup holds them."),
        sentence(
            "Put the folder “ballots” of the home where it was opened into this one, or end it without answers on "
            "the page of consultations."
        ),
    )


def box_of(consultation: Consultation) -> Box:
    """Return the box of a consultation that is open.

    Raises:
        Refusal: it is not on this machine.
    """
    if is_lost(consultation):
        raise refuse_lost(consultation.code)
    return boxes().box(consultation.box)


def written(pack: Pack, code: str) -> Written:
    """Return what the pack says of a consultation, or of an occasion of it.

    Raises:
        Refusal: it has no such consultation.
    """
    for each in pack.consultations:
        if each.id == base_of(code):
            return each
    raise refuse(
        code,
        sentence("The pack has no consultation of this name."),
        sentence("Choose one of: %(ids)s", ids=", ".join(each.id for each in pack.consultations) or "-"),
    )


def of_people(said: Written, unit: Unit | None = None) -> tuple[Ask, ...]:
    """Return the asks that people answer on slips; about a unit, or all."""
    asks = said.asks if unit is None else asks_for(said, unit.kind, unit.domain)
    return tuple(each for each in asks if each.electorate in PEOPLE)


def prepare(by: By, round_: Round, pack: Pack, code: str) -> Consultation:
    """Make a consultation ready in a round: people are counted and slips are printed, but answers are taken later
    (:func:`begin`), or on a host outside (:func:`jishi.actions.consult.outside.pack_out`).

    Raises:
        Refusal: as :func:`open_consultation`.
    """
    return _made(by, round_, pack, code, _Answers(until=None, later=True))


def open_consultation(by: By, round_: Round, pack: Pack, code: str, until: date | None = None) -> Consultation:
    """Open a consultation in a round: its box takes answers from now on.

    Raises:
        Refusal: the role does not allow it, it was held in this round, nobody is asked, or the last day is over.
    """
    return _made(by, round_, pack, code, _Answers(until))


def open_occasion(by: By, round_: Round, pack: Pack, code: str, held: Held) -> Consultation:
    """Open, or prepare, a consultation that is held many times, about one thing that was held.

    Raises:
        Refusal: see :func:`occasions.check`; or the last day is over.
    """
    return _made(by, round_, pack, code, _Answers(held.until, held.later, held))


def _made(by: By, round_: Round, pack: Pack, code: str, answers: _Answers) -> Consultation:
    held = answers.held
    content = {"round": round_.pk, "code": code, "until": answers.until, "later": answers.later}
    content |= {"held": held.plain()} if held else {}
    with ExitStack() as undo, action(by.actor, "consultation.open", key=by.key, content=content) as event:
        if event.repeated:
            return Consultation.objects.get(pk=event.result["consultation"])
        asks = _askable(by, round_, pack, code, held)
        name = f"{round_.number}-{code[:20]}-{secrets.token_hex(_TOKEN)}"
        code = occasions.next_code(round_, code) if held else code
        opened = Consultation.objects.create(
            round=round_, code=code, box=name, opened_on=clock.today(), until=answers.until
        )
        kept = [occasions.keep(opened, held)] if held else []
        forms = {each.questionnaire: form_of(opened, questionnaire(pack, each.questionnaire)) for each in asks}
        box = boxes().create(name, list(forms.values()))
        # A box has a database of its own: what fails from here on, to the last moment, takes it away again.
        undo.push(lambda fault, *_rest: _unmake(box) if fault else None)
        if not answers.later:
            box.open(clock.today(), answers.until)
        event.about(opened, *kept)
        event.note(round=round_.pk, code=code, until=answers.until, later=answers.later)
        event.result = {"consultation": opened.pk}
    return opened


def _askable(by: By, round_: Round, pack: Pack, code: str, held: Held | None) -> tuple[Ask, ...]:
    """Return whom a consultation asks on slips; refuse what may not be opened."""
    if held is None and not leads(by.scope):
        raise refuse(
            code,
            sentence("Your role opens no consultations: they ask the whole tree."),
            sentence("Ask the office that grades all of it."),
        )
    said = written(pack, code)
    if held is None and said.occasions == "many":
        raise refuse(
            code,
            sentence("This consultation asks about one thing that was held."),
            sentence("Say what it was, on which day, and which unit held it."),
        )
    asks = of_people(said)
    if not asks:
        raise refuse(
            code,
            sentence("Nobody answers this consultation on slips."),
            sentence("Write down what was heard on the page of visits."),
        )
    if held is not None:
        occasions.check(by, round_, said, held)
    elif Consultation.objects.filter(round=round_, code=code).exists():
        raise refuse(
            f"{round_} {code}",
            sentence("This consultation was opened in this round already; it is never opened again."),
            sentence("Go on with it, or ask again in the next round."),
        )
    return asks


def _unmake(box: Box) -> None:
    box.close()
    box.tables.close()
    boxes().destroy(box.round)


def begin(by: By, consultation: Consultation, until: date | None = None) -> Consultation:
    """Take the answers of a prepared consultation here from now on; of an open one, until another day.

    Raises:
        Refusal: the role does not allow it, it is closed, its answers are taken outside, or the last day is over.
    """
    with action(by.actor, "consultation.begin", f"consultation:{consultation.pk}") as event:
        refuse_unled(by, consultation, sentence("Your role opens no consultations: they ask the whole tree."))
        hold(consultation)
        change(consultation, consultation.version, until=until)
        event.about(consultation)
        event.note(code=consultation.code, until=until)
        # Last: a box has a database of its own and stays open, whatever goes wrong here.
        box_of(consultation).open(clock.today(), until)
    return consultation


def taken(consultation: Consultation) -> Stands:
    """Say whether answers are taken here ("open"), later ("prepared"), on a host outside ("away"), or no more."""
    if consultation.state == Consultation.State.CLOSED:
        return "closed"
    if is_lost(consultation):
        return "lost"
    return "older" if boxes().is_older(consultation.box) else box_of(consultation).state


def count_people(by: By, asked: Electorate, people: People) -> Asked:
    """Say how many people an electorate of a unit has, from which source, on which day.

    Raises:
        Refusal: the role does not allow it, it is no number, or somebody changed it meanwhile.
    """
    unit = asked.unit
    content = {"consultation": asked.consultation.pk, "unit": unit.pk, "ask": asked.ask, "people": asdict(people)}
    with action(by.actor, "electorate.count", key=by.key, content=content) as event:
        if event.repeated:
            return Asked.objects.get(pk=event.result["asked"])
        refuse_deaf(by, unit)
        asked.asked()
        check_people(asked, people)
        row = asked.row()
        # Who saw nobody counted is told when somebody has counted since.
        seen = people.version or (row.version if people.version is None or row.people is None else 0)
        change(
            row,
            seen,
            people=people.number,
            people_source=people.source.strip()[:100],
            people_on=people.on,
        )
        event.about(row)
        event.note(unit=unit.pk, ask=asked.ask, people=people.number)
        event.result = {"asked": row.pk}
    return row


def check_people(asked: Electorate, people: People) -> None:
    """Refuse what is no number of people with its source and its day.

    Raises:
        Refusal: it is none, or the consultation is closed.
    """
    asked.wanted()
    if not 0 < people.number <= 10_000_000 or not people.source.strip() or people.on > clock.today():
        raise refuse(
            asked.called,
            sentence("An electorate is a number of people with its source and its day."),
            sentence("Write how many there are, where the number comes from, and of which day it is."),
        )


def slips(by: By, asked: Electorate, count: int) -> tuple[str, ...]:
    """Return fresh codes to be printed at once; nobody can ask for the same ones again.

    Raises:
        Refusal: the role does not allow it, the number is out of bounds, or the consultation is closed.
    """
    unit = asked.unit
    refuse_deaf(by, unit)
    wanted = asked.asked()
    with action(by.actor, "slips.print", f"unit:{unit.pk}") as event:
        row = asked.row()
        codes = box_of(asked.consultation).add_slips(str(unit.pk), asked.ask, wanted.questionnaire, count)
        change(row, row.version, printed=row.printed + count)
        event.note(unit=unit.pk, ask=asked.ask, count=count)
    return codes


def spoil(by: By, row: Asked, version: int, count: int) -> Asked:
    """Say how many printed slips of an electorate were spoiled or left over, and destroyed.

    Raises:
        Refusal: more than were printed, the role does not allow it, it is closed, or somebody changed it meanwhile.
    """
    with action(
        by.actor, "slips.spoil", key=by.key, content={"asked": row.pk, "count": count, "version": version}
    ) as event:
        if event.repeated:
            return row
        hold(row.consultation)
        refuse_deaf(by, row.unit)
        if not 0 <= count <= row.printed:
            raise refuse(
                f"{row.unit.name} ({row.unit.code})",
                sentence(
                    "%(count)s of %(printed)s printed slips cannot be left.", count=count, printed=row.printed
                ),
                sentence("Count again what was handed out and what is left."),
            )
        change(row, version, spoiled=count)
        event.about(row)
        event.note(unit=row.unit_id, ask=row.ask, count=count)
    return row
