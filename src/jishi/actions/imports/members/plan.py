"""The rows of a sheet of members against the members who stand: who is added, what changes, what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.db.models import Max, Q, QuerySet

from jishi.actions.imports.members.branches import Branches
from jishi.actions.imports.members.row import MEMBER, PERSON, Said, check, read
from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.core.access import Scope
from jishi.core.errors import sentence
from jishi.core.people.identity import looks_ruined
from jishi.sheets.staging import Staged
from jishi.sheets.workbook import Remark
from jishi.store import persons
from jishi.store.access import in_force
from jishi.store.models.people import Member, Person
from jishi.store.queries import privacy
from jishi.store.vault import Keys

_SLICE = 400


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
class Plan:
    """What an import of members would do.

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


@dataclass(frozen=True)
class Grounds:
    """What rows are checked against.

    Attributes:
        branches: where the asker may bring members in.
        scope: what the asker may see.
        vault: the keys that find a number again.
        today: nothing lies after it.
    """

    branches: Branches
    scope: Scope
    vault: Keys
    today: date


def plan(staged: Staged, grounds: Grounds, *, good_rows: bool) -> Plan:
    """Check the rows and say what would change.

    Args:
        staged: the rows, read.
        grounds: what they are checked against.
        good_rows: leave out bad rows; otherwise one error refuses all.
    """
    found = Plan(errors=list(staged.errors), notes=list(staged.notes))
    rows = iter(list(_said(staged, grounds, found)))
    while batch := list(islice(rows, _SLICE)):
        _lay_over(batch, grounds, found)
    bad = {(error.spot.sheet, error.spot.row) for error in found.errors}
    found.added = [(said, who) for said, who in found.added if (said.row.sheet, said.row.row) not in bad]
    found.changed = [change for change in found.changed if (change.said.row.sheet, change.said.row.row) not in bad]
    if bad and not good_rows:
        found.added, found.changed = [], []
    return found


def _said(staged: Staged, grounds: Grounds, found: Plan) -> Iterator[Said]:
    first: dict[bytes, Said] = {}
    namesakes: dict[tuple[int, str], list[Said]] = {}
    lost = 0
    for row in staged.rows:
        if "name" in row.unread:
            continue
        unit = grounds.branches.of(row)
        if isinstance(unit, Remark):
            found.errors.append(unit)
            continue
        said = _indexed(read(row, unit), grounds.vault)
        found.errors.extend(check(said, grounds.today))
        if looks_ruined(said.identity):
            found.notes.append(_maybe_ruined(said))
        lost += row.values.get("lost") == 1
        before = first.setdefault(said.identity_index, said) if said.identity_index else said
        if before is not said:
            found.errors.append(_twice(said, before))
            continue
        called_so = namesakes.setdefault((said.unit, said.name), [])
        same = next((each for each in called_so if not _told_apart(said, each)), None)
        called_so.append(said)
        if same is not None:
            found.errors.append(_nothing_apart(said, same))
            continue
        yield said
    if lost:
        found.notes.append(_lost_elsewhere(staged, lost))


def _indexed(said: Said, vault: Keys) -> Said:
    return replace(
        said,
        identity_index=persons.index_of(vault, "identity", said.identity) if said.identity else b"",
        phone_index=persons.index_of(vault, "phone", said.phone) if said.phone else b"",
    )


def _lay_over(batch: Sequence[Said], grounds: Grounds, found: Plan) -> None:
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
            _take(said, known, standing, grounds, found)
    _take_found(unknown, grounds, found)


def _take_found(unknown: Sequence[Said], grounds: Grounds, found: Plan) -> None:
    """Take those whom no number and no membership tells: perhaps the register knows them by a post they hold."""
    named = [
        Named(said.unit, said.name, said.born_on, said.identity, said.phone, said.registered) for said in unknown
    ]
    # A namesake in a unit below is another person: members are named in their own branch.
    who = finding.find(named, below=False)
    ids = [each.person for each in who if each.person is not None]
    people = {person.pk: person for person in _left(Person.objects.filter(pk__in=ids))}
    present = Member.objects.filter(in_force(grounds.today), person__in=ids).select_related("person", "unit")
    standing = {member.person_id: member for member in present}
    for said, each in zip(unknown, who, strict=True):
        if each.fault is not None:
            found.errors.append(Remark(said.row.spot("name"), each.fault.what, each.fault.fix))
            continue
        person = people.get(each.person) if each.person else None
        _take(said, person, standing.get(person.pk) if person else None, grounds, found)


def _take(said: Said, known: Person | None, standing: Member | None, grounds: Grounds, found: Plan) -> None:
    if known is not None and known.died_on is not None:
        found.errors.append(_died(said, known.died_on))
    elif standing is None:
        _add(said, known, found)
    elif standing.unit_id != said.unit:
        found.errors.append(_elsewhere(said, standing, grounds.scope))
    else:
        _compare(said, standing, found)


