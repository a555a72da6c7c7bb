"""Bring in posts and who holds them: check, or check and write. An empty cell leaves what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Max

from jishi.actions.imports.alone import alone
from jishi.actions.imports.keeping import record, root_of
from jishi.actions.imports.outcome import Asked, Outcome, Sheets
from jishi.actions.imports.post_form import post_form
from jishi.actions.imports.room import told_of_no_room
from jishi.actions.imports.sent_holders import sent_without_record
from jishi.actions.people import finding
from jishi.actions.people.finding import Found, Named
from jishi.core.errors import sentence
from jishi.packs.pack import Pack
from jishi.packs.posts import requirements
from jishi.sheets.staging import Staged, StagedRow
from jishi.sheets.workbook import Remark
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries.units import codes_where
from jishi.store.transact import action

_BATCH = 1000


@dataclass(frozen=True)
class Entry:
    """A post as it is or will be.

    Attributes:
        unit: code of the unit.
        number: which of the unit's posts of this kind, from 1.
        holder: name; empty = vacant.
        post, tenure: ids; 0 = not there yet.
        free_from: until when others held it before; None = nobody did.
        named: what the row says of a new holder, to find the person again; its unit is not known yet.
        found: who that is.
    """

    unit: str
    kind: str
    number: int = 1
    holder: str = ""
    since: date | None = None
    term_end: date | None = None
    channel: str = ""
    post: int = field(default=0, compare=False)
    tenure: int = field(default=0, compare=False)
    free_from: date | None = field(default=None, compare=False)
    named: Named | None = field(default=None, compare=False)
    found: Found = field(default_factory=Found, compare=False)

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from other posts."""
        return self.unit, self.kind, self.number

    def kept(self) -> list[object]:
        """Return what is kept of it, for the root of an import."""
        return [*self.key, self.holder, self.since, self.term_end, self.channel]


