"""Is every locked grade still what its run proposed and its notice said? Every finding names the row."""

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from jishi.actions.cases.ground import Docket, docket
from jishi.actions.improve.gate import Gates
from jishi.actions.programme import pack_of
from jishi.actions.publish.notices import proves
from jishi.columnar.runs import read_run
from jishi.columnar.snapshots import read_snapshot
from jishi.core.access import OPERATOR
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.store.digests import subject_of
from jishi.store.home import current
from jishi.store.models.assess import Grade, Round, Run
from jishi.store.models.improve import Promotion
from jishi.store.models.publish import Notice

_AUDIT = sentence("See what was done with: jishi audit; then restore a backup from before.")


def check_grades() -> Iterator[Complaint]:
    """Every locked grade says of its run what that run proposed, and was decided in a meeting."""
    locked = Grade.objects.filter(locked_at__isnull=False)
    for run in Run.objects.filter(pk__in=locked.values("run")).select_related("round__cycle").order_by("pk"):
        # Files that are gone, and packs that changed, are told by their own checks.
        with suppress(Refusal):
            yield from _of_run(run, list(locked.filter(run=run).order_by("pk")))


def _of_run(run: Run, rows: list[Grade]) -> Iterator[Complaint]:
    home = current().path
    proposals = read_run(home / run.folder).result.columns["proposal"]
    ids = read_snapshot(home / run.snapshot_folder).snapshot.tree.id
    order = np.argsort(ids)
    pack = pack_of(run.round.cycle)
    for row in rows:
        place = int(np.searchsorted(ids[order], row.unit_id))
        known = place < len(ids) and ids[order[place]] == row.unit_id
        at = int(order[place]) if known else -1
        proposed = str(pack.grade_at(int(proposals.values[at])).id) if known and proposals.valid[at] else ""
        where = f"{subject_of(row)} › unit:{row.unit_id}"
        if not known or proposed != row.proposed:
            yield Complaint(where, sentence("The run of this grade proposed something else."), _AUDIT)
        elif row.grade != row.proposed and not row.reason:
            yield Complaint(where, sentence("This grade differs from its proposal without a reason."), _AUDIT)


def check_notices() -> Iterator[Complaint]:
    """Every notice says what was put up."""
    for notice in Notice.objects.order_by("pk").iterator():
        if not proves(notice):
            yield Complaint(
                subject_of(notice), sentence("What stands on this notice is not what was put up."), _AUDIT
            )


def check_promotions() -> Iterator[Complaint]:
    """Every locked grade that is better than the one before passed the gate, and the gate was open (R11)."""
    locked = Grade.objects.filter(locked_at__isnull=False).select_related("unit", "meeting").order_by("pk")
    for round_ in Round.objects.filter(grades__locked_at__isnull=False).select_related("cycle").distinct():
        # A pack that changed, and files that are gone, are told by their own checks.
        with suppress(Refusal):
            found = docket(OPERATOR, round_)
            if found is not None:
                yield from _risen(found, list(locked.filter(round=round_)))


def _risen(found: Docket, rows: list[Grade]) -> Iterator[Complaint]:
    gates = Gates(found, [row.unit_id for row in rows])
    ranks = found.pack.rank_by_grade
    kept = {(each.grade_id, each.meeting_id): each for each in Promotion.objects.filter(grade__round=found.round)}
    for row in rows:
        rank, meeting = ranks.get(row.grade), row.meeting
        if meeting is None or rank is None or not gates.rises(row.unit_id, rank):
            continue
        where = f"{subject_of(row)} › unit:{row.unit_id}"
        promotion, said = kept.get((row.pk, meeting.pk)), gates.voice(row.unit_id).satisfaction
        if promotion is None:
            yield Complaint(where, sentence("This grade rose, and no gate was passed."), _AUDIT)
        elif said is None or promotion.share != said.share or promotion.after != row.grade:
            yield Complaint(where, sentence("What opened the gate is not what members and public said."), _AUDIT)
        elif gates.hindrances(row.unit_id, where, rank, meeting.held_on):
            yield Complaint(where, sentence("The gate was not open when this grade rose."), _AUDIT)
