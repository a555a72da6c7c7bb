"""Our register beside the national one's export: differences are shown; what that register decides is mirrored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jishi.actions.imports.members.branches import Branches
from jishi.actions.imports.members.form import FORM
from jishi.actions.imports.members.row import Said, read
from jishi.actions.imports.outcome import Asked, in_order
from jishi.actions.people.ground import DATES, By
from jishi.actions.people.registering import Newcomer, enter
from jishi.actions.people.stages import end
from jishi.core.access import Scope
from jishi.core.errors import Refusal, sentence
from jishi.core.people import comparing
from jishi.sheets.staging import stage
from jishi.sheets.workbook import Remark
from jishi.store import clock, persons
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.queries import members
from jishi.store.transact import Action, action, change
from jishi.store.vault import Keys, keys

_PLAIN = ("name", "sex", "ethnicity", "education", "born_on")
_OF_MEMBER = ("status", "joined_on", "full_on", "occupation")
_HIDDEN = "••••"


@dataclass(frozen=True)
class Shown:
    """One difference as it may be shown: numbers only as differing."""

    member: int | None
    name: str
    field: str
    ours: object
    theirs: object
    mirrored: bool


@dataclass
class Outcome:
    """What a comparison found.

    Attributes:
        same: members that both registers tell alike.
        differences: in the order of the export.
        only_ours, only_theirs: names.
        errors: rows of the export that cannot be read.
    """

    same: int = 0
    differences: list[Shown] = field(default_factory=list)
    only_ours: list[str] = field(default_factory=list)
    only_theirs: list[str] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class _Sides:
    standing: Mapping[str, Member]
    said: Mapping[str, Said]
    ours: Mapping[str, comparing.Record]
    theirs: Mapping[str, comparing.Record]
    errors: list[Remark]


def compare(asked: Asked) -> Outcome:
    """Compare the members whom the asker reads with an export of the national register; nothing is written.

    Raises:
        Refusal: the file is no list of members that can be read.
    """
    sides = _sides(asked)
    found = comparing.compare(sides.ours, sides.theirs)
    names = {
        key: str(record["name"]) for record_of in (sides.theirs, sides.ours) for key, record in record_of.items()
    }
    return Outcome(
        same=found.same,
        differences=[_shown(each, names, sides) for each in found.differences],
        only_ours=[names[key] for key in found.only_ours],
        only_theirs=[names[key] for key in found.only_theirs],
        errors=sides.errors,
    )


@dataclass(frozen=True)
class Mirrored:
    """What was taken over.

    Attributes:
        taken: for how many members.
        skipped: rows of the export that were not, each with the reason.
    """

    taken: int
    skipped: Sequence[Remark] = ()


def mirror(by: By, asked: Asked) -> Mirrored:
    """Take branch, status and dates of joining from the national register.

    From then on joining and transfer of these members are not asked for here any more.

    Raises:
        Refusal: the file is no list of members that can be read.
    """
    sides = _sides(asked)
    count, skipped = 0, list(sides.errors)
    with action(by.actor, "members.mirror", key=by.key, content=asked.name) as event:
        if event.repeated:
            return Mirrored(int(event.result["taken"]), skipped)
        for key, said in sides.said.items():
            if key in sides.standing:
                count += _take(sides.standing[key], said, event)
                continue
            try:
                _join(by, said)
            except Refusal as refusal:
                # Whoever is in another branch here, for instance, is left to be compared.
                skipped += [Remark(said.row.spot("name"), each.what, each.fix) for each in refusal.complaints]
            else:
                count += 1
        event.note(taken=count, skipped=len(skipped))
        event.result = {"taken": count}
    return Mirrored(count, in_order(skipped))


def _take(member: Member, said: Said, event: Action) -> int:
    """Lay what the national register says over a member; return 1 if anything changed."""
    fields = {name: getattr(said, name) for name in ("status", "joined_on", "full_on", "registered")}
    fields = {name: value for name, value in fields.items() if value and value != getattr(member, name)}
    if said.unit != member.unit_id:
        _move(member, said, event)
        return 1
    if fields or not member.mirrored:
        change(member, member.version, mirrored=True, **fields)
        return 1
    return 0


def _join(by: By, said: Said) -> None:
    """Enter who is only in the national register.

    Raises:
        Refusal: the row contradicts itself, or the person is in another branch here.
    """
    unit = Unit.objects.get(pk=said.unit)
    dates = {name: getattr(said, name) for name in DATES}
    known = {name: getattr(said, name) for name in _PLAIN if name != "name" and getattr(said, name)}
    newcomer = Newcomer(
        said.name, said.status or "full", dates, known, said.identity, said.phone, said.occupation or ""
    )
    with transaction.atomic():
        member = enter(By(by.actor, by.scope, on=said.since or said.joined_on), unit, newcomer)
        change(member, member.version, mirrored=True, registered=said.registered or "")


def _move(member: Member, said: Said, event: Action) -> None:
    on = max(said.since or clock.today(), date.fromordinal(member.from_on.toordinal() + 1))
    end(member, member.version, "transferred", on, event)
    names = (
        "status",
        "occupation",
        "registered",
        "applied_on",
        "activist_on",
        "candidate_on",
        "joined_on",
        "full_on",
    )
    way = {name: getattr(said, name) or getattr(member, name) for name in names}
    Member.objects.create(person=member.person, unit_id=said.unit, from_on=on, mirrored=True, **way)


def _sides(asked: Asked) -> _Sides:
    staged = stage(asked.workbook(), FORM, asked.progress)
    branches, vault = Branches(asked.scope), keys()
    branches.learn(staged.rows)
    said, errors = {}, list(staged.errors)
    for row in staged.rows:
        unit = branches.of(row)
        if isinstance(unit, Remark):
            errors.append(unit)
            continue
        if "name" in row.unread or "identity" in row.unread:
            continue
        one = read(row, unit)
        index = persons.index_of(vault, "identity", one.identity).hex() if one.identity else ""
        key = _key(index, one.registered, f"{one.unit}·{one.name}")
        if key in said:
            errors.append(_twice(one, said[key]))
            continue
        said[key] = one
    standing = _standing(asked.scope, said)
    return _Sides(
        standing,
        said,
        {key: _ours(member) for key, member in standing.items()},
        {key: _theirs(one, vault) for key, one in said.items()},
        errors,
    )


def _twice(one: Said, before: Said) -> Remark:
    return Remark(
        one.row.spot("name"),
        sentence("This person stands in row %(row)s already.", row=before.row.row + 1),
        sentence("Compare the two rows in the national register."),
    )


def _key(index: str, registered: str, place: str) -> str:
    return index or registered or place


def _standing(scope: Scope, said: Mapping[str, Said]) -> dict[str, Member]:
    """Return our members under the key by which the export names them."""
    found: dict[str, Member] = {}
    for member in members.listed(scope).iterator(chunk_size=2000):
        for key in _keys(member):
            if key in said:
                found[key] = member
                break
        else:
            found[f"#{member.pk}"] = member
    return found


def _keys(member: Member) -> Iterator[str]:
    if member.person.identity_index is not None:
        yield bytes(member.person.identity_index).hex()
    if member.registered:
        yield member.registered
    yield f"{member.unit_id}·{member.person.name}"


def _ours(member: Member) -> comparing.Record:
    person = member.person
    return {
        **{name: getattr(person, name) for name in _PLAIN},
        **{name: getattr(member, name) for name in _OF_MEMBER},
        "unit": member.unit_id,
        "phone": bytes(person.phone_index).hex() if person.phone_index is not None else None,
    }


def _theirs(said: Said, vault: Keys) -> comparing.Record:
    phone = persons.index_of(vault, "phone", said.phone).hex() if said.phone else None
    record = {name: getattr(said, name) or None for name in (*_PLAIN, *_OF_MEMBER)}
    return {**record, "unit": said.unit, "phone": phone}


def _shown(found: comparing.Difference, names: Mapping[str, str], sides: _Sides) -> Shown:
    ours, theirs = found.ours, found.theirs
    if found.field == "phone":
        ours, theirs = (_HIDDEN if ours else None), _HIDDEN
    if found.field == "unit":
        ours, theirs = _unit_names(ours, theirs)
    return Shown(sides.standing[found.key].pk, names[found.key], found.field, ours, theirs, found.mirrored)


def _unit_names(*units: object) -> tuple[str, ...]:
    known = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    return tuple(known.get(unit, "") for unit in units)
