"""The main job: derivations → snapshot → formulas → engine → scores, proposals and figures, written once.

Nothing is visible before all of it is there: snapshot and run are folders that appear with one rename each, the row
of the run and its one event are one transaction, and what a killed run left is swept away by the next.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import OperationalError

from jishi.actions.assess_turn import folder_in, name_of, turn
from jishi.actions.programme import pack_of, round_before
from jishi.actions.registers import moment_of, snapshot_with
from jishi.columnar.folder import MANIFEST, file_digest, refusal_of
from jishi.columnar.runs import RunOrigin, write_run
from jishi.columnar.snapshots import SnapshotOrigin, write_snapshot
from jishi.core.columns import Snapshot
from jishi.core.errors import Sentence, refuse, sentence
from jishi.core.formulas import Assessment
from jishi.core.result import Result
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.store import clock, frames
from jishi.store.faults import has_no_room
from jishi.store.home import current
from jishi.store.models.assess import Round, Run
from jishi.store.models.office import Account
from jishi.store.transact import action

Engine = Callable[[Assessment, Snapshot], Result]
Progress = Callable[[Sentence, int, int], None]

# By name, because an engine takes its time to be imported.
ENGINES: Mapping[str, str] = {"native": "jishi.engines.native", "duckdb": "jishi.engines.duckdb"}
STEPS = 6


def silent(what: Sentence, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Order:
    """What is to be assessed.

    Attributes:
        round: the round.
        engine: which engine computes; all give the same to the bit.
        actor: who asked; None = the command line.
        key: the asker's own key: the same key asks once.
    """

    round: Round
    engine: str = "native"
    actor: Account | None = None
    key: str = ""


def assess(order: Order, progress: Progress = silent) -> Run:
    """Assess a round and return its run.

    Raises:
        Refusal: the pack changed, another run of the round is going on, or there is no room; nothing is left.
    """
    engine = engine_of(order.engine)
    round_ = order.round
    progress(sentence("Reading the pack …"), 0, STEPS)
    pack = pack_of(round_.cycle)
    assessment = lower(pack, on=round_.tree_on)
    with turn(round_):
        progress(sentence("Reading units and facts …"), 1, STEPS)
        snapshot = snapshot_of(round_, pack)
        _refuse_nobody(round_, snapshot)
        progress(sentence("Writing the snapshot …"), 2, STEPS)
        kept = _keep_snapshot(round_, snapshot)
        progress(sentence("Scoring and grading …"), 3, STEPS)
        result = engine(assessment, snapshot)
        progress(sentence("Writing the run …"), 4, STEPS)
        run = _Run(order, pack, snapshot, kept, result)
        folder, digest = run.write()
        progress(sentence("Recording the run …"), 5, STEPS)
        found = run.record(folder, digest)
    progress(sentence("Done."), STEPS, STEPS)
    return found


def engine_of(name: str) -> Engine:
    """Return the function of an engine.

    Raises:
        Refusal: there is none of that name.
    """
    if name not in ENGINES:
        raise refuse(
            name,
            sentence("There is no engine of this name."),
            sentence("Choose one of: %(known)s.", known=", ".join(ENGINES)),
        )
    engine: Engine = importlib.import_module(ENGINES[name]).run
    return engine


def frame_of(round_: Round, pack: Pack) -> frames.Frame:
    """Return what a snapshot of a round holds by its pack."""
    before = round_before(round_)
    return frames.Frame(
        round=round_.pk,
        previous_round=before.pk if before else None,
        tree_on=round_.tree_on,
        levels=tuple(level.id for level in pack.vocabulary.levels),
        domains=tuple(domain.id for domain in pack.vocabulary.domains),
        facts=tuple(frames.FactColumn(fact.id, tuple(fact.sources), fact.fresh_months) for fact in pack.facts),
    )


def snapshot_of(round_: Round, pack: Pack) -> Snapshot:
    """Return everything that a run of this round reads, as it stands now."""
    return snapshot_with(frame_of(round_, pack), pack, moment_of(round_, round_.tree_on))


def _refuse_nobody(round_: Round, snapshot: Snapshot) -> None:
    if not len(snapshot):
        raise refuse(
            str(round_),
            sentence("On %(day)s the tree holds no units.", day=round_.tree_on.isoformat()),
            sentence("Import the register first: jishi units import FILE"),
        )


def _keep_snapshot(round_: Round, snapshot: Snapshot) -> tuple[str, str]:
    """Write the snapshot, once for the same content; return its folder in the home and its digest."""
    digest = snapshot.digest()
    folder, name = folder_in(current().snapshots, f"{name_of(round_)}-{digest[:16]}")
    if not folder.exists():
        origin = SnapshotOrigin(
            round_.cycle.code, str(round_.number), round_.tree_on.isoformat(), clock.now().isoformat()
        )
        write_snapshot(folder, snapshot, origin)
    return name, digest


@dataclass(frozen=True)
class _Run:
    """A computed run on its way to the disk.

    Attributes:
        snapshot_kept: folder of the snapshot in the home, and its digest.
    """

    order: Order
    pack: Pack
    snapshot: Snapshot
    snapshot_kept: tuple[str, str]
    result: Result

    @property
    def number(self) -> int:
        """The number of the run in its round."""
        last = Run.objects.filter(round=self.order.round).order_by("-number").first()
        return last.number + 1 if last else 1

    def write(self) -> tuple[str, str]:
        """Write the folder of the run; return its name in the home and the digest of the result."""
        round_ = self.order.round
        folder, name = folder_in(current().runs, f"{name_of(round_)}-{self.number:04d}")
        origin = RunOrigin(
            pack=self.pack.id,
            pack_version=self.pack.version,
            pack_digest=self.order.round.cycle.pack_digest,
            cycle=round_.cycle.code,
            round=str(round_.number),
            tree_date=round_.tree_on.isoformat(),
            snapshot_digest=self.snapshot_kept[1],
            engine=self.order.engine,
            asked_by=self.order.actor.username if self.order.actor else "",
            created=clock.now().isoformat(),
        )
        return name, write_run(folder, self.result, origin)

    def record(self, folder: str, digest: str) -> Run:
        """Write the row of the run and its one event."""
        order, now = self.order, clock.now()
        try:
            with action(order.actor, "run.assess", key=order.key, content={"round": order.round.pk}) as event:
                if event.repeated:
                    return Run.objects.get(pk=event.result["run"])
                run = Run.objects.create(
                    round=order.round,
                    number=self.number,
                    pack=self.pack.id,
                    pack_version=self.pack.version,
                    pack_digest=self.order.round.cycle.pack_digest,
                    tree_on=order.round.tree_on,
                    snapshot_digest=self.snapshot_kept[1],
                    result_digest=digest,
                    manifest_digest=file_digest(current().path / folder / MANIFEST),
                    engine=order.engine,
                    snapshot_folder=self.snapshot_kept[0],
                    folder=folder,
                    asked_by=order.actor,
                    created_at=now,
                    finished_at=now,
                    units=len(self.snapshot),
                    state=Run.State.DONE,
                    summary=summary_of(self.result, self.snapshot),
                )
                event.about(run)
                event.note(run=run.number, units=run.units, engine=run.engine, result=digest)
                event.result = {"run": run.pk}
        except (OSError, OperationalError) as error:
            raise _refusal(error) or error from error
        return run


def _refusal(error: Exception) -> Exception | None:
    """Return what a person is told when the database itself finds no room; None for anything else."""
    if isinstance(error, OSError):
        return refusal_of(error, current().path / "db.sqlite3")
    if has_no_room(error):
        return refuse(
            str(current().path),
            sentence("There is no space left to record the run; nothing of it was kept."),
            sentence("Free some space or raise the limit for the size of files, then start again."),
        )
    return None


def summary_of(result: Result, snapshot: Snapshot) -> dict[str, Any]:
    """Return how many units got each proposal, as ``{"grades": {rank: count}, "graded": …, "ungraded": …}``.

    Ungraded are units of a domain that got no proposal; units without a domain are not counted.
    """
    proposal = result.columns.get("proposal")
    inside = snapshot.domain >= 0
    if proposal is None:
        return {"grades": {}, "graded": 0, "ungraded": int(inside.sum())}
    ranks, counts = np.unique(proposal.values[proposal.valid & inside], return_counts=True)
    return {
        "grades": {str(rank): int(count) for rank, count in zip(ranks, counts, strict=True)},
        "graded": int(counts.sum()),
        "ungraded": int((inside & ~proposal.valid).sum()),
    }
