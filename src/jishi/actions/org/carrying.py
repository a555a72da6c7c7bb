"""What goes with a unit that ends: members, workplaces, grids, helpers, what is open; posts end with it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import F, Model, Q, QuerySet

from jishi.actions.org.left_open import GOING, ends_with, hand_on
from jishi.store.access import in_force
from jishi.store.models.org import Formation, Grid, Unit, UnitTrait, UnitWorkplace, Workplace
from jishi.store.models.people import Care, Floating, LostContact, Member, Transfer
from jishi.store.models.posts import Dispatch, Post, Tenure
from jishi.store.models.versioned import Dated

_BATCH = 1000
_OPEN = (Floating, LostContact, Care)


def members(chosen: QuerySet[Member], to: Unit, on: date, how: str) -> int:
    """Let members go on in another branch from a day; their time in the old one ends the day before.

    Returns:
        How many went.
    """
    # Whoever came on that day or later never was in the old branch as it then was.
    moved = chosen.filter(from_on__gte=on).update(unit=to, version=F("version") + 1)
    rows = list(chosen.filter(in_force(on)).exclude(unit=to))
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        before = [row.pk for row in part]
        Member.objects.filter(pk__in=before).update(to_on=on, left_how=how, version=F("version") + 1)
        new = Member.objects.bulk_create([_copy(row, unit=to, from_on=on) for row in part])
        _follow(dict(zip(before, new, strict=True)), to)
    return int(moved) + len(rows)


def _copy(row: Dated, **fields: object) -> Dated:
    content = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in ("id", "version", *(f"{name}_id" for name in fields if f"{name}_id" in content)):
        content.pop(name, None)
    return type(row)(**{**content, **fields})


def _follow(new: Mapping[int, Member], to: Unit) -> None:
    """Let what is still open about a member hang on the new row."""
    for model in _OPEN:
        rows: Sequence[Model] = list(model.objects.filter(member__in=list(new), to_on__isnull=True))
        for row in rows:
            row.member, row.version = new[row.member_id], row.version + 1
            if isinstance(row, Floating):
                row.home = to
        fields = ["member", "version", "home"] if model is Floating else ["member", "version"]
        model.objects.bulk_update(rows, fields, batch_size=100)
    pending = list(Transfer.objects.filter(member__in=list(new), state__in=GOING))
    for transfer in pending:
        transfer.member, transfer.from_unit = new[transfer.member_id], to
        transfer.version += 1
    Transfer.objects.bulk_update(pending, ["member", "from_unit", "version"], batch_size=100)


def everything(unit: Unit, to: Unit, on: date) -> None:
    """Let what hangs on a unit that ends hang on the one that carries it on, from a day."""
    _again(UnitWorkplace.objects.filter(unit=unit), to, on, "workplace_id")
    _again(Grid.objects.filter(unit=unit), to, on, "name")
    _helpers(unit, to, on)
    hand_on(unit, to, on)
    Workplace.objects.filter(unit=unit).update(unit=to, version=F("version") + 1)
    Workplace.objects.filter(place=unit).update(place=to, version=F("version") + 1)
    Transfer.objects.filter(to_unit=unit, state__in=GOING).update(to_unit=to, version=F("version") + 1)
    Floating.objects.filter(receiving=unit, to_on__isnull=True).update(receiving=to, version=F("version") + 1)
    end(unit, on)


def end(unit: Unit, on: date) -> None:
    """End whatever a unit still has of its own: posts and tenures, traits, its formation, what it covers."""
    Post.objects.filter(unit=unit, closed_on__isnull=True).update(closed_on=on, version=F("version") + 1)
    for rows in (
        Tenure.objects.filter(post__unit=unit),
        UnitTrait.objects.filter(unit=unit),
        Formation.objects.filter(unit=unit),
        UnitWorkplace.objects.filter(unit=unit),
        Grid.objects.filter(unit=unit),
        Dispatch.objects.filter(unit=unit),
        *ends_with(unit),
    ):
        for row in rows.filter(Q(to_on__isnull=True) | Q(to_on__gt=on)):
            _end(row, on)
    Workplace.objects.filter(unit=unit).update(unit=None, version=F("version") + 1)


def _again(rows: QuerySet[Dated], to: Unit, on: date, same: str) -> None:
    """End rows that are in force and begin them anew at the other unit, where it has none like them."""
    there = set(rows.model.objects.filter(in_force(on), unit=to).values_list(same, flat=True))
    for row in list(rows.filter(in_force(on))):
        if getattr(row, same) not in there:
            rows.model.objects.create(**_fields(row, unit=to, from_on=on))
        _end(row, on)


def _helpers(unit: Unit, to: Unit, on: date) -> None:
    village_has = Dispatch.objects.filter(in_force(on), unit=to, kind=Dispatch.Kind.FIRST_SECRETARY).exists()
    there = set(Dispatch.objects.filter(in_force(on), unit=to).values_list("kind", "person_id", "team_id"))
    for row in list(Dispatch.objects.filter(in_force(on), unit=unit)):
        first = row.kind == Dispatch.Kind.FIRST_SECRETARY
        if not (first and village_has) and (row.kind, row.person_id, row.team_id) not in there:
            Dispatch.objects.create(**_fields(row, unit=to, from_on=on))
        _end(row, on)


def _fields(row: Dated, **fields: object) -> dict[str, object]:
    copy = _copy(row, **fields)
    return {f.attname: getattr(copy, f.attname) for f in copy._meta.concrete_fields if f.attname != "id"}


def _end(row: Dated, on: date) -> None:
    # What began on the day itself or later held for that day, as no row is empty.
    row.to_on, row.version = max(on, row.from_on + timedelta(days=1)), row.version + 1
    row.save(update_fields=["to_on", "version"])
