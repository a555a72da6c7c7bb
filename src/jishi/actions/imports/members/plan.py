"""The rows of a sheet of members against the members who stand: who is added, what changes, what is wrong.

Rows come and go some thousand at a time. Of those that passed only a trace is held, to know an identity number and
a namesake again; what they say goes to whoever keeps it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from jishi.actions.imports.members import faults
from jishi.actions.imports.members.branches import Branches
from jishi.actions.imports.members.row import MEMBER, PERSON, Said, check, read
from jishi.actions.people import finding, leaders
from jishi.actions.people.finding import Found, Named
from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.core.people.identity import looks_ruined
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.workbook import Remark, Spot
from jishi.store import persons
from jishi.store.access import in_force
from jishi.store.models.people import Member, Person
from jishi.store.vault import Keys

# Errors and notes that are listed; whoever has more mends these first.
LISTED = 20_000


@dataclass(frozen=True)
class Change:
    """What a row changes of a member who stands.

    Attributes:
        person, member: field → new value.
    """

    said: Said
    standing: Member
    person: dict[str, object]
    member: dict[str, object]


@dataclass
class Part:
    """What some rows of a sheet would do.

    Attributes:
        added: to be entered; with the record that is there already, where somebody comes back.
        changed: what changes.
        same: rows that say what is known already.
        errors: why rows cannot be taken.
        notes: what should be known.
    """

    added: list[tuple[Said, Person | None]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def without_errors(self) -> int:
        """Leave out the rows with an error; return how many there are."""
        bad = {(error.spot.sheet, error.spot.row) for error in self.errors}
        if bad:
            self.added = [pair for pair in self.added if (pair[0].row.sheet, pair[0].row.row) not in bad]
            self.changed = [one for one in self.changed if (one.said.row.sheet, one.said.row.row) not in bad]
        return len(bad)


@dataclass
class Plan:
    """What an import of members would do, in numbers.

    Attributes:
        rows: of the sheet.
        added, changed, same, refused: of them.
        errors, notes: the first ones.
        more: errors that are not listed.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    errors: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    more: int = 0

    def count(self, part: Part, rows: int) -> None:
        """Add the numbers of a part."""
        self.rows += rows
        self.refused += part.without_errors()
        self.added, self.changed = self.added + len(part.added), self.changed + len(part.changed)
        self.same += part.same
        room = LISTED - len(self.errors)
        self.errors += part.errors[:room]
        self.more += len(part.errors[room:])
        self.notes += part.notes[: LISTED - len(self.notes)]

    def end(self, *, good_rows: bool) -> None:
        """Close the sums; unless good rows are taken by themselves, one error refuses all."""
        if self.more:
            what = sentence("%(count)s more errors are not listed.", count=self.more)
            self.errors.append(Remark(Spot(), what, sentence("Correct these first, then send the file again.")))
        if self.refused and not good_rows:
            self.added = self.changed = 0
            self.refused = self.rows


@dataclass(frozen=True)
class Grounds:
    """What rows are checked against.

    Attributes:
        branches: where the asker may bring members in.
        scope: what the asker may see.
        vault: the keys that find a number again.
        today: nothing lies after it.
        leaders: ids of those whom only a unit above keeps and for whom a row was taken.
    """

    branches: Branches
    scope: Scope
    vault: Keys
    today: date
    leaders: set[int] = field(default_factory=set)


class Trace(NamedTuple):
    """What of a row is remembered until the last one, to tell two of one name in one branch apart."""

    row: int
    identity_index: bytes
    registered: str
    born_on: date | None

    def told_apart(self, other: "Trace") -> bool:
        """Say whether something tells two rows of one name in one branch apart."""
        return any(one and two and one != two for one, two in zip(self[1:], other[1:], strict=True))


Keep = Callable[[Part], None]


def plan(parts: Iterable[Staged], grounds: Grounds, keep: Keep, *, good_rows: bool) -> Plan:
    """Check the rows and say what would change.

    Args:
        parts: the rows, read, some thousand at a time.
        grounds: what they are checked against.
        keep: takes what passed, part by part; after an error nothing more, unless good rows are taken.
        good_rows: leave out bad rows; otherwise one error refuses all.
    """
    found, reader = Plan(), _Reader(grounds)
    for staged in parts:
        part = Part(errors=list(staged.errors), notes=list(staged.notes))
        _lay_over(list(reader.said(staged, part)), grounds, part)
        found.count(part, len(staged.rows))
        if good_rows or not found.refused:
            keep(part)
    if reader.lost:
        found.notes.append(reader.lost_elsewhere())
    found.end(good_rows=good_rows)
    return found


