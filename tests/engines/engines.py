"""The engines that one suite runs on."""

from collections.abc import Iterable
from typing import Protocol

from jishi.core.columns import Snapshot
from jishi.core.formulas import Assessment
from jishi.core.reference import evaluate
from jishi.core.result import Column2D, Result
from jishi.engines import duckdb, native
from jishi.engines.compiled import Compiled
from jishi.engines.plan import plan
from jishi.engines.resident import Resident
from jishi.engines.slots import Slots


class Engine(Protocol):
    """What every engine is called like."""

    def __call__(self, assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result: ...


def reference(assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result:
    """Call the reference as if it were an engine."""
    result = evaluate(assessment, snapshot)
    wanted = set(result.columns if keep is None else keep)
    return Result({name: column for name, column in result.columns.items() if name in wanted}, result.figures)


def compiled(assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result:
    """Run the compiled kernels on a small population, in pieces of three units so that there are cuts.

    They give figures only for units that have children; those of the others come from the plain native engine.
    """
    kept = None if keep is None else tuple(keep)
    resident = Resident(snapshot, assessment, kept)
    run = Compiled(
        resident, Slots.of(snapshot.tree, resident.layout, piece=3), plan(assessment, resident.setting(), kept)
    )
    run.run()
    result, whole = run.result(), native.run(assessment, snapshot, kept)
    return Result(
        result.columns, {name: _with_rows(whole.figures[name], result.figures[name]) for name in whole.figures}
    )


def _with_rows(whole: Column2D, some: Column2D) -> Column2D:
    values, valid = whole.values.copy(), whole.valid.copy()
    values[some.rows], valid[some.rows] = some.values, some.valid
    return Column2D(values, valid)


ENGINES: dict[str, Engine] = {
    "compiled": compiled,
    "duckdb": duckdb.run,
    "native": native.run,
    "reference": reference,
}