def _people(batch: Iterable[Said]) -> dict[bytes, Person]:
    wanted = [said.identity_index for said in batch if said.identity_index]
    return {bytes(p.identity_index): p for p in _left(Person.objects.filter(identity_index__in=wanted))}


def _left(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return people with ``left``: when each left the last branch; null = was in none, or still is."""
    return people.annotate(left=Max("memberships__to_on"))


def _present(batch: Sequence[Said], people: Iterable[Person], today: date) -> list[Member]:
    mine = Q(person__in=[person.pk for person in people])
    numbers = [said.registered for said in batch if said.registered]
    named = Q(unit__in={said.unit for said in batch}, person__name__in={said.name for said in batch})
    found = Member.objects.filter(mine | named | Q(registered__in=numbers), in_force(today))
    return list(found.select_related("person", "unit"))


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


def _add(said: Said, known: Person | None, found: Plan) -> None:
    left: date | None = known.left if known else None  # type: ignore[attr-defined]
    if left is not None and said.since is not None and said.since < left:
        what = sentence("This person was in another branch until %(on)s.", on=left.isoformat())
        fix = sentence("Write a later first day in this branch.")
        found.errors.append(Remark(said.row.spot("since"), what, fix))
    elif not said.status:
        what = sentence("The status is missing.")
        fix = sentence("Write full member, probationary, candidate, activist or applicant.")
        found.errors.append(Remark(said.row.spot("status"), what, fix))
    else:
        found.added.append((said, known))


def _compare(said: Said, standing: Member, found: Plan) -> None:
    person = {name: getattr(said, name) for name in PERSON}
    member = {name: getattr(said, name) for name in MEMBER}
    changes = Change(said, standing, _differing(person, standing.person), _differing(member, standing))
    for name in persons.SEALED:
        index = getattr(said, f"{name}_index")
        kept = getattr(standing.person, f"{name}_index")
        if index and (kept is None or bytes(kept) != index):
            changes.person[name] = getattr(said, name)
    if standing.mirrored and {"status", "joined_on", "full_on"} & changes.member.keys():
        found.errors.append(
            Remark(
                said.row.spot("status"),
                sentence("Joining and transfer of this member are read from the national register."),
                sentence("Enter it there, then bring in its new export: jishi members compare FILE --apply"),
            )
        )
    elif changes.person or changes.member:
        found.changed.append(changes)
    else:
        found.same += 1


def _differing(said: dict[str, object], row: Member | Person) -> dict[str, object]:
    return {name: value for name, value in said.items() if value and value != getattr(row, name)}


def _died(said: Said, on: date) -> Remark:
    return Remark(
        said.row.spot("name"),
        sentence("This person died on %(on)s.", on=on.isoformat()),
        sentence("Delete the row, or correct the date of death on the person's page first."),
    )


def _elsewhere(said: Said, standing: Member, scope: Scope) -> Remark:
    if privacy.reads(scope, standing.unit):
        what = sentence(
            "This person is in %(branch)s already; nobody is in two branches.", branch=standing.unit.name
        )
    else:
        what = sentence("This person is in another branch already; nobody is in two branches.")
    return Remark(said.row.spot("name"), what, sentence("Ask for a transfer of the organisational relation."))


def _twice(said: Said, before: Said) -> Remark:
    return Remark(
        said.row.spot("identity"),
        sentence("This identity number stands in row %(row)s already.", row=before.row.row + 1),
        sentence("Compare both with the card; delete one of the rows if it is the same person."),
    )


def _told_apart(said: Said, other: Said) -> bool:
    """Say whether something tells two rows of one name in one branch apart."""
    return any(
        getattr(said, name) and getattr(other, name) and getattr(said, name) != getattr(other, name)
        for name in ("identity_index", "registered", "born_on")
    )


def _nothing_apart(said: Said, same: Said) -> Remark:
    return Remark(
        said.row.spot("name"),
        sentence("This name stands in row %(row)s of the same branch already.", row=same.row.row + 1),
        sentence(
            "Delete one of the rows if it is the same person; else fill in the date of birth or the identity "
            "number of both."
        ),
    )


def _maybe_ruined(said: Said) -> Remark:
    return Remark(
        said.row.spot("identity"),
        sentence("This identity number ends with three zeros; a sheet may have ruined it."),
        sentence("Compare it with the card."),
    )


def _lost_elsewhere(staged: Staged, count: int) -> Remark:
    return Remark(
        staged.rows[0].spot("lost"),
        sentence(
            "%(count)s members are said to be lost; that list is restricted and not filled from here.", count=count
        ),
        sentence("Enter each search on the member's page, at the branch or the unit above it."),
    )