class _Reader:
    """Reads rows, and remembers across parts where an identity number stood first."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._first: dict[bytes, tuple[str, int]] = {}
        self._namesakes: dict[tuple[int, str], list[Trace]] = {}
        self._lost_row: StagedRow | None = None
        self.lost = 0

    def said(self, staged: Staged, part: Part) -> Iterator[Said]:
        """Yield what the rows say; those that say nothing that can be looked at become errors."""
        grounds = self._grounds
        grounds.branches.learn(staged.rows)
        for row in staged.rows:
            if "name" in row.unread:
                continue
            unit = grounds.branches.of(row)
            if isinstance(unit, Remark):
                part.errors.append(unit)
                continue
            said = _indexed(read(row, unit), grounds.vault)
            part.errors.extend(check(said, grounds.today))
            if looks_ruined(said.identity):
                part.notes.append(faults.maybe_ruined(said))
            if row.values.get("lost") == 1:
                self.lost += 1
                self._lost_row = self._lost_row or row
            here = row.sheet, row.row
            before = self._first.setdefault(said.identity_index, here) if said.identity_index else here
            if before is not here:
                part.errors.append(faults.twice(said, before[1]))
                continue
            trace = Trace(row.row, said.identity_index, said.registered, said.born_on)
            called_so = self._namesakes.setdefault((unit, said.name), [])
            same = next((each for each in called_so if not trace.told_apart(each)), None)
            called_so.append(trace)
            if same is not None:
                part.errors.append(faults.nothing_apart(said, same.row))
                continue
            yield said

    def lost_elsewhere(self) -> Remark:
        """Say that the list of the lost is not filled from here."""
        assert self._lost_row is not None
        return Remark(
            self._lost_row.spot("lost"),
            sentence(
                "%(count)s members are said to be lost; that list is restricted and not filled from here.",
                count=self.lost,
            ),
            sentence("Enter each search on the member's page, at the branch or the unit above it."),
        )


def _indexed(said: Said, vault: Keys) -> Said:
    return replace(
        said,
        identity_index=persons.index_of(vault, "identity", said.identity) if said.identity else b"",
        phone_index=persons.index_of(vault, "phone", said.phone) if said.phone else b"",
    )


def _lay_over(batch: Sequence[Said], grounds: Grounds, part: Part) -> None:
    people = _people(batch)
    present = _present(batch, people.values(), grounds.today)
    in_branch: dict[tuple[int, str], list[Member]] = {}
    for member in present:
        in_branch.setdefault((member.unit_id, member.person.name), []).append(member)
    by_person = {member.person_id: member for member in present}
    by_number = {member.registered: member for member in present if member.registered}
    unknown = []
    for said in batch:
        known = people.get(said.identity_index) if said.identity_index else None
        standing = by_person.get(known.pk) if known else None
        if standing is None and known is None:
            standing = by_number.get(said.registered) or _same(said, in_branch.get((said.unit, said.name), []))
        if known is None and standing is None:
            unknown.append(said)
        else:
            _take(said, known, standing, grounds, part)
    _take_found(unknown, grounds, part)


def _take_found(unknown: Sequence[Said], grounds: Grounds, part: Part) -> None:
    """Take those whom no number and no membership tells: perhaps the register knows them by a post they hold."""
    named = [
        Named(said.unit, said.name, said.born_on, said.identity, said.phone, said.registered) for said in unknown
    ]
    # A namesake in a unit below is another person: members are named in their own branch.
    who = finding.find(named, below=False)
    who = _leaders(unknown, named, who, (grounds, part))
    ids = [each.person for each in who if each.person is not None]
    people = {person.pk: person for person in _left(Person.objects.filter(pk__in=ids))}
    present = Member.objects.filter(in_force(grounds.today), person__in=ids).select_related("person", "unit")
    standing = {member.person_id: member for member in present}
    for said, each in zip(unknown, who, strict=True):
        if each.fault is not None:
            part.errors.append(Remark(said.row.spot("name"), each.fault.what, each.fault.fix))
            continue
        person = people.get(each.person) if each.person else None
        _take(said, person, standing.get(person.pk) if person else None, grounds, part)


def _leaders(
    unknown: Sequence[Said], named: Sequence[Named], who: Sequence[Found], where: tuple[Grounds, Part]
) -> list[Found]:
    """Return who is meant, with those whom only a unit above keeps; each of them is one row's only."""
    grounds, part = where
    asking = [each.person is None and each.fault is None for each in who]
    above = iter(leaders.above([each for each, asks in zip(named, asking, strict=True) if asks]))
    found = []
    for said, each, asks in zip(unknown, who, asking, strict=True):
        leader = next(above) if asks else None
        if leader is None or leader in grounds.leaders:
            found.append(each)
            continue
        grounds.leaders.add(leader)
        part.notes.append(faults.maybe_leader(said))
        found.append(Found(leader))
    return found


