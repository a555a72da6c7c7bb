"""A plan of the register → the database, in thick slices; call it inside an action."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Count, Max, Sum

from jishi.actions.imports import secretaries
from jishi.actions.imports.known import Entry
from jishi.actions.imports.register import Plan
from jishi.core.errors import refuse, sentence
from jishi.sheets.staging import Progress
from jishi.store import placing, searching
from jishi.store.bulk import insert
from jishi.store.models.org import Axis, Link, Unit, Workplace
from jishi.store.models.posts import Post, Tenure

_BATCH = 2000
_UNIT_FIELDS = (
    "name",
    "short_name",
    "pinyin",
    "search",
    "kind",
    "level",
    "domain",
    "founded_on",
    "dissolved_on",
    "version",
)
_LINK_FIELDS = ("axis", "unit_id", "parent_id", "from_on", "to_on", "version")
_WORKPLACE_FIELDS = (
    "unit_id",
    "code",
    "name",
    "kind",
    "domain",
    "version",
    "credit_code",
    "ownership",
    "size_class",
    "area",
)
Ids = Mapping[str, int]
Changes = Sequence[tuple[Entry, Entry]]


def seen() -> tuple[object, ...]:
    """Return what tells whether the register was changed between two looks."""
    found: list[object] = []
    for model in (Unit, Link, Workplace, Post, Tenure):
        found.extend(model._base_manager.aggregate(Count("pk"), Max("pk"), Sum("version")).values())
    return tuple(found)


def apply(plan: Plan, before: tuple[object, ...], today: date, progress: Progress) -> None:
    """Write a plan.

    Args:
        plan: without errors.
        before: what :func:`seen` said when the plan was made.
        today: the day whose tree is kept ready.
        progress: is told (done, total) units.

    Raises:
        Refusal: the register was changed since the plan was made.
    """
    placing.hold()
    if seen() != before:
        raise refuse(
            "units",
            sentence("The register was changed by someone else meanwhile."),
            sentence("Send the file again; it is checked against the register as it stands then."),
        )
    total = len(plan.added) + len(plan.changed)
    _add_units(plan.added, progress, total)
    _change_units(plan.changed)
    ids: Ids = dict(Unit.objects.values_list("code", "id"))
    _place(plan, ids)
    everybody = [(Entry(after.code), after) for after in plan.added] + list(plan.changed)
    _workplaces(everybody, ids)
    secretaries.write(everybody, ids)
    placing.rebuild(today)
    progress(total, total)


def _add_units(added: Sequence[Entry], progress: Progress, total: int) -> None:
    for start in range(0, len(added), _BATCH):
        part = added[start : start + _BATCH]
        insert(Unit, (*_UNIT_FIELDS, "code"), ((*_said(entry).values(), 1, entry.code) for entry in part))
        progress(min(start + _BATCH, len(added)), total)


def _said(entry: Entry) -> dict[str, object]:
    """Return what a unit's columns must hold, in the order of their names."""
    pinyin, search = searching.keys(entry.name, entry.short_name, entry.code)
    return {
        "name": entry.name,
        "short_name": entry.short_name,
        "pinyin": pinyin,
        "search": search,
        "kind": entry.kind,
        "level": entry.level,
        "domain": entry.domain,
        "founded_on": entry.founded,
        "dissolved_on": entry.dissolved,
    }


def _change_units(changed: Changes) -> None:
    units = [
        Unit(pk=before.id, code=after.code, version=before.version + 1, **_said(after)) for before, after in changed
    ]
    Unit.objects.bulk_update(units, _UNIT_FIELDS, batch_size=80)


def _place(plan: Plan, ids: Ids) -> None:
    new = [_link(entry, ids) for entry in plan.added]
    moved = {ids[after.code]: (before, after) for before, after in plan.changed if _placed_anew(before, after)}
    last: dict[int, Link] = {}
    for link in Link.objects.filter(axis=Axis.MANAGEMENT, unit__in=list(moved)).order_by("from_on"):
        last[link.unit_id] = link
    kept = []
    for unit, (before, after) in moved.items():
        link = last.get(unit)
        wanted = _link(after, ids)
        if link is not None:
            if before.parent == after.parent or wanted.from_on == link.from_on:
                link.parent_id, link.from_on, link.to_on = wanted.parent_id, wanted.from_on, wanted.to_on
            else:
                link.to_on = wanted.from_on
                new.append(wanted)
            link.version += 1
            kept.append(link)
        else:
            new.append(wanted)
    Link.objects.bulk_update(kept, ["parent", "from_on", "to_on", "version"], batch_size=150)
    insert(Link, _LINK_FIELDS, ([getattr(link, name) for name in _LINK_FIELDS] for link in new))


def _placed_anew(before: Entry, after: Entry) -> bool:
    return (before.parent, before.since, before.dissolved) != (after.parent, after.since, after.dissolved)


def _link(entry: Entry, ids: Ids) -> Link:
    assert entry.since is not None
    until = entry.dissolved
    if until is not None and until <= entry.since:
        until = entry.since + timedelta(days=1)
    return Link(
        axis=Axis.MANAGEMENT,
        unit_id=ids[entry.code],
        parent_id=ids[entry.parent] if entry.parent else None,
        from_on=entry.since,
        to_on=until,
    )


def _workplaces(everybody: Changes, ids: Ids) -> None:
    new, changed = [], []
    wanted = [
        (before, after)
        for before, after in everybody
        if after.workplace_code and _workplace(before) != _workplace(after)
    ]
    have = {
        place.unit_id: place
        for place in Workplace.objects.filter(unit__in=[ids[after.code] for _before, after in wanted]).order_by(
            "-id"
        )
    }
    for _before, after in wanted:
        place = have.get(ids[after.code])
        if place is None:
            place = Workplace(unit_id=ids[after.code])
            new.append(place)
        else:
            place.version += 1
            changed.append(place)
        place.code, place.name = after.workplace_code, after.workplace or after.name
        place.kind, place.domain = after.workplace_kind, after.domain
    Workplace.objects.bulk_update(changed, ["code", "name", "kind", "domain", "version"], batch_size=100)
    insert(Workplace, _WORKPLACE_FIELDS, ([getattr(place, name) for name in _WORKPLACE_FIELDS] for place in new))


def _workplace(entry: Entry) -> tuple[str, ...]:
    return entry.workplace_code, entry.workplace, entry.workplace_kind, entry.domain
