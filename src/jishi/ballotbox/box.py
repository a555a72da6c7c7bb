"""The box of one round: slips go out, answers come in, tallies are read once, and then it is gone."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from jishi.ballotbox import paper
from jishi.ballotbox.key import Key
from jishi.ballotbox.outcome import Outcome
from jishi.ballotbox.tables import Issued, Slip, State, Tables
from jishi.ballotbox.tally import Tallies, tallied
from jishi.core.consult import codes
from jishi.core.consult.questionnaire import Questionnaire, check
from jishi.core.errors import Refusal, Sentence, refuse, sentence

#: A clock that was corrected around midnight is no reason to turn people away.
_SLACK = timedelta(days=1)
MOST_SLIPS = 100_000
#: So many kinds of slips are put in at once.
_TURN = 200
_written = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


class Handed(NamedTuple):
    """One filled-in form.

    Attributes:
        digest: of its code, made with the key of the box.
        given: question id → what was typed.
    """

    digest: bytes
    given: Mapping[str, object]


class Box:
    """The box of one round. One object serves one thread; :meth:`again` gives another."""

    def __init__(self, round: str, tables: Tables, key: Key) -> None:
        self.round = round
        self.tables = tables
        self.key = key
        self._asked: dict[str, Questionnaire] = {}
        self._day: date | None = None

    def again(self) -> "Box":
        """Return the same box for another thread."""
        return Box(self.round, self.tables.again(), self.key)

    def make(self, questionnaires: Sequence[Questionnaire]) -> None:
        """Make its tables and put the questionnaires in."""
        self.tables.make()
        with self.tables.turn():
            self.tables.keep(state="prepared", until="", reached="")
            self.tables.add_papers({asked.id: json.dumps(paper.written(asked)) for asked in questionnaires})

    # ── before and after ────────────────────────────────────────────────────────────────────────────────────

    @property
    def state(self) -> State:
        """Whether it is prepared, open, closed, or away on a host outside."""
        return _state(self.tables.settings())

    @property
    def until(self) -> date | None:
        """The last day on which it takes answers; None = until it is closed."""
        said = self.tables.settings()["until"]
        return date.fromisoformat(said) if said else None

    def questionnaires(self) -> dict[str, Questionnaire]:
        """Return its questionnaires by id."""
        if not self._asked:
            self._asked = {asked.id: asked for asked in map(paper.read, map(json.loads, self.tables.papers()))}
        return self._asked

    def add_slips(self, unit: str, electorate: str, questionnaire: str, count: int) -> tuple[str, ...]:
        """Return fresh codes to print, in an order that says nothing; the box keeps their digests only.

        Raises:
            Refusal: the round is closed or away, there is no such questionnaire, or the number is out of bounds.
        """
        return self.add_slips_of([(unit, electorate, questionnaire, count)])[0]

    def add_slips_of(self, wanted: Sequence[tuple[str, str, str, int]]) -> list[tuple[str, ...]]:
        """Return fresh codes for many at once: unit, electorate, questionnaire, count; see :meth:`add_slips`."""
        for _unit, _electorate, questionnaire, count in wanted:
            self._check_slips(questionnaire, count)
        made = [{self.digest(code): code for code in _fresh(count)} for *_of, count in wanted]
        groups = list(zip(wanted, made, strict=True))
        for place in range(0, len(groups), _TURN):
            # Whoever answers gets a turn in between; a crash leaves slips whose codes nobody knows.
            with self.tables.turn():
                self.must_be("prepared", "open")
                for (unit, electorate, questionnaire, _count), some in groups[place : place + _TURN]:
                    self.tables.add_slips(sorted(some), unit, electorate, questionnaire)
        return [_shuffled(some.values()) for some in made]

    def _check_slips(self, questionnaire: str, count: int) -> None:
        if questionnaire not in self.questionnaires():
            raise self._refuse(
                sentence('There is no questionnaire "%(id)s" in this round.', id=questionnaire),
                sentence("Choose one of: %(ids)s", ids=", ".join(sorted(self.questionnaires()))),
            )
        if not 1 <= count <= MOST_SLIPS:
            raise self._refuse(
                sentence("%(count)s slips cannot be made at once.", count=count),
                sentence("Enter a number from 1 to %(most)s.", most=MOST_SLIPS),
            )

    def digest(self, code: str) -> bytes:
        """Return what this box knows of a code, however it is written.

        Raises:
            Refusal: it is none.
        """
        return self.key.digest(codes.read(code))

    def open(self, today: date, until: date | None = None) -> None:
        """Take answers from now on; again while it is open, to change its last day.

        Raises:
            Refusal: it is closed (it is never opened again), away, or the last day is over.
        """
        if until and until < today:
            raise self._refuse(
                sentence("The last day %(day)s is over.", day=until.isoformat()),
                sentence("Choose today or a later day."),
            )
        with self.tables.turn():
            self.must_be("prepared", "open")
            self.tables.keep(state="open", until=until.isoformat() if until else "", reached=today.isoformat())

    def close(self) -> None:
        """Take no answer any more, for ever.

        Raises:
            Refusal: it is closed already, or away.
        """
        with self.tables.turn():
            self.must_be("prepared", "open")
            self.tables.keep(state="closed")

    def tally(self) -> Tallies:
        """Return what was answered, counted; only of a closed box, so that nobody watches it grow.

        Raises:
            Refusal: it is not closed.
        """
        self.must_be("closed")
        return tallied(self.issued(), self.answers(), self.questionnaires())

    def issued(self, unit: str | None = None) -> list[Issued]:
        """Return how many slips of each kind there are and were used, at any time; of one unit, or of all."""
        return self.tables.issued(unit)

    def answers(self) -> Iterator[dict[str, Any]]:
        """Return every answer in the order of its random id: unit, electorate, questionnaire, given."""
        for sealed in self.tables.every_answer():
            unit, electorate, questionnaire, given = json.loads(self.key.unseal(sealed))
            yield {"unit": unit, "electorate": electorate, "questionnaire": questionnaire, "given": given}

    # ── while it is open ────────────────────────────────────────────────────────────────────────────────────

    def look(self, digest: bytes, today: date) -> tuple[Outcome | None, Slip | None]:
        """Return why a code cannot be used now (None = it can), and its slip (None = it is not of this box)."""
        slip = self.tables.slips([digest]).get(digest)
        if not slip:
            return Outcome("foreign"), None
        shut = _shut(self.tables.settings(), today)
        return shut or (Outcome("used") if slip.used else None), slip

    def count(self, handed: Sequence[Handed], today: date) -> list[Outcome]:
        """Count answers in one transaction; whoever is told "counted" is on the disk.

        Returns:
            One outcome for each, in their order.

        Raises:
            Exception: the database fails; then nothing of this batch was counted.
        """
        self._reach(today)
        slips = self.tables.slips([each.digest for each in handed])
        found = [self._checked(each, slips.get(each.digest)) for each in handed]
        sealed: dict[bytes, bytes] = {}
        firsts = []
        for each, ready in zip(handed, found, strict=True):
            firsts.append(isinstance(ready, bytes) and each.digest not in sealed)
            if isinstance(ready, bytes):
                sealed.setdefault(each.digest, ready)
        shut, used = self._count(sealed, today) if slips else (None, set())
        outcomes = []
        for each, ready, first in zip(handed, found, firsts, strict=True):
            if each.digest not in slips:
                outcomes.append(Outcome("foreign"))
            elif shut:
                outcomes.append(shut)
            elif isinstance(ready, Outcome):
                outcomes.append(ready)
            else:
                outcomes.append(Outcome("counted" if first and each.digest in used else "used"))
        return outcomes

    def _checked(self, handed: Handed, slip: Slip | None) -> bytes | Outcome:
        if not slip:
            return Outcome("foreign")
        if slip.used:
            return Outcome("used")
        checked = check(self.questionnaires()[slip.questionnaire], handed.given)
        if checked.faults:
            return Outcome("faulty", checked.faults)
        kept = (slip.unit, slip.electorate, slip.questionnaire, checked.answers)
        return self.key.seal(_written(kept).encode())

    def _count(self, sealed: dict[bytes, bytes], today: date) -> tuple[Outcome | None, set[bytes]]:
        with self.tables.turn():
            settings = self.tables.settings()
            shut = _shut(settings, today)
            if shut or not sealed:
                return shut, set()
            used = self.tables.use(list(sealed.items()))
        return None, used

    def _reach(self, today: date) -> None:
        """Remember the latest day on which it took answers: a clock that is set back later is noticed."""
        if self._day == today:
            return
        settings = self.tables.settings()
        if _state(settings) == "open" and today.isoformat() > settings["reached"]:
            with self.tables.turn():
                self.tables.keep(reached=today.isoformat())
        self._day = today

    # ── what is wrong ───────────────────────────────────────────────────────────────────────────────────────

    def must_be(self, *wanted: State) -> None:
        """Refuse unless it is in one of these states."""
        state = self.state
        if state in wanted:
            return
        match state:
            case "closed":
                what = sentence("This round is closed; it is never opened again.")
                fix = sentence("Open another round to ask again.")
            case "away":
                what = sentence("The answers of this round are taken on a host outside.")
                fix = sentence("Take them in first: jishi intake take-in FILE")
            case _ if "closed" in wanted:
                what = sentence("This round is not closed yet; nothing is counted before.")
                fix = sentence("Close it first.")
            case _ if "away" in wanted:
                what = sentence("This round did not go out in a file, so no file comes back.")
                fix = sentence("Close it here.")
            case _:
                what = sentence("This round is open already; its answers are taken here.")
                fix = sentence("Let another round go out, before it is opened.")
        raise self._refuse(what, fix)

    def _refuse(self, what: Sentence, fix: Sentence) -> Refusal:
        return refuse(self.round, what, fix)


def _shut(settings: Mapping[str, str], today: date) -> Outcome | None:
    match _state(settings):
        case "prepared":
            return Outcome("early")
        case "away":
            return Outcome("foreign")
        case "closed":
            return Outcome("closed")
    reached = date.fromisoformat(settings["reached"])
    if today < reached - _SLACK:
        return Outcome("clock")
    until = settings["until"]
    return Outcome("closed") if until and max(today, reached) > date.fromisoformat(until) else None


def _state(settings: Mapping[str, str]) -> State:
    state: Any = settings["state"]
    return state  # type: ignore[no-any-return]


def _shuffled(codes: Iterable[str]) -> tuple[str, ...]:
    listed = list(codes)
    secrets.SystemRandom().shuffle(listed)
    return tuple(listed)


def _fresh(count: int) -> Iterator[str]:
    made: set[str] = set()
    while len(made) < count:
        made.add(codes.coded(secrets.token_bytes(codes.BYTES)))
    return iter(made)