def _take(said: Said, known: Person | None, standing: Member | None, grounds: Grounds, part: Part) -> None:
    if known is not None and known.died_on is not None:
        part.errors.append(faults.died(said, known.died_on))
    elif standing is None:
        _add(said, known, part)
    elif standing.unit_id != said.unit:
        part.errors.append(faults.elsewhere(said, standing, grounds.scope))
    else:
        _compare(said, standing, part)


def _people(batch: Iterable[Said]) -> dict[bytes, Person]:
    wanted = [said.identity_index for said in batch if said.identity_index]
    return {bytes(p.identity_index): p for p in _left(Person.objects.filter(identity_index__in=wanted))}


def _left(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return people with ``left``: when each left the last branch; null = was in none, or still is."""
    return people.annotate(left=Max("memberships__to_on"))


def _present(batch: Sequence[Said], people: Iterable[Person], today: date) -> list[Member]:
    """Return the members whom rows may mean; each way of meaning them is a query that has an index of its own."""
    numbers = {said.registered for said in batch} - {""}
    names = {said.name for said in batch}
    ways = [
        Q(person__in=[person.pk for person in people]),
        Q(unit__in={said.unit for said in batch}, person__name__in=names),
        Q(registered__in=numbers),
    ]
    found: dict[int, Member] = {}
    for way in ways:
        for member in Member.objects.filter(way, in_force(today)).select_related("person", "unit"):
            found[member.pk] = member
    return list(found.values())


def _same(said: Said, named: Sequence[Member]) -> Member | None:
    """Return the one member of the branch with this name whom nothing tells apart; None = nobody, or several."""
    fitting = [
        member
        for member in named
        if not (said.identity_index and member.person.identity_index)
        and not (said.born_on and member.person.born_on and said.born_on != member.person.born_on)
        and not (said.registered and member.registered and said.registered != member.registered)
    ]
    sure = [member for member in fitting if said.born_on and said.born_on == member.person.born_on]
    return (sure or fitting)[0] if len(sure or fitting) == 1 else None


def _add(said: Said, known: Person | None, part: Part) -> None:
    left: date | None = known.left if known else None  # type: ignore[attr-defined]
    if left is not None and said.since is not None and said.since < left:
        what = sentence("This person was in another branch until %(on)s.", on=left.isoformat())
        fix = sentence("Write a later first day in this branch.")
        part.errors.append(Remark(said.row.spot("since"), what, fix))
    elif not said.status:
        what = sentence("The status is missing.")
        fix = sentence("Write full member, probationary, candidate, activist or applicant.")
        part.errors.append(Remark(said.row.spot("status"), what, fix))
    else:
        part.added.append((said, known))


def _compare(said: Said, standing: Member, part: Part) -> None:
    person = {name: getattr(said, name) for name in PERSON}
    member = {name: getattr(said, name) for name in MEMBER}
    changes = Change(said, standing, _differing(person, standing.person), _differing(member, standing))
    for name in persons.SEALED:
        index = getattr(said, f"{name}_index")
        kept = getattr(standing.person, f"{name}_index")
        if index and (kept is None or bytes(kept) != index):
            changes.person[name] = getattr(said, name)
    if standing.mirrored and {"status", "joined_on", "full_on"} & changes.member.keys():
        part.errors.append(
            Remark(
                said.row.spot("status"),
                sentence("Joining and transfer of this member are read from the national register."),
                sentence("Enter it there, then bring in its new export: jishi members compare FILE --apply"),
            )
        )
    elif changes.person or changes.member:
        part.changed.append(changes)
    else:
        part.same += 1


def _differing(said: dict[str, object], row: Member | Person) -> dict[str, object]:
    return {name: value for name, value in said.items() if value and value != getattr(row, name)}
