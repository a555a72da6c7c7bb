"""The engines that one suite runs on."""

from collections.abc import Iterable
from typing import Protocol

from jishi.core.columns import Snapshot
from jishi.core.formulas import Assessment
from jishi.core.reference import evaluate
from jishi.core.result import Result
from jishi.engines import duckdb, native


class Engine(Protocol):
    """What every engine is called like."""

    def __call__(self, assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result: ...


def reference(assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result:
    """Call the reference as if it were an engine."""
    result = evaluate(assessment, snapshot)
    wanted = set(result.columns if keep is None else keep)
    return Result({name: column for name, column in result.columns.items() if name in wanted}, result.figures)


ENGINES: dict[str, Engine] = {"duckdb": duckdb.run, "native": native.run, "reference": reference}