@dataclass
class Plan:
    """What an import would do."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)
    same: int = 0
    errors: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


Known = Mapping[tuple[str, str, int], Entry]


def check(asked: Asked, pack: Pack) -> Outcome:
    """Read posts and say what bringing them in would do; nothing is written.

    Raises:
        Refusal: the file is no sheet of posts.
    """
    sheets = asked.staged(post_form(pack))
    return _outcome(asked, sheets, _plan(asked, pack, sheets.staged))


def run(asked: Asked, pack: Pack) -> Outcome:
    """Bring posts in: everything, or the good rows, or (after an error in mode ``all``) nothing.

    Raises:
        Refusal: the file is no sheet of posts, another import is running, or there is no room.
    """
    with alone("posts"), told_of_no_room():
        sheets = asked.staged(post_form(pack))
        plan = _plan(asked, pack, sheets.staged)
        outcome = _outcome(asked, sheets, plan)
        written = [*plan.added, *(after for _before, after in plan.changed)]
        if not written:
            return outcome
        with action(asked.actor, "posts.import", content=asked.name) as event:
            kept = record("posts", asked, outcome.counts, outcome.errors)
            _write(plan, {requirement.first for requirement in requirements(pack)} - {""})
            event.about(kept)
            event.note(root=root_of(one.kept() for one in written), file=kept.file.digest, **outcome.counts)
        return _outcome(asked, sheets, plan, kept.pk)


def _outcome(asked: Asked, sheets: Sheets, plan: Plan, record: int | None = None) -> Outcome:
    outcome = Outcome.of("posts", asked, sheets, plan, record)
    return replace(outcome, notes=(*outcome.notes, *plan.notes))


def known_posts(on: date) -> dict[tuple[str, str, int], Entry]:
    """Return every post that there is, with who holds it on a day; three queries, whatever the size."""
    ended = Tenure.objects.filter(to_on__lte=on).order_by().values("post").annotate(until=Max("to_on"))
    free = dict(ended.values_list("post", "until"))
    held = {
        row["post_id"]: row
        for row in Tenure.objects.filter(in_force(on)).values(
            "id", "post_id", "person__name", "from_on", "term_ends_on", "source_channel"
        )
    }
    found: dict[tuple[str, str, int], Entry] = {}
    numbers: dict[tuple[str, str], int] = {}
    rows = Post.objects.filter(closed_on__isnull=True).order_by("unit__code", "-first_responsible", "kind", "pk")
    for post, unit, kind in rows.values_list("pk", "unit__code", "kind").iterator(chunk_size=20_000):
        number = numbers[unit, kind] = numbers.get((unit, kind), 0) + 1
        entry = Entry(unit, kind, number, post=post, free_from=free.get(post))
        if (tenure := held.get(post)) is not None:
            entry = replace(
                entry,
                holder=tenure["person__name"],
                since=tenure["from_on"],
                term_end=tenure["term_ends_on"],
                channel=tenure["source_channel"],
                tenure=tenure["id"],
            )
        found[entry.key] = entry
    return found


def _plan(asked: Asked, pack: Pack, staged: Staged) -> Plan:
    known = known_posts(clock.today())
    living = set(Unit.objects.exclude(dissolved_on__lte=clock.today()).values_list("code", flat=True))
    allowed = codes_where(asked.scope, "import")
    plan = Plan(errors=list(staged.errors))
    bad = {(error.spot.sheet, error.spot.row) for error in staged.errors}
    numbers: dict[tuple[str, str], int] = {}
    good = []
    for row in staged.rows:
        unit, kind = row.text("code"), row.text("post")
        number = numbers[unit, kind] = numbers.get((unit, kind), 0) + 1
        before = known.get((unit, kind, number), Entry(unit, kind, number))
        entry = _laid_over(row, before)
        errors = list(_complaints(row, before, entry, living, allowed))
        plan.errors += errors
        if not errors and (row.sheet, row.row) not in bad:
            good.append((row, before, entry))
    known_again = list(_holders(good, plan))
    coming = [(row, entry) for row, before, entry in good if entry.holder and entry.holder != before.holder]
    plan.notes += sent_without_record(pack, coming)
    if asked.mode == "rows" or not plan.errors:
        for before, entry in known_again:
            if not before.post:
                plan.added.append(entry)
            elif before == entry:
                plan.same += 1
            else:
                plan.changed.append((before, entry))
    return plan


def _holders(rows: Sequence[tuple[StagedRow, Entry, Entry]], plan: Plan) -> Iterable[tuple[Entry, Entry]]:
    """Yield the rows with who the new holders are; where that cannot be told, the row is an error."""
    units = dict(Unit.objects.values_list("code", "pk"))
    asking = [entry for _row, before, entry in rows if entry.holder and entry.holder != before.holder]
    named = [replace(entry.named or Named(0, entry.holder), unit=units[entry.unit]) for entry in asking]
    who = dict(zip((entry.key for entry in asking), zip(named, finding.find(named), strict=True), strict=True))
    for row, before, entry in rows:
        said, found = who.get(entry.key, (None, Found()))
        if found.fault is not None:
            column = "holder" if found.fault.field == "name" else found.fault.field
            plan.errors.append(Remark(row.spot(column), found.fault.what, found.fault.fix))
            continue
        if found.below:
            plan.notes.append(_taken_for_one_below(row, entry))
        yield before, replace(entry, named=said, found=found)


def _taken_for_one_below(row: StagedRow, entry: Entry) -> Remark:
    return Remark(
        row.spot("holder"),
        sentence("%(name)s is taken to be the one person of this name below the unit.", name=entry.holder),
        sentence("If it is somebody else, fill in the identity number or the date of birth."),
    )


def _laid_over(row: StagedRow, before: Entry) -> Entry:
    holder = row.text("holder").strip() or before.holder
    new = holder != before.holder
    since, term_end = (_day(row, name) for name in ("since", "term_end"))
    entry = replace(
        before,
        holder=holder,
        since=since or (clock.today() if new else before.since),
        term_end=term_end or (None if new else before.term_end),
        channel=row.text("channel") or ("" if new else before.channel),
        named=Named(0, holder, _day(row, "born"), row.text("identity"), row.text("phone")),
    )
    return entry if holder else replace(entry, since=None, term_end=None, channel="")


def _day(row: StagedRow, name: str) -> date | None:
    value = row.values.get(name)
    return date.fromordinal(value) if isinstance(value, int) else None


def _complaints(
    row: StagedRow, before: Entry, entry: Entry, living: set[str], allowed: frozenset[str] | None
) -> Iterable[Remark]:
    if entry.unit and entry.unit not in living:
        yield Remark(
            row.spot("code"),
            sentence("No unit has the code %(code)s.", code=entry.unit),
            sentence("Compare with the register of units, or bring the unit in first."),
        )
    elif allowed is not None and entry.unit not in allowed:
        yield Remark(
            row.spot("code"),
            sentence("This unit lies outside what you may change."),
            sentence("Ask the office above to bring it in."),
        )
    if entry.since and entry.term_end and entry.term_end <= entry.since:
        yield Remark(
            row.spot("term_end"),
            sentence("The term ends before it begins."),
            sentence("Correct one of the two dates."),
        )
    if before.free_from and _overlaps(before, entry):
        yield Remark(
            row.spot("since"),
            sentence("Somebody else held this post until %(day)s.", day=before.free_from.isoformat()),
            sentence("Write that day or a later one."),
        )
    if _hands_over(before, entry) and before.since and entry.since and entry.since <= before.since:
        yield Remark(
            row.spot("since"),
            sentence("%(name)s holds this post since %(day)s.", name=before.holder, day=before.since.isoformat()),
            sentence("Write a later day: on it that tenure ends and the new one begins."),
        )


def _overlaps(before: Entry, entry: Entry) -> bool:
    """Say whether the holder would begin before the last one had ended."""
    free = before.free_from
    return free is not None and entry.since is not None and entry.since < free and not _hands_over(before, entry)


def _hands_over(before: Entry, entry: Entry) -> bool:
    return before.holder != "" and entry.holder != before.holder


def _write(plan: Plan, first: set[str]) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    taken = set(
        Post.objects.filter(first_responsible=True, closed_on__isnull=True).values_list("unit_id", flat=True)
    )
    posts = []
    for entry in plan.added:
        unit = units[entry.unit]
        leads = entry.kind in first and unit not in taken
        taken |= {unit} if leads else set()
        posts.append(Post(unit_id=unit, kind=entry.kind, first_responsible=leads))
    Post.objects.bulk_create(posts, batch_size=_BATCH)
    pairs = [
        (Entry(after.unit, after.kind, after.number), replace(after, post=post.pk))
        for after, post in zip(plan.added, posts, strict=True)
    ]
    pairs += [(before, after) for before, after in plan.changed]
    _keep_on([(b, a) for b, a in pairs if b.tenure and b.holder == a.holder])
    _hand_over([(b, a) for b, a in pairs if a.holder and b.holder != a.holder])


def _keep_on(pairs: Iterable[tuple[Entry, Entry]]) -> None:
    """Correct the dates or the channel of whoever holds the post already."""
    wanted = {before.tenure: after for before, after in pairs}
    rows = list(Tenure.objects.filter(pk__in=list(wanted)))
    for row in rows:
        after = wanted[row.pk]
        row.from_on, row.term_ends_on = after.since or row.from_on, after.term_end
        row.source_channel, row.version = after.channel, row.version + 1
    Tenure.objects.bulk_update(rows, ["from_on", "term_ends_on", "source_channel", "version"], batch_size=150)


def _hand_over(pairs: list[tuple[Entry, Entry]]) -> None:
    """End the tenure of whoever held the post, and let the next begin on that day."""
    ends = {before.tenure: after.since for before, after in pairs if before.tenure}
    rows = list(Tenure.objects.filter(pk__in=list(ends)))
    for row in rows:
        row.to_on, row.version = max(ends[row.pk] or row.from_on, row.from_on + timedelta(days=1)), row.version + 1
    Tenure.objects.bulk_update(rows, ["to_on", "version"], batch_size=150)
    coming = [(after.named, after.found) for _before, after in pairs if after.named is not None]
    people = finding.found_or_made([named for named, _found in coming], [found for _named, found in coming])
    Tenure.objects.bulk_create(
        (
            Tenure(
                post_id=after.post,
                person_id=person,
                from_on=after.since,
                term_ends_on=after.term_end,
                source_channel=after.channel,
            )
            for (_before, after), person in zip(pairs, people, strict=True)
        ),
        batch_size=_BATCH,
    )
