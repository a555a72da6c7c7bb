"""The secretaries whom a register names: who they are, and since when they hold the post."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from jishi.actions.imports.checks import Entries, Rows, Rules, remark
from jishi.actions.imports.known import SECRETARY, Entry
from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.core.errors import sentence
from jishi.sheets.workbook import Remark
from jishi.store.bulk import insert
from jishi.store.models.posts import Post, Tenure

_POST_FIELDS = ("unit_id", "kind", "first_responsible", "required", "required_by", "version")
_TENURE_FIELDS = ("post_id", "person_id", "from_on", "version", "source_channel")
Ids = Mapping[str, int]
Changes = Sequence[tuple[Entry, Entry]]


def check_secretaries(rows: Rows, entries: Entries, rules: Rules) -> Iterable[Remark]:
    """New secretaries of whom it cannot be told which of two people of one name they are."""
    coming = [
        entry
        for code, entry in entries.items()
        if entry.id and entry.secretary and entry.secretary != rules.known[code].secretary
    ]
    found = rules.who([Named(entry.id, entry.secretary) for entry in coming])
    for entry, who in zip(coming, found, strict=True):
        if who.fault is not None:
            yield remark(
                rows[entry.code],
                "secretary",
                who.fault.what,
                sentence("Leave the cell empty, and bring the secretary in with the sheet of posts and holders."),
            )


def write(everybody: Changes, ids: Ids) -> None:
    """Open the posts that are missing and let those hold them whom the register names; inside an action."""
    led = set(Post.objects.filter(first_responsible=True, closed_on=None).values_list("unit_id", flat=True))
    bare = (ids[after.code] for before, after in everybody if after.has_post and not before.has_post)
    insert(Post, _POST_FIELDS, ((unit, SECRETARY, unit not in led, True, "", 1) for unit in bare))
    changed = {
        ids[after.code]: (before, after)
        for before, after in everybody
        if after.secretary and _held(before) != _held(after)
    }
    standing = Post.objects.filter(kind=SECRETARY, closed_on__isnull=True).values_list("unit_id", "id")
    post_of = {unit: post for unit, post in standing if unit in changed}
    _end_tenures({unit: pair for unit, pair in changed.items() if pair[0].secretary}, post_of)
    coming = {unit: after for unit, (before, after) in changed.items() if before.secretary != after.secretary}
    named = [Named(unit, after.secretary) for unit, after in coming.items()]
    # In a unit that is new nobody can be found, and a whole register is of new units.
    there = {unit for unit, (before, _after) in changed.items() if before.id}
    found = iter(finding.find(each for each in named if each.unit in there))
    who = [next(found) if each.unit in there else finding.Found() for each in named]
    people = finding.found_or_made(named, who)
    tenures = (
        (post_of[unit], person, after.secretary_since, 1, "")
        for (unit, after), person in zip(coming.items(), people, strict=True)
    )
    insert(Tenure, _TENURE_FIELDS, tenures)


def _held(entry: Entry) -> tuple[str, date | None]:
    return entry.secretary, entry.secretary_since


def _end_tenures(changed: Mapping[int, tuple[Entry, Entry]], post_of: Mapping[int, int]) -> None:
    unit_of = {post_of[unit]: unit for unit in changed}
    tenures = list(Tenure.objects.filter(post__in=list(unit_of), to_on__isnull=True))
    for tenure in tenures:
        before, after = changed[unit_of[tenure.post_id]]
        since = after.secretary_since
        assert since is not None
        if before.secretary == after.secretary:
            tenure.from_on = since
        else:
            # Whoever was in the register held the post at least until the day before.
            tenure.from_on, tenure.to_on = min(tenure.from_on, since - timedelta(days=1)), since
        tenure.version += 1
    _make_room(tenures)
    Tenure.objects.bulk_update(tenures, ["from_on", "to_on", "version"], batch_size=150)


def _make_room(tenures: Sequence[Tenure]) -> None:
    """End earlier tenures of a post where a corrected one now begins; what lies behind that day is no tenure."""
    begins = {tenure.post_id: tenure.from_on for tenure in tenures}
    earlier = Tenure.objects.filter(post__in=list(begins), to_on__isnull=False).exclude(
        pk__in=[tenure.pk for tenure in tenures]
    )
    kept, gone = [], []
    for tenure in earlier:
        since = begins[tenure.post_id]
        if tenure.from_on >= since:
            gone.append(tenure.pk)
        elif tenure.to_on is not None and tenure.to_on > since:
            tenure.to_on, tenure.version = since, tenure.version + 1
            kept.append(tenure)
    Tenure.objects.filter(pk__in=gone).delete()
    Tenure.objects.bulk_update(kept, ["to_on", "version"], batch_size=150)
